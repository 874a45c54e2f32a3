# SPDX-License-Identifier: Apache-2.0
"""Vectors of fragments: frames longer than their circuit takes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from parley.crypto.epoch import EpochKeys
from parley.crypto.fragment import (
    epoch_fragment_key,
    fragment_mark,
    opening_fragment_key,
    opening_number,
)
from parley.model.precedence import Mode
from parley.wire.fountain import symbols_of
from parley.wire.fragment import (
    NO_EPOCH,
    WholeId,
    encode_fragment,
    head_of,
    split_fragment,
    symbols_needed,
)
from parley.wire.frame import FrameHeader, FrameKind, encode_header
from spec.vectors.cases import accepted, refused
from spec.vectors.made import Made
from spec.vectors.samples import seed

_SIZE = 96
_MODE = Mode.EXERCISE


def _fragment(key: bytes, whole: WholeId, number: int, symbol: bytes) -> bytes:
    head = head_of(_MODE, whole, number)
    return encode_fragment(head, fragment_mark(key, head + symbol), symbol)


def fragments(_made: Made) -> Iterator[dict[str, object]]:
    """Yield the vectors of fragments."""
    keys = EpochKeys(seed("fragments"))
    header = encode_header(FrameHeader(_MODE, FrameKind.ENTRY, keys.tag, 7))
    frame = header + bytes(number % 251 for number in range(505))
    whole = WholeId(keys.tag, 7, len(frame), _SIZE)
    key = epoch_fragment_key(keys.root)
    needed = symbols_needed(len(frame), _SIZE)
    symbols = symbols_of(frame, _SIZE, 0, needed + 4)
    made = [_fragment(key, whole, number, each) for number, each in enumerate(symbols)]
    yield accepted(
        "every symbol of a frame, and four that repair it",
        data=made[0],
        frame=frame,
        root=keys.root,
        key=key,
        symbols=needed,
        fragments=[each.hex() for each in made],
    )
    statement = bytes(range(200))
    opening = bytes((_MODE << 4 | FrameKind.OPENING,)) + statement
    sender, recipient = b"identity of the sender", b"identity of the recipient"
    opening_key = opening_fragment_key(sender, recipient)
    place = WholeId(NO_EPOCH, opening_number(statement), len(opening), _SIZE)
    count = symbols_needed(len(opening), _SIZE)
    parts = enumerate(symbols_of(opening, _SIZE, 0, count))
    made = [_fragment(opening_key, place, number, symbol) for number, symbol in parts]
    yield accepted(
        "an opening in fragments",
        data=made[0],
        frame=opening,
        sender=sender,
        recipient=recipient,
        key=opening_key,
        symbols=count,
        fragments=[each.hex() for each in made],
    )
    yield from _refused(key, whole, symbols[0])


def _refused(key: bytes, whole: WholeId, symbol: bytes) -> Iterator[dict[str, object]]:
    good = _fragment(key, whole, 0, symbol)
    cut = whole._replace(symbol_bytes=24)
    for name, data in {
        "a symbol that is no multiple of 8 bytes": good[:-1],
        "a symbol below 32 bytes": _fragment(key, cut, 0, symbol[:24]),
        "a symbol above 65,528 bytes": _fragment(
            key, whole._replace(length=200_000, symbol_bytes=65_536), 0, bytes(65_536)
        ),
        "no symbol": good[:21],
        "a frame that fits into one symbol": _fragment(
            key, whole._replace(length=_SIZE), 0, symbol
        ),
        "a frame longer than 3.21 allows": _fragment(
            key, whole._replace(length=1_114_113), 0, symbol
        ),
        "a symbol beyond the last number": _fragment(key, whole, 65_536, symbol),
        "an entry frame": bytes((_MODE << 4 | FrameKind.ENTRY,)) + good[1:],
        "an unknown mode": b"\xf4" + good[1:],
    }.items():
        yield refused(name, partial(split_fragment, data), data=data)
