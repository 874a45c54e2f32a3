# SPDX-License-Identifier: Apache-2.0
"""Parcels and their chunks: what lies on a stick, and what a QR code shows.

A parcel is frames one after another.  It is cut by RaptorQ (RFC 6330) into chunks that
each stand alone: any that are enough in number give the parcel back.  Nothing here is
believed yet: a chunk's tag is judged before its symbol reaches a decoder.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from parley.errors import CounterpartFault
from parley.fixed import Fixed
from parley.wire.limits import FRAME_BYTES_MAX

CHUNK_MARK: Final = b"PLC\x01"
PARCEL_ID_BYTES: Final = 10
CHUNK_TAG_BYTES: Final = 16
CHUNK_HEADER_BYTES: Final = 24
CHUNK_OVERHEAD_BYTES: Final = CHUNK_HEADER_BYTES + CHUNK_TAG_BYTES
SYMBOL_STEP: Final = 8  # of the library and of RFC 6330's usual alignment
SYMBOL_BYTES_MIN: Final = 64
SYMBOL_BYTES_MAX: Final = 8_192
SYMBOLS_MAX: Final = 16_384
PARCEL_BYTES_MAX: Final = 16 * 1024 * 1024
_LENGTH_BYTES = 4


class Chunk(Fixed):
    """One symbol of a parcel; `symbol_id` is source block and symbol of RFC 6330."""

    parcel: bytes
    parcel_bytes: int
    symbol_id: bytes
    symbol: bytes

    @property
    def symbols(self) -> int:
        """How many symbols the parcel has, repair symbols apart."""
        return -(-self.parcel_bytes // len(self.symbol))


def encode_chunk(chunk: Chunk) -> bytes:
    """Return a chunk without its tag, which the caller puts behind it."""
    # SPEC 10.56: "A chunk MUST be "PLC" and a byte 1, the parcel's name of 10 bytes,
    # the parcel's length in 4 bytes, the symbol's length in 2, the payload id of RFC
    # 6330 in 4, the symbol, and a tag over all before it."
    return b"".join(
        (
            CHUNK_MARK,
            chunk.parcel,
            chunk.parcel_bytes.to_bytes(4, "big"),
            len(chunk.symbol).to_bytes(2, "big"),
            chunk.symbol_id,
            chunk.symbol,
        )
    )


def chunk_length(header: bytes) -> int | None:
    """Return how long the chunk is that begins so, or None where none begins.

    `header` is at least `CHUNK_HEADER_BYTES` long.
    """
    # SPEC 10.57: "A symbol MUST be 64 to 8,192 bytes long and a multiple of 8, a parcel
    # 1 to 16,777,216 bytes and at most 16,384 symbols, and the source block 0; a chunk
    # that says otherwise is passed over."
    if header[:4] != CHUNK_MARK or len(header) < CHUNK_HEADER_BYTES or header[20]:
        return None
    size = int.from_bytes(header[14:18], "big")
    symbol = int.from_bytes(header[18:20], "big")
    if not SYMBOL_BYTES_MIN <= symbol <= SYMBOL_BYTES_MAX or symbol % SYMBOL_STEP:
        return None
    if not 0 < size <= PARCEL_BYTES_MAX or size > symbol * SYMBOLS_MAX:
        return None
    return symbol + CHUNK_OVERHEAD_BYTES


def decode_chunk(data: bytes) -> tuple[Chunk, bytes, bytes]:
    """Return a chunk, the bytes its tag covers, and the tag, which is yet to be judged.

    Raises:
        CounterpartFault: PLY-BRR-040 it is no chunk.

    """
    if len(data) < CHUNK_HEADER_BYTES or chunk_length(data) != len(data):
        raise CounterpartFault("PLY-BRR-040")
    covered = data[:-CHUNK_TAG_BYTES]
    chunk = Chunk(
        parcel=data[4:14],
        parcel_bytes=int.from_bytes(data[14:18], "big"),
        symbol_id=data[20:24],
        symbol=covered[CHUNK_HEADER_BYTES:],
    )
    return chunk, covered, data[-CHUNK_TAG_BYTES:]


def encode_parcel(frames: Sequence[bytes]) -> bytes:
    """Return frames as one parcel."""
    # SPEC 10.54: "A parcel MUST be one or more frames, each behind its length in 4
    # bytes, and nothing else."
    return b"".join(
        part
        for frame in frames
        for part in (len(frame).to_bytes(_LENGTH_BYTES, "big"), frame)
    )


def decode_parcel(data: bytes) -> tuple[bytes, ...]:
    """Return the frames of a parcel.

    Raises:
        CounterpartFault: PLY-BRR-041 it is no parcel.

    """
    frames: list[bytes] = []
    at = 0
    while at < len(data):
        start = at + _LENGTH_BYTES
        length = int.from_bytes(data[at:start], "big")
        at = start + length
        if not 0 < length <= FRAME_BYTES_MAX or at > len(data):
            raise CounterpartFault("PLY-BRR-041")
        frames.append(data[start:at])
    if not frames:
        raise CounterpartFault("PLY-BRR-041")
    return tuple(frames)
