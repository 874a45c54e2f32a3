# SPDX-License-Identifier: Apache-2.0
"""A field's value as a person writes it; `notation.parse_value` reads it back."""

from __future__ import annotations

from typing import assert_never

from parley.formats.numbers import civil, place_words
from parley.formats.schema import Field, FieldType
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

_SIDES = {"north": "N", "south": "S", "east": "E", "west": "W"}
_DAY = 1440


def write_value(field: Field, value: FieldValue) -> str:  # noqa: C901, PLR0911 - a table
    """Return the notation of a value."""
    match value:
        case Gap():
            return value.value
        case int():
            return _numbers(field, value)
        case str():
            return value
        case Time(minutes):
            return _time(minutes)
        case Decimal():
            return _decimal(field, value)
        case Name(original, latin):
            return f"{original} | {latin}" if latin else original
        case Reference(sender, number, check):
            return f"{'ours' if sender else 'theirs'} {number} {check.hex().upper()}"
        case tuple():
            return "; ".join(map(_area, value))
        case Point() | Circle() | Water() | Bounds():
            return _area(value)
    assert_never(value)


def _numbers(field: Field, value: int) -> str:
    if field.type is not FieldType.ANY:
        return str(value)
    bits = range(value.bit_length())
    return ", ".join(str(at + 1) for at in bits if value >> at & 1)


def _time(minutes: int) -> str:
    days, left = divmod(minutes, _DAY)
    year, month, day = civil(days)
    return f"{year:04}-{month:02}-{day:02}T{left // 60:02}:{left % 60:02}Z"


def _decimal(field: Field, value: Decimal) -> str:
    digits, unit = str(value.mantissa), field.units[value.unit - 1]
    if value.exponent > 0:
        return f"{digits}e{value.exponent} {unit}"
    if value.exponent == 0:
        return f"{digits} {unit}"
    digits = digits.rjust(1 - value.exponent, "0")
    return f"{digits[: value.exponent]}.{digits[value.exponent :]} {unit}"


def _area(area: Area) -> str:
    match area:
        case Point(latitude, longitude):
            return place_words(latitude, longitude, _SIDES)
        case Circle(centre, radius, unit):
            return f"circle {_area(centre)} {radius} {unit}"
        case Water(water, quadrant):
            return f"sea {water} quadrant {quadrant}" if quadrant else f"sea {water}"
        case Bounds(points):
            return "bounded " + " - ".join(map(_area, points))
    assert_never(area)
