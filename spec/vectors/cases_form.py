# SPDX-License-Identifier: Apache-2.0
"""Vectors of the forms without meaning: encoding, text coding, padding."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from parley.wire.body import decode_body, encode_body
from parley.wire.cbor import Value, dumps, loads
from parley.wire.limits import TEXT_BYTES_MAX
from parley.wire.padding import padded_bytes
from spec.vectors.cases import accepted, refused
from spec.vectors.made import Made

_VALUES: dict[str, Value] = {
    "zero": 0,
    "the last number in one byte": 23,
    "the first number in two bytes": 24,
    "the last number in two bytes": 255,
    "the first number in three bytes": 256,
    "the last number in three bytes": 65_535,
    "the first number in five bytes": 65_536,
    "the first number in nine bytes": 2**32,
    "the greatest number": 2**64 - 1,
    "minus one": -1,
    "the least number": -(2**63),
    "no bytes": b"",
    "four bytes": b"\x01\x02\x03\x04",
    "no text": "",
    "a text beyond ASCII": "水 Линия",
    "an empty array": [],
    "an array in an array": [1, [2, b"3", "4"], None, True, False],
    "a map in bytewise order": {1: "a", 24: "b", -1: "c", "a": 1, "b": 2, "aa": 3},
    "as deep as allowed": [[[[[[[0]]]]]]],
}
_REFUSED = {
    "nothing": "",
    "a number in two bytes that fits in one": "1817",
    "a number in three bytes that fits in two": "1900ff",
    "a number in five bytes that fits in three": "1a0000ffff",
    "a number in nine bytes that fits in five": "1b00000000ffffffff",
    "below the least number": "3b8000000000000000",
    "a length in two bytes that fits in one": "580161",
    "an indefinite array": "9f01ff",
    "indefinite bytes": "5f4101ff",
    "a reserved length": "1c",
    "a tag": "c001",
    "a floating-point number": "f93c00",
    "undefined": "f7",
    "a simple value": "f820",
    "bytes that end too early": "4301",
    "an array longer than what was sent": "9bffffffffffffffff",
    "a map with a repeated key": "a201000101",
    "a map out of order": "a202000100",
    "a map ordered by length first": "a22000181800",
    "a map with a key of bytes": "a1410100",
    "a map with a key of null": "a1f600",
    "a text that is not UTF-8": "61ff",
    "a text with half of a surrogate pair": "63eda080",
    "a byte behind the end": "0000",
    "nested too deep": "818181818181818100",
}


def encoding(_made: Made) -> Iterator[dict[str, object]]:
    """Yield the vectors of spec/0."""
    for name, value in _VALUES.items():
        yield accepted(name, data=dumps(value), value=value)
    for name, digits in _REFUSED.items():
        data = bytes.fromhex(digits)
        yield refused(name, lambda data=data: loads(data), data=data)  # type: ignore[misc]
    many = dumps([0] * 4096)
    yield refused(
        "more than 4,096 items", partial(loads, many), head="991000", repeat="00 x 4096"
    )


def text(_made: Made) -> Iterator[dict[str, object]]:
    """Yield the vectors of the text coding."""
    spoken = {
        "ASCII": "All stations: exercise ends.",
        "Cyrillic": "Линия исправна.",
        "Chinese": "线路正常。",
        "Arabic with a bidirectional mark": "\u200f\u0627\u0644\u062e\u0637 12",
        "combining marks and emoji": "e\u0301 \U0001f6a2",
        "line feed and tab": "one\n\ttwo",
    }
    for name, said in spoken.items():
        yield accepted(name, body=encode_body(said), text=said)
    # Another deflater may find other bytes for the same text, so these are given.
    body = bytes.fromhex(
        "020bc94855c8c9cc4b55c82c56c8cc53c82f4a492dd2530819151d151d15a5812800"
    )
    yield accepted("long, deflated", body=body, text=decode_body(body, TEXT_BYTES_MAX))
    bodies = {
        "no tag": b"",
        "nothing but a tag": b"\x00",
        "an unknown tag": b"\x03abc",
        "a NUL character": b"\x00a\x00b",
        "a carriage return": b"\x00a\r\nb",
        "a C1 control": "\x00a\x85b".encode(),
        "half of a surrogate pair": b"\x00\xed\xa0\x80",
        "a noncharacter": "\x00a\uffff".encode(),
        "no visible character": b"\x00 \n",
        "windows-1251 where UTF-8 is as short": b"\x01abc",
        "windows-1251 with an unassigned byte": b"\x01\xcf\x98",
        "a deflate stream that is none": b"\x02\xff\xff\xff",
        "deflated where UTF-8 is shorter": b"\x02\x4b\x04\x00",
    }
    for name, body in bodies.items():
        yield refused(
            name,
            partial(decode_body, body, TEXT_BYTES_MAX),
            body=body,
        )


def padding(_made: Made) -> Iterator[dict[str, object]]:
    """Yield the vectors of the padding rule."""
    for length in (0, 1, 16, 17, 160, 161, 511, 512, 513, 1000, 4096, 4097, 65_537):
        yield accepted(f"{length} bytes", length=length, padded=padded_bytes(length))
    for length in (200_000, 1_000_000, 1_048_576, 1_048_577, 1_081_344):
        yield accepted(f"{length} bytes", length=length, padded=padded_bytes(length))
