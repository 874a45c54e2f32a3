# SPDX-License-Identifier: Apache-2.0
"""Parcels to chunks and back, by RaptorQ; no I/O here.

Each chunk is judged by its tag before its symbol reaches the decoder, which has no
check of its own: one bad symbol would spoil the parcel.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from parley.crypto.carrier import CarrierKeys
from parley.errors import CounterpartFault
from parley.wire.chunk import (
    PARCEL_BYTES_MAX,
    PARCEL_ID_BYTES,
    SYMBOL_BYTES_MAX,
    SYMBOL_BYTES_MIN,
    SYMBOL_STEP,
    Chunk,
    decode_chunk,
    decode_parcel,
    encode_chunk,
    encode_parcel,
)
from parley.wire.fountain import Joiner, symbols_of

SYMBOLS_WISHED: Final = 8
"""A small parcel is cut into about so many, that a few repair symbols go far."""

REPAIR_SYMBOLS_MIN: Final = 2
OPEN_PARCELS_MAX: Final = 16
OPEN_BYTES_MAX: Final = 4 * PARCEL_BYTES_MAX
DONE_PARCELS_MAX: Final = 4_096
_ID_BYTES = 4


def symbol_length(parcel_bytes: int, symbol_bytes_max: int) -> int:
    """Return the symbol length for a parcel of that size."""
    wished = math.ceil(parcel_bytes / SYMBOLS_WISHED / SYMBOL_STEP) * SYMBOL_STEP
    most = min(symbol_bytes_max, SYMBOL_BYTES_MAX) // SYMBOL_STEP * SYMBOL_STEP
    return max(SYMBOL_BYTES_MIN, min(most, max(wished, 256)))


def cut(
    frames: Sequence[bytes], keys: CarrierKeys, symbol_bytes: int, repair: float
) -> list[bytes]:
    """Return frames as the chunks of one parcel, tags and repair chunks included.

    ``repair`` is how many repair symbols there are for each symbol of the parcel.
    """
    parcel = encode_parcel(frames)
    assert len(parcel) <= PARCEL_BYTES_MAX, "more than one parcel holds"
    length = symbol_length(len(parcel), symbol_bytes)
    # SPEC 10.55: "A parcel's name is the first 10 bytes of keyed BLAKE2b of 32 bytes
    # over it, under the key of the purpose "tag"."
    name = keys.digest(parcel)[:PARCEL_ID_BYTES]
    symbols = math.ceil(len(parcel) / length)
    extra = math.ceil(symbols * repair) + REPAIR_SYMBOLS_MIN
    chunks = []
    for number, symbol in enumerate(symbols_of(parcel, length, 0, symbols + extra)):
        symbol_id = number.to_bytes(_ID_BYTES, "big")
        data = encode_chunk(Chunk(name, len(parcel), symbol_id, symbol))
        chunks.append(data + keys.tag(data))
    return chunks


class Assembler:
    """Puts parcels together from chunks in any order; bounded whatever comes."""

    def __init__(self, keys: CarrierKeys) -> None:
        """Begin with nothing open."""
        self._keys = keys
        self._open: OrderedDict[bytes, Joiner] = OrderedDict()
        self._done: OrderedDict[bytes, None] = OrderedDict()
        self.strange = 0  # chunks without a good tag
        self.repeated = 0
        self.dropped = 0  # parcels let go unfinished, for room

    def is_done(self, parcel: bytes) -> bool:
        """Say whether this parcel was put together not long ago."""
        return parcel in self._done

    @property
    def progress(self) -> list[tuple[int, int]]:
        """Return, for each open parcel, the chunks there and the least still needed."""
        return [(one.held, one.needed) for one in self._open.values()]

    def take(self, data: bytes) -> tuple[bytes | None, tuple[bytes, ...]]:
        """Take a chunk; return its parcel's name, if its tag is good, and frames.

        Frames are returned once, with the chunk that completes the parcel.
        """
        try:
            chunk, covered, tag = decode_chunk(data)
        except CounterpartFault:
            self.strange += 1
            return None, ()
        # SPEC 10.58: "A reader MUST judge a chunk's tag before anything else of it is
        # used, and a parcel's name when it is whole."
        if not self._keys.is_tag(covered, tag):
            self.strange += 1
            return None, ()
        if chunk.parcel in self._done:
            self.repeated += 1
            return chunk.parcel, ()
        return chunk.parcel, self._feed(chunk)

    def _feed(self, chunk: Chunk) -> tuple[bytes, ...]:
        parcel = self._open.get(chunk.parcel) or self._begin(chunk)
        self._open.move_to_end(chunk.parcel)
        number = int.from_bytes(chunk.symbol_id, "big")
        if (
            parcel.has(number)
            or chunk.parcel_bytes != parcel.length
            or len(chunk.symbol) != parcel.size
        ):
            self.repeated += 1
            return ()
        whole = parcel.take(number, chunk.symbol)
        if whole is None:
            return ()
        self._finish(chunk.parcel)
        if self._keys.digest(whole)[:PARCEL_ID_BYTES] != chunk.parcel:
            self.strange += 1
            return ()
        try:
            return decode_parcel(whole)
        except CounterpartFault:
            self.strange += 1
            return ()

    def _begin(self, chunk: Chunk) -> Joiner:
        made = Joiner(chunk.parcel_bytes, len(chunk.symbol))
        self._open[chunk.parcel] = made
        while (
            len(self._open) > OPEN_PARCELS_MAX
            or sum(one.length for one in self._open.values()) > OPEN_BYTES_MAX
        ):
            self._open.popitem(last=False)
            self.dropped += 1
        return made

    def _finish(self, parcel: bytes) -> None:
        del self._open[parcel]
        self._done[parcel] = None
        if len(self._done) > DONE_PARCELS_MAX:
            self._done.popitem(last=False)
