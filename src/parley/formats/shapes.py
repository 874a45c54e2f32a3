# SPDX-License-Identifier: Apache-2.0
"""The CBOR shape of each kind of value, read strictly and written back."""

from __future__ import annotations

import unicodedata
from typing import assert_never

from parley.formats.values import (
    Area,
    Bounds,
    Circle,
    Decimal,
    FieldValue,
    Gap,
    Name,
    Point,
    Reference,
    Time,
    Water,
)
from parley.wire.cbor import Value

LATITUDE_MAX = 90 * 3600
LONGITUDE_MAX = 180 * 3600
RADIUS_MAX = 9_999
RADIUS_UNITS = ("km", "NM")
POINTS_MAX = 12
POINTS_MIN = 3
MANTISSA_MAX = 999_999_999
EXPONENT_MIN = -6
EXPONENT_MAX = 30
NUMBER_MAX = 2**53 - 1
CHECK_BYTES = 4
_POINT, _CIRCLE, _WATER, _BOUNDS = 1, 2, 3, 4

Refusal = type[Exception]

# SPEC 9.17: "A name or text MUST be normalised (NFC), hold no quotation mark U+0022
# and no character that a screen does not show."
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def read_number(value: Value, least: int, most: int, wrong: Refusal) -> int:
    """Return a whole number between bounds."""
    # A boolean is an int to Python, and no number here.
    if value.__class__ is not int or not least <= value <= most:
        raise wrong(f"must be a number from {least} to {most}")
    return value


def read_decimal(value: Value, units: int, wrong: Refusal) -> Decimal:
    """Return a decimal as it was sent."""
    mantissa, exponent, unit = _items(value, 3, wrong)
    read = Decimal(
        read_number(mantissa, 0, MANTISSA_MAX, wrong),
        read_number(exponent, EXPONENT_MIN, EXPONENT_MAX, wrong),
        read_number(unit, 1, units, wrong),
    )
    if read.exponent > 0 and read.mantissa == 0:
        raise wrong("must not write zero with an exponent")
    return read


def read_area(value: Value, waters: int, quadrants: int, wrong: Refusal) -> Area:
    """Return a place as precise as its sender made it."""
    if not isinstance(value, list) or not value:
        raise wrong("must be a place")
    kind, *rest = value
    if kind == _POINT:
        return _point(_items(rest, 2, wrong), wrong)
    if kind == _CIRCLE:
        latitude, longitude, radius, unit = _items(rest, 4, wrong)
        at = read_number(unit, 1, len(RADIUS_UNITS), wrong) - 1
        return Circle(
            _point([latitude, longitude], wrong),
            read_number(radius, 1, RADIUS_MAX, wrong),
            RADIUS_UNITS[at],
        )
    if kind == _WATER:
        water, quadrant = _items(rest, 2, wrong)
        return Water(
            read_number(water, 1, waters, wrong),
            read_number(quadrant, 0, quadrants, wrong),
        )
    if kind == _BOUNDS:
        return _bounds(rest, wrong)
    raise wrong("must be a known kind of place")


def _bounds(rest: list[Value], wrong: Refusal) -> Bounds:
    if len(rest) % 2 or not POINTS_MIN <= len(rest) // 2 <= POINTS_MAX:
        raise wrong(f"must be bounded by {POINTS_MIN} to {POINTS_MAX} points")
    points = tuple(_point(rest[at : at + 2], wrong) for at in range(0, len(rest), 2))
    if len(set(points)) != len(points):
        raise wrong("must not name a point twice")
    return Bounds(points)


def _point(pair: list[Value], wrong: Refusal) -> Point:
    latitude, longitude = pair
    # SPEC 9.15: "Longitude 180 degrees is written east."
    return Point(
        read_number(latitude, -LATITUDE_MAX, LATITUDE_MAX, wrong),
        read_number(longitude, 1 - LONGITUDE_MAX, LONGITUDE_MAX, wrong),
    )


def read_name(value: Value, bytes_max: int, wrong: Refusal) -> Name:
    """Return a name with the Latin form its sender gave, if any."""
    if not isinstance(value, list):
        return Name(read_text(value, bytes_max, wrong))
    original, latin = _items(value, 2, wrong)
    name = Name(
        read_text(original, bytes_max, wrong), read_text(latin, bytes_max, wrong)
    )
    if not name.latin.isascii() or name.latin == name.original:
        raise wrong("must have a Latin form of its own in ASCII")
    return name


def read_text(value: Value, bytes_max: int, wrong: Refusal) -> str:
    """Return a text that stands on one line and hides nothing."""
    if not isinstance(value, str) or not 1 <= len(value.encode()) <= bytes_max:
        raise wrong(f"must be a text of 1 to {bytes_max} bytes")
    if value.isascii() and value.isprintable():
        hidden = None
    else:
        hidden = next((c for c in value if unicodedata.category(c) in _UNSEEN), None)
    if hidden is not None:
        raise wrong(f"must not hold U+{ord(hidden):04X}")
    if '"' in value or value != value.strip():
        raise wrong("must not hold a quotation mark, nor a space at either end")
    if not unicodedata.is_normalized("NFC", value):
        raise wrong("must be normalised (NFC)")
    return value


def read_reference(value: Value, wrong: Refusal) -> Reference:
    """Return a reference to an earlier message."""
    sender, number, check = _items(value, 3, wrong)
    if not isinstance(sender, bool):
        raise wrong("must say whose message it is")
    if not isinstance(check, bytes) or len(check) != CHECK_BYTES:
        raise wrong(f"must hold a check of {CHECK_BYTES} bytes")
    return Reference(sender, read_number(number, 1, NUMBER_MAX, wrong), check)


def _items(value: Value, count: int, wrong: Refusal) -> list[Value]:
    if not isinstance(value, list) or len(value) != count:
        raise wrong(f"must be an array of {count}")
    return value


def shape_of(value: FieldValue) -> Value:  # noqa: C901, PLR0911 - one case a kind
    """Return the CBOR value of a field."""
    match value:
        case int() | str():
            return value
        case Gap():
            return None if value is Gap.UNKNOWN else False
        case Time(minutes):
            return minutes
        case Decimal(mantissa, exponent, unit):
            return [mantissa, exponent, unit]
        case Name(original, latin):
            return [original, latin] if latin else original
        case Reference(sender, number, check):
            return [sender, number, check]
        case tuple():
            return [_area_shape(each) for each in value]
        case Point() | Circle() | Water() | Bounds():
            return _area_shape(value)
    assert_never(value)


def _area_shape(area: Area) -> Value:
    match area:
        case Point(latitude, longitude):
            return [_POINT, latitude, longitude]
        case Circle(Point(latitude, longitude), radius, unit):
            return [
                _CIRCLE,
                latitude,
                longitude,
                radius,
                RADIUS_UNITS.index(unit) + 1,
            ]
        case Water(water, quadrant):
            return [_WATER, water, quadrant]
        case Bounds(points):
            flat: list[Value] = [_BOUNDS]
            for point in points:
                flat += [point.latitude, point.longitude]
            return flat
    assert_never(area)
