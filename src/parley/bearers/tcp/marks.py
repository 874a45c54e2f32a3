# SPDX-License-Identifier: Apache-2.0
"""Where a frame begins and ends in a stream: a length mark in front of each.

The mark is the variable-length integer of RFC 9000, section 16, in its forms of one,
two and four bytes: a frame of 63 bytes costs one more byte, one of 16,383 two.
There is one way to write a length; the longer ways are refused, since two ways to say
one thing are a place to hide something.  Length 0 is no frame but a sign of life.

No I/O here: bytes in, frames out.
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.errors import CounterpartFault

FRAME_BYTES_LIMIT = (1 << 30) - 1  # the largest length that four bytes can say
SIGN_OF_LIFE = b"\x00"

_ONE_MAX = (1 << 6) - 1
_TWO_MAX = (1 << 14) - 1
_FORM_LENGTHS = (1, 2, 4, 8)


def mark(size: int) -> bytes:
    """Write the mark of a frame of `size` bytes."""
    if size <= _ONE_MAX:
        return size.to_bytes(1, "big")
    if size <= _TWO_MAX:
        return (size | 0x4000).to_bytes(2, "big")
    if size > FRAME_BYTES_LIMIT:
        raise AssertionError(f"a mark of four bytes cannot say {size}")
    return (size | 0x8000_0000).to_bytes(4, "big")


class FrameReader:
    """Cuts a stream into frames; holds at most one unfinished frame.

    After it has raised, the stream has no more frame borders and must be closed.
    """

    def __init__(self, frame_bytes_max: int) -> None:
        """Take the largest frame to accept."""
        self._frame_bytes_max = frame_bytes_max
        self._rest = bytearray()

    @property
    def inside_frame(self) -> bool:
        """Whether the stream stands in the middle of a frame or a mark."""
        return len(self._rest) > 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield each frame that `data` completes; exhaust it before the next call.

        Raises:
            CounterpartFault: PLY-BRR-010 too long; PLY-BRR-011 the mark is longer than
                needed; PLY-BRR-012 a mark of eight bytes.

        """
        if self._rest:
            self._rest += data
            stream = self._rest
        else:
            stream = bytearray(data)
        at = 0
        while (found := self._next(stream, at)) is not None:
            start, end = found
            at = end
            if start != end:
                yield bytes(stream[start:end])
        del stream[:at]
        self._rest = stream

    def _next(self, stream: bytearray, at: int) -> tuple[int, int] | None:
        """Return where the next whole frame starts and ends, or None for not yet."""
        if at == len(stream):
            return None
        length = _FORM_LENGTHS[stream[at] >> 6]
        if length == _FORM_LENGTHS[-1]:
            raise CounterpartFault("PLY-BRR-012")
        start = at + length
        if start > len(stream):
            return None
        size = int.from_bytes(stream[at:start], "big") & ((1 << (length * 8 - 2)) - 1)
        needed = len(mark(size))
        if needed != length:
            raise CounterpartFault("PLY-BRR-011", given=length, needed=needed)
        # Judged as soon as the mark is there: the announced bytes are never awaited.
        if size > self._frame_bytes_max:
            raise CounterpartFault(
                "PLY-BRR-010", size=size, limit=self._frame_bytes_max
            )
        return (start, start + size) if start + size <= len(stream) else None
