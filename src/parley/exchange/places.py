# SPDX-License-Identifier: Apache-2.0
"""Places in degrees, as other formats write them, and in the book's arc seconds."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from parley.formats.numbers import place_words
from parley.formats.values import (
    Area,
    Bounds,
    Circle,
    CodedMessage,
    Point,
    Water,
)

_SECONDS = 3600
_NAUTICAL_MILE_KM = Decimal("1.852")
_SIDES = {"north": "N", "south": "S", "east": "E", "west": "W"}
_LATITUDE_MAX, _LONGITUDE_MAX = 90, 180


def areas_of(message: CodedMessage) -> Iterator[Area]:
    """Yield every place that a message states, in the order of its keys."""
    for _, value in sorted(message.fields.items()):
        match value:
            case Point() | Circle() | Water() | Bounds():
                yield value
            case tuple():
                yield from value
            case _:
                pass


def pair(point: Point) -> str:
    """Return a place as `latitude,longitude` in degrees; a second is 0.00028 of one."""
    return f"{degrees(point.latitude)},{degrees(point.longitude)}"


def degrees(seconds: int) -> str:
    """Return arc seconds in degrees, with as many places as seconds need."""
    return f"{Decimal(seconds) / _SECONDS:.5f}"


def radius_km(circle: Circle) -> str:
    """Return a radius in kilometres, whatever unit it was sent in."""
    scale = _NAUTICAL_MILE_KM if circle.unit == "NM" else Decimal(1)
    return f"{circle.radius * scale:f}"


def notation(latitude: str, longitude: str) -> str | None:
    """Return degrees as the book writes a place; None if they are no place on Earth.

    Seconds are rounded to the nearest: half a second is 15 metres.
    """
    try:
        north, east = Decimal(latitude), Decimal(longitude)
    except InvalidOperation:
        return None
    if not (north.is_finite() and east.is_finite()):
        return None
    if abs(north) > _LATITUDE_MAX or abs(east) > _LONGITUDE_MAX:
        return None
    seconds = int((north * _SECONDS).to_integral_value())
    across = int((east * _SECONDS).to_integral_value())
    if across == -_LONGITUDE_MAX * _SECONDS:
        across = -across
    return place_words(seconds, across, _SIDES)
