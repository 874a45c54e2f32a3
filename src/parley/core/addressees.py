# SPDX-License-Identifier: Apache-2.0
"""To whom our messages went: kept as long as the other side may act on them."""

from __future__ import annotations

from typing import Any

from parley.core.limits import ADDRESSEES_MAX
from parley.core.shelves import place_key
from parley.core.state import Link
from parley.core.step import Step
from parley.core.tended import Addressees
from parley.model.message import Content
from parley.model.record import EntryKey
from parley.wire.cbor import dumps

SHELF = "addressees"


def note_addressees(step: Step, link: Link, content: Content, key: EntryKey) -> None:
    """Keep to whom a message of ours went, as long as somebody may act on it."""
    # SPEC 7.173: "A station MUST know to whom the newest 4,096 of its messages went; of
    # older ones only acts of class watch count."
    kept = link.tended.addressees
    while len(kept) >= ADDRESSEES_MAX:
        oldest = next(iter(kept))
        del kept[oldest]
        step.drop(SHELF, place_key(oldest))
    kept[key] = Addressees(content.to, content.stop)
    step.put(SHELF, place_key(key), dumps([list(content.to), content.stop]))


def recover(link: Link, key: EntryKey, kept: list[Any]) -> None:
    """Take to whom a message went from the shelf."""
    to, stop = kept
    link.tended.addressees[key] = Addressees(tuple(to), stop)
