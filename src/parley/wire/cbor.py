# SPDX-License-Identifier: Apache-2.0
"""Strict deterministic CBOR: exactly one encoding for a value, and no other accepted.

A subset of RFC 8949 section 4.2.1: integers, bytes, text, arrays, maps with integer
or text keys, true, false, null.  `loads(data)` succeeds if and only if
`dumps(loads(data)) == data`, so a digest over received bytes is one over the value.
General libraries accept more than one encoding, hence a codec of our own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from parley.errors import CounterpartFault, LocalFault
from parley.wire.limits import (
    DEPTH_MAX,
    ENCODING_BYTES_MAX,
    ENTRY_BYTES_MAX,
    INT_MAX,
    INT_MIN,
    ITEMS_MAX,
)
from parley.wire.padding import padded_bytes

Value = (
    bool | int | bytes | str | Sequence["Value"] | Mapping[int | str, "Value"] | None
)

_UINT, _NINT, _BYTES, _TEXT, _ARRAY, _MAP, _TAG, _SIMPLE = range(8)
_FALSE, _TRUE, _NULL = 0xF4, 0xF5, 0xF6
_CONSTANTS: dict[int, Value] = {
    _FALSE & 31: False,
    _TRUE & 31: True,
    _NULL & 31: None,
}
_TOO_EARLY = "it ends too early"


def _classify(first: int) -> tuple[int, int, int] | str:
    """Return what a first byte announces: major type, argument, bytes that follow.

    Where bytes follow, the argument is the least that may be written with them.
    A text is the reason for which the byte is refused.
    """
    major, info = first >> 5, first & 31
    # SPEC 0.6: "Tags, floating-point numbers, undefined, other simple values and
    # indefinite lengths MUST be refused."
    if major == _TAG:
        return "a tag"
    if major == _SIMPLE and info not in _CONSTANTS:
        return "a simple value or floating-point number"
    if info < 24:  # noqa: PLR2004 - RFC 8949 section 3
        return major, info, 0
    if info > 27:  # noqa: PLR2004 - the same
        return "an indefinite or reserved length"
    return major, (24, 2**8, 2**16, 2**32)[info - 24], 1 << (info - 24)


_HEADS = tuple(_classify(first) for first in range(256))


def dumps(value: Value) -> bytes:
    """Return the one encoding of `value`."""
    parts: list[bytes] = []
    _encode((value,), parts.append)
    return b"".join(parts)


def loads(
    data: bytes,
    *,
    items_max: int = ITEMS_MAX,
    bytes_max: int = ENCODING_BYTES_MAX,
) -> Value:
    """Return the value that `data` encodes.

    Raises:
        CounterpartFault: PLY-WIR-001 not the one encoding; PLY-WIR-002 over a limit.

    """
    value, end = _decode(data, items_max, bytes_max)
    # SPEC 0.9: "Bytes that follow the one data item MUST be refused."
    if end != len(data):
        raise _malformed("bytes follow the end", end)
    return value


def loads_padded(data: bytes) -> Value:
    """Return the value in front of the zero bytes that pad it.

    Raises:
        CounterpartFault: as `loads`; PLY-WIR-006 the padding is not the agreed one.

    """
    value, end = _decode(data, ITEMS_MAX, padded_bytes(ENTRY_BYTES_MAX))
    # SPEC 3.23: "a reader MUST refuse a padding of another length or with another byte
    # in it."
    if len(data) != padded_bytes(end):
        raise CounterpartFault("PLY-WIR-006", reason="its length is wrong")
    if data.count(0, end) != len(data) - end:
        raise CounterpartFault("PLY-WIR-006", reason="it holds more than zero bytes")
    return value


def _head(major: int, argument: int) -> bytes:
    if argument < 24:  # noqa: PLR2004 - RFC 8949 section 3
        return bytes((major << 5 | argument,))
    if argument < 2**8:
        return bytes((major << 5 | 24, argument))
    if argument < 2**16:
        return bytes((major << 5 | 25,)) + argument.to_bytes(2, "big")
    if argument < 2**32:
        return bytes((major << 5 | 26,)) + argument.to_bytes(4, "big")
    return bytes((major << 5 | 27,)) + argument.to_bytes(8, "big")


# A message is encoded a dozen times on its way, and nearly every head in it is short.
_SHORT = 2**8
_SHORT_HEADS = tuple(
    tuple(_head(major, argument) for argument in range(_SHORT)) for major in range(_TAG)
)
_UINTS, _, _BYTES_HEADS, _TEXT_HEADS, _ARRAY_HEADS, _ = _SHORT_HEADS
_NULL_ITEM, _TRUE_ITEM, _FALSE_ITEM = (bytes((one,)) for one in (_NULL, _TRUE, _FALSE))


def _encode(values: Iterable[Value], push: Callable[[bytes], None]) -> None:
    """Push the encodings of `values`, one after the other."""
    for value in values:
        if type(value) is int:
            push(_UINTS[value] if 0 <= value < _SHORT else _long_int(value))
        elif type(value) is bytes:
            size = len(value)
            push(_BYTES_HEADS[size] if size < _SHORT else _head(_BYTES, size))
            push(value)
        elif value is None:
            push(_NULL_ITEM)
        elif type(value) is list or type(value) is tuple:
            size = len(value)
            push(_ARRAY_HEADS[size] if size < _SHORT else _head(_ARRAY, size))
            _encode(value, push)
        elif isinstance(value, str):
            utf_8 = _utf_8(value)
            size = len(utf_8)
            push(_TEXT_HEADS[size] if size < _SHORT else _head(_TEXT, size))
            push(utf_8)
        else:
            _encode_rare(value, push)


def _encode_rare(value: Value, push: Callable[[bytes], None]) -> None:
    # Python's booleans are integers too.
    if value is True or value is False:
        push(_TRUE_ITEM if value else _FALSE_ITEM)
    elif isinstance(value, int):
        push(_long_int(value))
    elif isinstance(value, Mapping):
        _encode_map(value, push)
    elif isinstance(value, bytes):
        _encode((bytes(value),), push)
    else:
        assert isinstance(value, Sequence), "no kind of value"
        _encode((list(value),), push)


def _long_int(value: int) -> bytes:
    # SPEC 0.4: "Integers MUST lie between -2^63 and 2^64 - 1."
    if not INT_MIN <= value <= INT_MAX:
        raise LocalFault("PLY-WIR-101", what="number", reason="it is out of range")
    return _head(_UINT, value) if value >= 0 else _head(_NINT, -1 - value)


def _encode_map(
    value: Mapping[int | str, Value], push: Callable[[bytes], None]
) -> None:
    push(_head(_MAP, len(value)))
    # SPEC 0.7: "Map keys MUST be integers or texts, in strictly ascending bytewise
    # order of their encodings."
    for key, item in sorted((dumps(key), item) for key, item in value.items()):
        push(key)
        _encode((item,), push)


def _utf_8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise LocalFault(
            "PLY-WIR-101", what="text", reason="it holds half of a surrogate pair"
        ) from None


def _decode(data: bytes, items_max: int, bytes_max: int) -> tuple[Value, int]:
    # SPEC 0.10: "A reader MUST refuse an encoding of more than 1,048,576 bytes, of
    # more than 4,096 data items in all, or nested deeper than 8, unless the format
    # read states another limit."
    if len(data) > bytes_max:
        raise _too_much(f"{len(data)} bytes where {bytes_max} are allowed")
    reader = _Reader(data, items_max)
    value = reader.item(DEPTH_MAX)
    return value, reader.at


class _Reader:
    """One pass over the bytes; `at` is the next unread byte."""

    __slots__ = ("at", "data", "items_left")

    def __init__(self, data: bytes, items_max: int) -> None:
        self.data = data
        self.at = 0
        self.items_left = items_max

    def item(self, depth_left: int) -> Value:
        if self.items_left <= 0:
            raise _too_much("too many data items")
        self.items_left -= 1
        start = self.at
        major, argument = self._read_head()
        if major == _UINT:
            return argument
        if major == _BYTES:
            return self._raw(argument)
        if major == _TEXT:
            return self._text(argument)
        if major == _SIMPLE:
            return _CONSTANTS[argument]
        if major == _NINT:
            if argument > -1 - INT_MIN:
                raise _malformed("a number is out of range", start)
            return -1 - argument
        return self._container(major, argument, depth_left)

    def _read_head(self) -> tuple[int, int]:
        data, at = self.data, self.at
        if at >= len(data):
            raise _malformed(_TOO_EARLY, at)
        head = _HEADS[data[at]]
        if isinstance(head, str):
            raise _malformed(head, at)
        major, argument, following = head
        self.at = end = at + 1 + following
        if following:
            if end > len(data):
                raise _malformed(_TOO_EARLY, at)
            least = argument
            argument = int.from_bytes(data[at + 1 : end], "big")
            # SPEC 0.5: "Every number and length MUST be written in the fewest bytes."
            if argument < least:
                raise _malformed("a number or length is not the shortest", at)
        return major, argument

    def _container(self, major: int, length: int, depth_left: int) -> Value:
        if depth_left <= 1:
            raise _too_much(f"nested deeper than {DEPTH_MAX}")
        # Every item takes a byte at least, so no list can outgrow what was sent.
        if length > len(self.data) - self.at:
            raise _malformed(_TOO_EARLY, self.at)
        if length > self.items_left:
            raise _too_much("too many data items")
        if major == _ARRAY:
            return [self.item(depth_left - 1) for _ in range(length)]
        return self._map(length, depth_left)

    def _raw(self, length: int) -> bytes:
        end = self.at + length
        if end > len(self.data):
            raise _malformed(_TOO_EARLY, self.at)
        raw = self.data[self.at : end]
        self.at = end
        return raw

    def _text(self, length: int) -> str:
        start = self.at
        # SPEC 0.8: "Texts MUST be well-formed UTF-8; they are not normalised."
        try:
            return self._raw(length).decode()
        except UnicodeDecodeError:
            raise _malformed("a text is not UTF-8", start) from None

    def _map(self, length: int, depth_left: int) -> Value:
        value: dict[int | str, Value] = {}
        previous = b""
        for _ in range(length):
            start = self.at
            # A key may not nest: depth 1 refuses arrays and maps.
            key = self.item(1)
            if isinstance(key, bool) or not isinstance(key, int | str):
                raise _malformed("a map key is neither a number nor a text", start)
            raw = self.data[start : self.at]
            if raw <= previous:
                raise _malformed("map keys are repeated or out of order", start)
            previous = raw
            value[key] = self.item(depth_left - 1)
        return value


def _malformed(reason: str, at: int) -> CounterpartFault:
    return CounterpartFault("PLY-WIR-001", reason=f"{reason} (byte {at})")


def _too_much(reason: str) -> CounterpartFault:
    return CounterpartFault("PLY-WIR-002", reason=reason)
