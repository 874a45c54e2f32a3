# SPDX-License-Identifier: Apache-2.0
"""The outermost form of what a circuit carries; nothing here is believed yet.

An entry or checkpoint frame is a header of 7 bytes and sealed bytes; an opening frame
is a type byte and a statement.
"""

from __future__ import annotations

from enum import IntEnum

from parley.errors import CounterpartFault
from parley.fixed import Fixed
from parley.model.precedence import Mode
from parley.wire.cbor import dumps, loads
from parley.wire.limits import (
    DELEGATION_BYTES_MAX,
    FRAME_BYTES_MAX,
    FRAME_SERIAL_MAX,
    HEADER_BYTES,
    PADDING_BYTES,
    SEAL_BYTES,
    STATEMENT_BYTES_MAX,
    TAG_BYTES,
    VERSION,
)
from parley.wire.shape import Fields

_WITH_DELEGATION = 0x83  # an array of three; no opening by itself is one


class FrameKind(IntEnum):
    """What a frame carries; the low half of its first byte."""

    OPENING = 1
    ENTRY = 2
    CHECKPOINT = 3
    FRAGMENT = 4


_TYPES = {mode << 4 | kind: (mode, kind) for mode in Mode for kind in FrameKind}


class FrameHeader(Fixed):
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
    known = _TYPES.get(frame[0])
    if known is None:
        raise _unknown(f"its type byte is {frame[0]:#04x}")
    return known


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


def encode_opening(
    mode: Mode, statement: bytes, delegated: bytes | None = None
) -> bytes:
    """Return the frame that carries an opening, and perhaps a delegation with it."""
    body = statement if delegated is None else dumps([VERSION, statement, delegated])
    return bytes((mode << 4 | FrameKind.OPENING,)) + body


def split_opening(frame: bytes) -> tuple[Mode, bytes, bytes | None]:
    """Return mode, statement and delegation of an opening frame.

    Raises:
        CounterpartFault: PLY-WIR-005; PLY-WIR-001, -003 it is no pair of statements.

    """
    mode, kind = peek(frame)
    if kind is not FrameKind.OPENING:
        raise _unknown("an opening belongs here")
    if not 1 < len(frame) <= 1 + STATEMENT_BYTES_MAX:
        raise _unknown(f"{len(frame)} bytes is no possible length")
    if frame[1] != _WITH_DELEGATION:
        return mode, frame[1:], None
    # SPEC 3.27: "An opening frame is its type byte and the opening, or the array of 1,
    # the opening and a delegation."
    fields = Fields(loads(frame[1:]), "opening with a delegation")
    fields.version()
    statement = fields.raw(1, STATEMENT_BYTES_MAX)
    delegated = fields.raw(1, DELEGATION_BYTES_MAX)
    fields.end()
    return mode, statement, delegated


def _unknown(reason: str) -> CounterpartFault:
    return CounterpartFault("PLY-WIR-005", reason=reason)
