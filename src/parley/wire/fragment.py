# SPDX-License-Identifier: Apache-2.0
"""A fragment of a frame that is longer than its circuit takes: bytes and values.

| bytes | what |
|---|---|
| 1 | type byte: mode and kind 4 |
| 4 | tag of the epoch; zeros where the frame is an opening |
| 2 | serial in the epoch; of an opening the first two bytes of its digest |
| 3 | length of the whole frame |
| 3 | number of the symbol |
| 8 | mark |
| rest | the symbol, a multiple of 8 bytes |
"""

from __future__ import annotations

from typing import NamedTuple

from parley.errors import CounterpartFault
from parley.fixed import Fixed
from parley.model.precedence import Mode
from parley.wire.frame import FrameKind, peek
from parley.wire.limits import (
    FRAGMENT_HEAD_BYTES,
    FRAGMENT_MARK_BYTES,
    FRAGMENT_SYMBOL_BYTES_MAX,
    FRAGMENT_SYMBOL_BYTES_MIN,
    FRAGMENT_SYMBOLS_MAX,
    FRAME_BYTES_MAX,
    HEADER_BYTES,
    TAG_BYTES,
)

NO_EPOCH = bytes(TAG_BYTES)
"""Stands for the tag where the frame is an opening."""

_ALIGNMENT = 8
_LENGTH_AT = HEADER_BYTES
_NUMBER_AT = _LENGTH_AT + 3
_MARK_AT = _NUMBER_AT + 3


class WholeId(NamedTuple):
    """What fragments of one frame, cut to one size, have in common."""

    tag: bytes
    serial: int
    length: int
    symbol_bytes: int


class Fragment(Fixed):
    """One fragment as it came; its mark is not yet looked at."""

    mode: Mode
    whole: WholeId
    number: int
    mark: bytes
    symbol: bytes
    marked: bytes  # what the mark is over

    @property
    def is_of_opening(self) -> bool:
        """Whether the frame it belongs to is an opening."""
        return self.whole.tag == NO_EPOCH


def symbol_bytes(frame_bytes_max: int) -> int:
    """Return how long a symbol is on a circuit of these frames; 0: it takes none."""
    # SPEC 10.4: "A symbol is as long as the circuit allows, rounded down to a multiple
    # of 8 bytes, at least 32 bytes and at most 65,528."
    room = (frame_bytes_max - FRAGMENT_HEAD_BYTES) // _ALIGNMENT * _ALIGNMENT
    if room < FRAGMENT_SYMBOL_BYTES_MIN:
        return 0
    return min(room, FRAGMENT_SYMBOL_BYTES_MAX)


def symbols_needed(length: int, size: int) -> int:
    """Return of how many symbols a frame consists."""
    return -(-length // size)


def head_of(mode: Mode, whole: WholeId, number: int) -> bytes:
    """Return what stands before the mark."""
    assert len(whole.tag) == TAG_BYTES, "tag length"
    return b"%c%b%b%b%b" % (
        mode << 4 | FrameKind.FRAGMENT,
        whole.tag,
        whole.serial.to_bytes(2, "big"),
        whole.length.to_bytes(3, "big"),
        number.to_bytes(3, "big"),
    )


def encode_fragment(head: bytes, mark: bytes, symbol: bytes) -> bytes:
    """Return a fragment as a circuit carries it."""
    assert len(head) == _MARK_AT, "head length"
    assert len(mark) == FRAGMENT_MARK_BYTES, "mark length"
    return head + mark + symbol


def split_fragment(frame: bytes) -> Fragment:
    """Return what a fragment says.

    Raises:
        CounterpartFault: PLY-WIR-005.

    """
    mode, kind = peek(frame)
    if kind is not FrameKind.FRAGMENT:
        raise _wrong("a fragment belongs here")
    symbol = frame[FRAGMENT_HEAD_BYTES:]
    size = len(symbol)
    fits = FRAGMENT_SYMBOL_BYTES_MIN <= size <= FRAGMENT_SYMBOL_BYTES_MAX
    if not fits or size % _ALIGNMENT:
        raise _wrong(f"{len(frame)} bytes is no possible length of a fragment")
    length = int.from_bytes(frame[_LENGTH_AT:_NUMBER_AT], "big")
    # SPEC 10.5: "A fragment of a frame that is longer than 3.21 allows, or that would
    # fit into one symbol, or of more than 65,536 symbols, MUST be refused."
    if not len(symbol) < length <= FRAME_BYTES_MAX:
        raise _wrong(f"{length} bytes is no possible length of its frame")
    number = int.from_bytes(frame[_NUMBER_AT:_MARK_AT], "big")
    if max(number, symbols_needed(length, len(symbol))) >= FRAGMENT_SYMBOLS_MAX:
        raise _wrong(f"its symbol has the number {number}")
    serial = int.from_bytes(frame[1 + TAG_BYTES : HEADER_BYTES], "big")
    whole = WholeId(frame[1 : 1 + TAG_BYTES], serial, length, len(symbol))
    mark = frame[_MARK_AT:FRAGMENT_HEAD_BYTES]
    return Fragment(mode, whole, number, mark, symbol, frame[:_MARK_AT] + symbol)


def _wrong(reason: str) -> CounterpartFault:
    return CounterpartFault("PLY-WIR-005", reason=reason)
