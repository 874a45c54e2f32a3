# SPDX-License-Identifier: Apache-2.0
"""Standing orders of theirs that are over: one that comes late begins nothing again.

What was lost at our side is given back in no sure order, so an order may come after
the one that took its place, and even after its end.
"""

from __future__ import annotations

from parley.core.shelves import link_key
from parley.core.state import Link
from parley.core.step import Step
from parley.core.watch.procedure import Heard, Place
from parley.wire.cbor import dumps

SHELF = "over"


def ended_by(heard: Heard) -> Place:
    """Return the place of the order that an end names; never one after the end."""
    about = heard.act.about
    assert about is not None, "this kind refers to an entry"
    named = (about.incarnation, about.serial)
    return min(named, heard.place)


def is_over(link: Link, kind: str, place: Place) -> bool:
    """Tell whether an order of a kind, named by its shelf, is at its end already."""
    # SPEC 8.65: "Orders of one kind of one side count by their places in its logs, and
    # not by when they come: none takes effect that stands before another, or not after
    # one that has ended."
    return place <= link.tended.over.get(kind, (0, 0))


def note_over(step: Step, link: Link, kind: str, place: Place) -> None:
    """Remember that the order of this place, and every one before it, has ended."""
    if not is_over(link, kind, place):
        link.tended.over[kind] = place
        step.put(SHELF, link_key(link.name, kind.encode()), dumps([*place]))


def recover(link: Link, kind: str, kept: list[int]) -> None:
    """Take from the shelf what is over."""
    incarnation, serial = kept
    link.tended.over[kind] = (incarnation, serial)
