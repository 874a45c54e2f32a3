# SPDX-License-Identifier: Apache-2.0
"""Fragments that came, put together into frames; only marked ones, in bounded memory.

The mark is looked at before anything is kept, so that noise, strangers and forgeries
cost one hash and no memory, and never reach the decoder.
"""

from __future__ import annotations

from collections import OrderedDict

from parley.core.limits import (
    JOIN_BYTES_MAX,
    JOINS_MAX,
    OPENING_BYTES_MAX,
    OPENING_JOINS_MAX,
)
from parley.core.reach.fragments import opening_key
from parley.core.state import InEpoch, Link
from parley.core.step import Step
from parley.crypto.fragment import epoch_fragment_key, is_marked, opening_number
from parley.errors import CounterpartFault
from parley.wire.fountain import Joiner
from parley.wire.fragment import Fragment, WholeId
from parley.wire.frame import FrameHeader, FrameKind, encode_header, peek, split_opening


def join_opening(step: Step, link: Link, fragment: Fragment) -> bytes | None:
    """Take a fragment of an opening; return its frame once it is whole.

    Raises:
        CounterpartFault: PLY-BRR-022 the mark is not good, or the frame is not that of
            its fragments; PLY-WIR-005 too long for an opening.

    """
    if fragment.whole.length > OPENING_BYTES_MAX:
        raise CounterpartFault("PLY-WIR-005", reason="too long for an opening")
    _check_mark(opening_key(link.counterpart.card, step.state.card), fragment)
    frame = _take(link.joining.openings, fragment, OPENING_JOINS_MAX)
    if frame is None:
        return None
    # SPEC 10.10: "A frame put together from fragments MUST be of the epoch and serial
    # that its fragments name, or the opening of that number; otherwise it is
    # forgotten."
    fits = peek(frame)[1] is FrameKind.OPENING
    if not fits or opening_number(split_opening(frame)[1]) != fragment.whole.serial:
        raise CounterpartFault("PLY-BRR-022")
    return frame


def join_entry(link: Link, epoch: InEpoch, fragment: Fragment) -> bytes | None:
    """Take a fragment of an entry's frame; return the frame once it is whole.

    Raises:
        CounterpartFault: PLY-BRR-022 the mark is not good, or the frame is not that of
            its fragments.

    """
    _check_mark(epoch_fragment_key(epoch.keys.root), fragment)
    frame = _take(link.joining.entries, fragment, JOINS_MAX)
    if frame is None:
        return None
    header = FrameHeader(fragment.mode, FrameKind.ENTRY, *fragment.whole[:2])
    if not frame.startswith(encode_header(header)):
        raise CounterpartFault("PLY-BRR-022")
    return frame


def forget(link: Link, tag: bytes, serial: int) -> None:
    """Drop what was being put together of a frame that came on another way."""
    joins = link.joining.entries
    for whole in [each for each in joins if each[:2] == (tag, serial)]:
        del joins[whole]


def _check_mark(key: bytes, fragment: Fragment) -> None:
    # SPEC 10.11: "A fragment whose mark is not good MUST be dropped before anything of
    # it is kept."
    if not is_marked(key, fragment.marked, fragment.mark):
        raise CounterpartFault("PLY-BRR-022")


def _take(
    joins: OrderedDict[WholeId, Joiner], fragment: Fragment, joins_max: int
) -> bytes | None:
    joiner = joins.pop(fragment.whole, None)
    if joiner is None:
        joiner = Joiner(fragment.whole.length, fragment.whole.symbol_bytes)
    joins[fragment.whole] = joiner  # the newest stands last
    while len(joins) > joins_max or _held_bytes(joins) > JOIN_BYTES_MAX:
        joins.popitem(last=False)
        if not joins:
            return None
    frame = joiner.take(fragment.number, fragment.symbol)
    if frame is not None:
        del joins[fragment.whole]
    return frame


def _held_bytes(joins: OrderedDict[WholeId, Joiner]) -> int:
    return sum(each.held * each.size for each in joins.values())
