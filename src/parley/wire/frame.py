# SPDX-License-Identifier: Apache-2.0
"""The outermost form of what a circuit carries; nothing here is believed yet.

An entry or checkpoint frame is a header of 7 bytes and sealed bytes; an opening frame
is a type byte and a statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from parley.errors import CounterpartFault
from parley.model.precedence import Mode
from parley.wire.limits import (
    FRAME_BYTES_MAX,
    FRAME_SERIAL_MAX,
    HEADER_BYTES,
    PADDING_BYTES,
    SEAL_BYTES,
    STATEMENT_BYTES_MAX,
    TAG_BYTES,
)


class FrameKind(IntEnum):
    """What a frame carries; the low half of its first byte."""

    OPENING = 1
    ENTRY = 2
    CHECKPOINT = 3
    FRAGMENT = 4


@dataclass(frozen=True, slots=True)
class FrameHeader:
    """The 7 open bytes: mode and kind, the epoch's tag, the serial in the epoch."""

    mode: Mode
    kind: FrameKind
    tag: bytes
    serial: int


def peek(frame: bytes) -> tuple[Mode, FrameKind]:
    """Return what the first byte says.

    Raises:
        CounterpartFault: PLY-WIR-005 empty, oversized, unknown mode or kind.

    """
    if not frame:
        raise _unknown("it is empty")
    # SPEC 3.21: "A frame of more than 1,114,112 bytes MUST be refused unread."
    if len(frame) > FRAME_BYTES_MAX:
        raise _unknown(f"it is {len(frame)} bytes long")
    # SPEC 3.16: "The type byte MUST be mode * 16 + kind, with a mode of 1.15 and a kind
    # of 1 (opening), 2 (entry), 3 (checkpoint) or 4 (fragment, 10.3)."
    try:
        return Mode(frame[0] >> 4), FrameKind(frame[0] & 15)
    except ValueError:
        raise _unknown(f"its type byte is {frame[0]:#04x}") from None


def encode_header(header: FrameHeader) -> bytes:
    """Return the 7 bytes of an entry or checkpoint header."""
    assert header.kind is not FrameKind.OPENING, "an opening has no header"
    assert len(header.tag) == TAG_BYTES, "tag length"
    assert 0 <= header.serial <= FRAME_SERIAL_MAX, "serial in its epoch"
    return b"%c%b%b" % (
        header.mode << 4 | header.kind,
        header.tag,
        header.serial.to_bytes(2, "big"),
    )


def split_frame(frame: bytes) -> tuple[FrameHeader, bytes]:
    """Return header and sealed bytes of an entry or checkpoint frame.

    Raises:
        CounterpartFault: PLY-WIR-005.

    """
    mode, kind = peek(frame)
    if kind not in {FrameKind.ENTRY, FrameKind.CHECKPOINT}:
        raise _unknown("another kind stands where an entry belongs")
    sealed = frame[HEADER_BYTES:]
    # SPEC 3.20: "The sealed bytes MUST be at least 32, and 16 more than a multiple
    # of 16."
    length = len(sealed)
    if length < PADDING_BYTES + SEAL_BYTES or (length - SEAL_BYTES) % PADDING_BYTES:
        raise _unknown(f"{len(frame)} bytes is no possible length")
    return FrameHeader(
        mode, kind, frame[1:5], int.from_bytes(frame[5:7], "big")
    ), sealed


def encode_opening(mode: Mode, statement: bytes) -> bytes:
    """Return the frame that carries an opening statement."""
    return bytes((mode << 4 | FrameKind.OPENING,)) + statement


def split_opening(frame: bytes) -> tuple[Mode, bytes]:
    """Return mode and statement of an opening frame.

    Raises:
        CounterpartFault: PLY-WIR-005.

    """
    mode, kind = peek(frame)
    if kind is not FrameKind.OPENING:
        raise _unknown("an opening belongs here")
    if not 1 < len(frame) <= 1 + STATEMENT_BYTES_MAX:
        raise _unknown(f"{len(frame)} bytes is no possible length")
    return mode, frame[1:]


def _unknown(reason: str) -> CounterpartFault:
    return CounterpartFault("PLY-WIR-005", reason=reason)
