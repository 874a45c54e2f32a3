# SPDX-License-Identifier: Apache-2.0
"""What a datagram says once it is opened; no I/O here.

On the wire: run of the sender (8 bytes), number (4), sealed rest.  Inside:

| bytes | what |
|---|---|
| 8 | run of the recipient, as the sender last heard it; zeros: not yet |
| 1 | kind |
| 1 | length of the note of arrivals |
| n | note of arrivals: highest number (4), held back for so many ms (2), bits below |
| 2 | length of the body |
| m | body; of a frame its sequence number (4) and the frame |
| rest | zeros: filling, where the size is to say nothing |
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from parley.fixed import Fixed

RUN_BYTES: Final = 8
NUMBER_BYTES: Final = 4
NOTE_BITS: Final = 256
NUMBER_MAX: Final = 2**32 - 1
NO_RUN: Final = bytes(RUN_BYTES)
TOKEN_BYTES: Final = 8
SEQUENCE_BYTES: Final = 4

_NOTE_HEAD_BYTES = 6
_NOTE_BYTES_MAX = _NOTE_HEAD_BYTES + NOTE_BITS // 8
_FIXED_BYTES = RUN_BYTES + 1 + 1 + 2
_SEAL_BYTES = 16
OVERHEAD_BYTES: Final = (
    RUN_BYTES
    + NUMBER_BYTES
    + _SEAL_BYTES
    + _FIXED_BYTES
    + _NOTE_BYTES_MAX
    + SEQUENCE_BYTES
)
DATAGRAM_BYTES_MIN: Final = RUN_BYTES + NUMBER_BYTES + _SEAL_BYTES + _FIXED_BYTES


class Kind(IntEnum):
    """What a datagram is for."""

    HELLO = 0  # who we are now, and whom we last heard
    DATA = 1  # one frame
    PING = 2  # answer this; a long one also asks whether long ones pass
    PONG = 3
    NOTE = 4  # arrivals only, or filling
    BYE = 5  # this end stops


class Note(Fixed):
    """Which numbers arrived: the highest, and those of the 256 below it."""

    highest: int
    held_ms: int
    below: int  # bit 0 is the number directly below the highest

    def numbers(self) -> list[int]:
        """Return every number that arrived, highest first."""
        found = [self.highest]
        found += [
            self.highest - 1 - bit
            for bit in range(self.below.bit_length())
            if self.below >> bit & 1
        ]
        return found


class Said(Fixed):
    """The inside of a datagram."""

    echo: bytes
    kind: Kind
    note: Note | None
    body: bytes


def pack(said: Said, length: int = 0) -> bytes:
    """Return the bytes to seal, filled up to `length`."""
    note = b"" if said.note is None else _pack_note(said.note)
    plain = b"".join(
        (
            said.echo,
            bytes((said.kind, len(note))),
            note,
            len(said.body).to_bytes(2, "big"),
            said.body,
        )
    )
    return plain.ljust(length, b"\0")


def unpack(plain: bytes) -> Said | None:
    """Return what was said; None if it is not of that form."""
    if len(plain) < _FIXED_BYTES:
        return None
    note_end = RUN_BYTES + 2 + plain[RUN_BYTES + 1]
    body_at = note_end + 2
    length = int.from_bytes(plain[note_end:body_at], "big")
    if len(plain) < body_at + length or any(plain[body_at + length :]):
        return None
    try:
        kind = Kind(plain[RUN_BYTES])
        note = _unpack_note(plain[RUN_BYTES + 2 : note_end])
    except ValueError:
        return None
    return Said(plain[:RUN_BYTES], kind, note, plain[body_at : body_at + length])


def _pack_note(note: Note) -> bytes:
    bits = note.below.to_bytes(NOTE_BITS // 8, "little").rstrip(b"\0")
    return b"%b%b%b" % (
        note.highest.to_bytes(4, "big"),
        min(note.held_ms, 0xFFFF).to_bytes(2, "big"),
        bits,
    )


def _unpack_note(data: bytes) -> Note | None:
    if not data:
        return None
    if not _NOTE_HEAD_BYTES <= len(data) <= _NOTE_BYTES_MAX:
        raise ValueError
    highest = int.from_bytes(data[:4], "big")
    below = int.from_bytes(data[_NOTE_HEAD_BYTES:], "little")
    if below.bit_length() > highest:
        raise ValueError
    return Note(highest, int.from_bytes(data[4:_NOTE_HEAD_BYTES], "big"), below)


class Arrivals:
    """The numbers that came in one run of the other end; each counts once."""

    def __init__(self, bits: int = NOTE_BITS) -> None:
        """Begin with none; remember so many below the highest."""
        self.highest = -1
        self._bits = bits
        self._below = 0
        self._highest_s = 0.0

    def is_new(self, number: int, now_s: float) -> bool:
        """Note a number; say whether it came for the first time and is not too old."""
        if number > self.highest:
            shift = number - self.highest
            if self.highest >= 0:
                self._below = (self._below << shift) | (1 << (shift - 1))
            self._below &= (1 << self._bits) - 1
            self.highest, self._highest_s = number, now_s
            return True
        if number == self.highest:
            return False
        bit = self.highest - 1 - number
        if bit >= self._bits or self._below >> bit & 1:
            return False
        self._below |= 1 << bit
        return True

    def note(self, now_s: float) -> Note | None:
        """Return what to tell the sender; None before anything came."""
        if self.highest < 0:
            return None
        held_ms = round((now_s - self._highest_s) * 1_000)
        return Note(self.highest, max(0, held_ms), self._below)
