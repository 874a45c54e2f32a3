# SPDX-License-Identifier: Apache-2.0
"""Vectors of coded bodies; texts in every language are in the book itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from parley.formats.coding import decode
from parley.formats.golden import PARTIES
from parley.formats.render import render
from parley.station.library.files import load_library
from parley.wire.cbor import Value, dumps
from spec.vectors.cases import accepted, refused
from spec.vectors.made import Made

_FIRST: Value = [1, 8, 1, {0: 1, 1: 1, 4: 14_313_918, 11: 3}]
_PLACE: Value = [1, 226_530, 146_052]
_WHOLE: dict[int | str, Value] = {
    1: 1,
    4: 14_313_918,
    5: _PLACE,
    9: 2,
    10: None,
    11: 3,
}


def _changed(**changes: Value) -> bytes:
    fields = {**_WHOLE, **{int(key[1:]): value for key, value in changes.items()}}
    return dumps([1, 8, 1, fields])


def _accepted() -> dict[str, bytes]:
    return {
        "the first instalment of one action": dumps(_FIRST),
        "a whole message": _changed(),
        "values unknown and withheld": _changed(k5=None, k9=False),
        "a circle in kilometres": _changed(k5=[2, 0, 0, 90, 1]),
        "a circle in nautical miles": _changed(k5=[2, 0, 0, 90, 2]),
        "a sea without a quadrant": _changed(k5=[3, 5, 0]),
        "a sea and its quadrant": _changed(k5=[3, 5, 1]),
        "an area bounded by points": _changed(k5=[4, 0, 0, 0, 3600, 3600, 3600]),
        "the last instalment": _changed(k0=3, k23=[True, 7, bytes(4)]),
        "180 degrees east": _changed(k5=[1, 0, 648_000]),
    }


def _refused() -> dict[str, bytes]:
    return {
        "no map of fields": dumps([1, 8, 1, []]),
        "a field too many in the head": dumps([1, 8, 1, {}, 0]),
        "a key that is a text": dumps([1, 8, 1, {"what": 1}]),
        "an unknown edition": dumps([2, 8, 1, _WHOLE]),
        "an unknown format": dumps([1, 200, 1, _WHOLE]),
        "an unknown field": _changed(k12=1),
        "an unknown context": dumps([1, 8, 4, _WHOLE]),
        "a required field that is absent": dumps([1, 8, 1, {1: 1}]),
        "an instalment that continues nothing": _changed(k0=2),
        "a whole message that continues another": _changed(k23=[True, 7, bytes(4)]),
        "a choice out of range": _changed(k1=7),
        "a choice that is true": _changed(k1=True),
        "an empty set": _changed(k11=0),
        "a set with a number that is not in it": _changed(k11=64),
        "a time after 2199": _changed(k4=105_190_560),
        "a time before 2000": _changed(k4=-1),
        "latitude and longitude swapped": _changed(k5=[1, 585_000, 205_200]),
        "180 degrees west": _changed(k5=[1, 0, -648_000]),
        "a radius of nothing": _changed(k5=[2, 0, 0, 0, 1]),
        "a radius in an unknown unit": _changed(k5=[2, 0, 0, 90, 3]),
        "two points that bound nothing": _changed(k5=[4, 0, 0, 0, 3600]),
        "an impact before the event": _changed(k8=14_313_917),
        "a name with an invisible mark": dumps(
            [1, 10, 1, {0: 1, 4: "Kursk\u200b-2"}],
        ),
        "a name that is not normalised": dumps([1, 10, 1, {0: 1, 4: "e\u0301"}]),
        "a name with a quotation mark": dumps([1, 10, 1, {0: 1, 4: 'K"2'}]),
        "a Latin form in Cyrillic": dumps([1, 10, 1, {0: 1, 4: ["Я", "Ж"]}]),
        "a decimal of an unknown unit": dumps([1, 5, 1, {0: 1, 6: [72, -1, 9]}]),
        "zero with an exponent": dumps([1, 5, 1, {0: 1, 6: [0, 3, 1]}]),
        "more than 1,024 bytes": dumps([1, 8, 1, {0: 1, 1: bytes(1024)}]),
    }


def book(_made: Made) -> Iterator[dict[str, object]]:
    """Yield bodies with their English text, and bodies that must be refused."""
    edition = load_library().edition(1)
    yield accepted("edition 1", digest=edition.digest)
    for name, body in _accepted().items():
        text = render(edition, decode(edition, body), "en", PARTIES)
        yield accepted(name, body=body, text=text)
    for name, body in _refused().items():
        yield refused(name, partial(decode, edition, body), body=body)
