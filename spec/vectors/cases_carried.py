# SPDX-License-Identifier: Apache-2.0
"""Vectors of chunks, parcels and slips, and of the keys that tag them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from parley.crypto.carrier import CarrierKeys
from parley.wire.chunk import (
    PARCEL_ID_BYTES,
    Chunk,
    decode_chunk,
    decode_parcel,
    encode_chunk,
    encode_parcel,
)
from parley.wire.slip import (
    Slip,
    decode_slip,
    decode_slips,
    encode_slip,
    encode_slips,
)
from spec.vectors.cases import accepted, refused
from spec.vectors.made import Made
from spec.vectors.samples import ALFA, BRAVO

SHARED = bytes(range(32))
FRAMES = (b"\x22" + bytes(38), b"\x22" + bytes(54))


def carried(_made: Made) -> Iterator[dict[str, object]]:
    """Yield keys, parcels, chunks and slips."""
    keys = CarrierKeys(SHARED, "file", ALFA, BRAVO)
    yield accepted(
        "keys of a direction",
        shared=SHARED,
        kind="file",
        sender=ALFA,
        recipient=BRAVO,
        tag_key=keys.derive("tag"),
        tag_of_nothing=keys.tag(b""),
    )
    parcel = encode_parcel(FRAMES)
    yield accepted("a parcel of two frames", format="parcel", data=parcel, value=FRAMES)
    for name, data in (
        ("an empty parcel", b""),
        ("a frame of no bytes", bytes(4)),
        ("a parcel cut short", parcel[:-1]),
        ("a parcel with bytes to spare", parcel + b"\0"),
    ):
        yield refused(name, partial(decode_parcel, data), format="parcel", data=data)
    yield from _chunks(keys, parcel)
    yield from _slips(keys)


def _chunks(keys: CarrierKeys, parcel: bytes) -> Iterator[dict[str, object]]:
    name = keys.digest(parcel)[:PARCEL_ID_BYTES]
    # Of one symbol: the parcel itself, filled up with zero bytes.
    chunk = Chunk(name, len(parcel), bytes(4), parcel + bytes(-len(parcel) % 8))
    good = encode_chunk(chunk) + keys.tag(encode_chunk(chunk))
    yield accepted("a chunk", format="chunk", data=good, value=chunk)
    for why, data in (
        ("a chunk of version 2", good[:3] + b"\x02" + good[4:]),
        ("a chunk cut short", good[:-1]),
        ("a symbol of 56 bytes", good[:18] + b"\0\x38" + good[20:80] + bytes(16)),
        ("a symbol of no multiple of 8", good[:18] + b"\0\x6c" + good[20:] + bytes(4)),
        ("a parcel of no bytes", good[:14] + bytes(4) + good[18:]),
        ("a parcel too long", good[:14] + b"\x01\0\0\x01" + good[18:]),
        ("a second source block", good[:20] + b"\x01" + good[21:]),
    ):
        yield refused(why, partial(decode_chunk, data), format="chunk", data=data)


def _slips(keys: CarrierKeys) -> Iterator[dict[str, object]]:
    slip = Slip(bytes(range(8)), 41, FRAMES[0])
    good = encode_slip(slip) + keys.tag(encode_slip(slip))
    yield accepted("a slip", format="slip", data=good, value=slip)
    for name, data in (
        ("a slip of version 2", b"\x02" + good[1:]),
        ("number 0", good[:9] + bytes(8) + good[17:]),
        ("a number beyond 2^53 - 1", good[:9] + b"\0\x20" + bytes(6) + good[17:]),
        ("a slip without a frame", good[:33]),
    ):
        yield refused(name, partial(decode_slip, data), format="slip", data=data)
    several = encode_slips([good, good])
    yield accepted("two slips", format="slips", data=several, value=[good, good])
    for name, data in (
        ("a list cut short", several[:-1]),
        ("a slip of 33 bytes in a list", bytes(3) + b"\x21" + bytes(33)),
        ("a list of 1,025 slips", encode_slips([bytes(34)] * 1_025)),
    ):
        yield refused(name, partial(decode_slips, data), format="slips", data=data)
