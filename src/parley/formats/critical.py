# SPDX-License-Identifier: Apache-2.0
"""What the receiver reads back of a coded message, written alike in every language.

Times, places and numbers only: a sentence of the book is the same number on both sides,
so nothing in it can be misread by one digit.
"""

from __future__ import annotations

from parley.formats.numbers import civil, place_words
from parley.formats.schema import Book
from parley.formats.values import (
    Area,
    Bounds,
    Circle,
    CodedMessage,
    FieldValue,
    Point,
    Time,
    Water,
)

_SIDES = {"north": "N", "south": "S", "east": "E", "west": "W"}
_DAY = 1440


def critical_parts(book: Book, message: CodedMessage) -> tuple[str, ...]:
    """Return the parts to read back, in the order of the format; each stated once."""
    parts: list[str] = []
    for field in book.formats[message.format].fields:
        value = message.fields.get(field.key)
        if field.critical and value is not None and not field.choice:
            parts += [part for part in _parts(value) if part not in parts]
    return tuple(parts)


def _parts(value: FieldValue) -> list[str]:
    match value:
        case int():
            return [str(value)]
        case Time(minutes):
            return [_time(minutes)]
        case Point() | Circle() | Water() | Bounds():
            return _area(value)
        case tuple():
            return [part for each in value for part in _area(each)]
        case _:
            return []


def _time(minutes: int) -> str:
    days, left = divmod(minutes, _DAY)
    year, month, day = civil(days)
    return f"{year:04}-{month:02}-{day:02} {left // 60:02}:{left % 60:02}Z"


def _area(area: Area) -> list[str]:
    match area:
        case Point(latitude, longitude):
            return [place_words(latitude, longitude, _SIDES)]
        case Circle(centre, radius, unit):
            return [*_area(centre), f"{radius} {unit}"]
        case Bounds(points):
            return [part for each in points for part in _area(each)]
        case Water():
            return []  # a sentence of the book
