# SPDX-License-Identifier: Apache-2.0
"""KISS: how a host and a TNC tell frames apart on a line of bytes.

No I/O here: bytes in, frames out.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from typing import Final

FEND: Final = b"\xc0"
_ESCAPED_FEND: Final = b"\xdb\xdc"
_ESCAPED_FESC: Final = b"\xdb\xdd"
_FESC: Final = b"\xdb"
RADIOS: Final = 16


class Command(IntEnum):
    """What a host says to a TNC; the others of KISS are not used."""

    DATA = 0
    TX_DELAY = 1


def kiss_frame(radio: int, command: Command, data: bytes) -> bytes:
    """Return one frame to a TNC."""
    # SPEC 10.142: "Between station and TNC a transmission MUST stand in a data frame of
    # KISS, of the radio that the settings name."
    assert 0 <= radio < RADIOS, "the number of a radio has four bits"
    body = bytes((radio << 4 | command,)) + data
    escaped = body.replace(_FESC, _ESCAPED_FESC).replace(FEND, _ESCAPED_FEND)
    return FEND + escaped + FEND


class KissReader:
    """Cuts what a TNC says into the data frames of one radio.

    Holds at most one unfinished frame of `sent_bytes_max`; what is longer, or wrongly
    escaped, is passed over to the next border and counted in `strange`.
    """

    def __init__(self, radio: int, sent_bytes_max: int) -> None:
        """Begin between two frames."""
        self._mark = radio << 4 | Command.DATA
        # Every byte may be escaped.
        self._raw_bytes_max = 2 * (sent_bytes_max + 1)
        self._raw = bytearray()
        self._skips = False
        self.strange = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield each one that `data` completes; exhaust it before the next call."""
        *whole, rest = data.split(FEND)
        for piece in whole:
            self._hold(piece)
            raw, skipped = bytes(self._raw), self._skips
            self._raw.clear()
            self._skips = False
            transmission = None if skipped else self._read(raw)
            if transmission is not None:
                yield transmission
        self._hold(rest)

    def _hold(self, piece: bytes) -> None:
        if len(self._raw) + len(piece) > self._raw_bytes_max:
            self._raw.clear()
            self.strange += not self._skips
            self._skips = True
        if not self._skips:
            self._raw += piece

    def _read(self, raw: bytes) -> bytes | None:
        """Return the transmission of a frame; None where it is empty or none for us."""
        if not raw:
            return None
        body = _unescaped(raw)
        if body is None:
            self.strange += 1
            return None
        return body[1:] if body[0] == self._mark and len(body) > 1 else None


def _unescaped(raw: bytes) -> bytes | None:
    first, *others = raw.split(_FESC)
    parts = [first]
    for part in others:
        # Only what KISS itself would have escaped is an escape.
        if part[:1] == _ESCAPED_FEND[1:]:
            parts.append(FEND + part[1:])
        elif part[:1] == _ESCAPED_FESC[1:]:
            parts.append(_FESC + part[1:])
        else:
            return None
    return b"".join(parts)
