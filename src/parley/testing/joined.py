# SPDX-License-Identifier: Apache-2.0
"""Fragments and chunks from anywhere, put together as if each bore a good mark.

The library that does it ends the process over a piece that it does not expect; so
whatever a counterpart can make must be refused before it, and this is fuzzed.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from parley.wire.chunk import chunk_length, decode_chunk, decode_parcel
from parley.wire.fountain import Joiner
from parley.wire.fragment import split_fragment

_JOINS_MAX = 16
_LENGTH_BYTES = 3


def join_fragments(data: bytes) -> list[bytes]:
    """Return the frames that fragments make; each stands behind its length.

    Raises:
        CounterpartFault: PLY-WIR-005 and others of one that is none.

    """
    joins: dict[Hashable, Joiner] = {}
    frames = []
    for piece in _pieces(data):
        fragment = split_fragment(piece)
        whole = fragment.whole
        if whole not in joins and len(joins) < _JOINS_MAX:
            joins[whole] = Joiner(whole.length, whole.symbol_bytes)
        if whole in joins:
            frame = joins[whole].take(fragment.number, fragment.symbol)
            frames += [] if frame is None else [frame]
    return frames


def join_chunks(data: bytes) -> list[tuple[bytes, ...]]:
    """Return the frames of parcels that chunks make; they stand one after another.

    Raises:
        CounterpartFault: PLY-BRR-040 or PLY-BRR-041.

    """
    joins: dict[Hashable, Joiner] = {}
    parcels = []
    at = 0
    while (length := chunk_length(data[at:])) is not None:
        chunk, _, _ = decode_chunk(data[at : at + length])
        at += length
        place = chunk.parcel, chunk.parcel_bytes, len(chunk.symbol)
        if place not in joins and len(joins) < _JOINS_MAX:
            joins[place] = Joiner(chunk.parcel_bytes, len(chunk.symbol))
        if place in joins:
            number = int.from_bytes(chunk.symbol_id, "big")
            parcel = joins[place].take(number, chunk.symbol)
            parcels += [] if parcel is None else [decode_parcel(parcel)]
    return parcels


def _pieces(data: bytes) -> Iterator[bytes]:
    at = 0
    while at + _LENGTH_BYTES <= len(data):
        length = int.from_bytes(data[at : at + _LENGTH_BYTES], "big")
        at += _LENGTH_BYTES + length
        yield data[at - length : at]
