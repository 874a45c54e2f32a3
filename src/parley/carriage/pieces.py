# SPDX-License-Identifier: Apache-2.0
"""What a program and the station say to each other on its standard streams."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from parley.fixed import Fixed

WORDS_BYTES_MAX: Final = 400
MARK_BYTES: Final = 4
_WORDS_BIT = 1 << 31
ALIVE: Final = bytes(MARK_BYTES)


class ProgramError(Exception):
    """A program broke its rules; `reason` is in words.  Never leaves its bearer."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


class Alive(Fixed):
    """The program is well and its carrier takes frames."""


class Words(Fixed):
    """The carrier takes no frames, for a reason in the program's words."""

    text: str


class Frame(Fixed):
    """One frame."""

    data: bytes


Said = Alive | Words | Frame


def frame_bytes(frame: bytes) -> bytes:
    """Return a frame as it stands on a stream."""
    # SPEC 10.70: "On a program's streams a frame MUST stand behind its length in 4
    # bytes, big-endian, with the first bit 0."
    return len(frame).to_bytes(MARK_BYTES, "big") + frame


def printable(raw: bytes) -> str:
    """Return a program's words with nothing in them that could mislead a screen."""
    text = raw.decode("utf-8", "replace")
    return "".join(each if each.isprintable() else "?" for each in text).strip()


class StreamReader:
    """Cuts a program's output; holds at most one unfinished piece."""

    def __init__(self, frame_bytes_max: int) -> None:
        """Take the largest frame to accept."""
        self._frame_bytes_max = frame_bytes_max
        self._rest = bytearray()

    def feed(self, data: bytes) -> Iterator[Said]:
        """Yield what `data` completes; exhaust it before the next call.

        Raises:
            ProgramError: a frame or words are announced that are too long.

        """
        self._rest += data
        at = 0
        while len(self._rest) - at >= MARK_BYTES:
            mark = int.from_bytes(self._rest[at : at + MARK_BYTES], "big")
            length = mark & ~_WORDS_BIT
            is_words = mark != length
            # Judged as soon as the mark is there: nothing announced is awaited.
            most = WORDS_BYTES_MAX if is_words else self._frame_bytes_max
            if length > most:
                what = "words" if is_words else "a frame"
                raise ProgramError(
                    f"the program announced {what} of {length} bytes; {most} are "
                    "allowed"
                )
            end = at + MARK_BYTES + length
            if end > len(self._rest):
                break
            piece = bytes(self._rest[at + MARK_BYTES : end])
            at = end
            yield _said(piece, is_words=is_words)
        del self._rest[:at]


def _said(piece: bytes, *, is_words: bool) -> Said:
    # SPEC 10.71: "A length of 0 says that the program is well and its carrier takes
    # frames; a first bit of 1 says that it takes none, and the length counts the bytes
    # of the reason, UTF-8, at most 400."
    if is_words:
        return Words(printable(piece) or "the program gives no reason")
    return Frame(piece) if piece else Alive()
