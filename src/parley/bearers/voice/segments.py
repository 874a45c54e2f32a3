# SPDX-License-Identifier: Apache-2.0
"""A frame as the segments of one burst, and back.

| bytes | what |
|---|---|
| 1 | how many segments follow in this burst |
| 2 | how many bytes of the frame are in this segment; the first bit: it is the first |
| rest | these bytes, and zero bytes |
"""

from __future__ import annotations

from typing import Final, NamedTuple

HEAD_BYTES: Final = 3
SEGMENTS_MAX: Final = 64
_FIRST: Final = 0x8000


class Segment(NamedTuple):
    """What one segment says."""

    follow: int
    is_first: bool
    part: bytes


def cut(frame: bytes, segment_bytes: int) -> list[bytes]:
    """Return the segments that carry a frame, in the order in which they are said."""
    # SPEC 10.102: "A burst carries one frame in 1 to 64 segments, each behind the
    # number of segments that follow it (1 byte) and the number of bytes that it holds
    # (2 bytes, whose first bit says that it is the first); zero bytes fill it up."
    room = segment_bytes - HEAD_BYTES
    parts = [frame[at : at + room] for at in range(0, len(frame), room)]
    assert 0 < len(parts) <= SEGMENTS_MAX, "a frame fits a burst"
    return [
        _segment(len(parts) - 1 - number, number == 0, part, segment_bytes)
        for number, part in enumerate(parts)
    ]


def _segment(follow: int, is_first: bool, part: bytes, segment_bytes: int) -> bytes:
    length = len(part) | (_FIRST if is_first else 0)
    head = bytes([follow]) + length.to_bytes(2, "big")
    return (head + part).ljust(segment_bytes, b"\0")


def read(data: bytes) -> Segment | None:
    """Return what a segment says; None if it is none of ours.

    The modem's own checksum has two bytes, so noise does come through it at times.
    """
    length = int.from_bytes(data[1:HEAD_BYTES], "big")
    is_first, length = bool(length & _FIRST), length & ~_FIRST
    if not (data and data[0] < SEGMENTS_MAX and 0 < length <= len(data) - HEAD_BYTES):
        return None
    part, filling = data[HEAD_BYTES:][:length], data[HEAD_BYTES + length :]
    if filling.strip(b"\0"):
        return None
    return Segment(data[0], is_first, part)


class Joiner:
    """Puts the segments of one burst together; a gap loses the frame and no other."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._parts: list[bytes] = []
        self._next = -1  # how many segments have to follow the one that comes next

    def join(self, segment: Segment) -> bytes | None:
        """Take a segment; return the frame that it completes."""
        # SPEC 10.103: "A receiver MUST drop a frame of which a segment is missing."
        if segment.is_first:
            self._parts = []
        elif segment.follow != self._next:
            self.forget()
            return None
        self._parts.append(segment.part)
        self._next = segment.follow - 1
        if segment.follow:
            return None
        frame = b"".join(self._parts)
        self.forget()
        return frame

    def forget(self) -> bool:
        """Drop what is unfinished; return whether there was anything."""
        unfinished, self._parts, self._next = bool(self._parts), [], -1
        return unfinished
