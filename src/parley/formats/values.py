# SPDX-License-Identifier: Apache-2.0
"""The values of fields, once they are known to be good."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from parley.fixed import Fixed


class Gap(Enum):
    """Why a field that is stated has no value.  A field not stated is absent."""

    UNKNOWN = "unknown"
    WITHHELD = "withheld"


class Decimal(Fixed):
    """`mantissa` times 10 to the `exponent`, both as sent; `unit` counts from 1."""

    mantissa: int
    exponent: int
    unit: int


class Time(Fixed):
    """Minutes since 2000-01-01 00:00 UTC."""

    minutes: int


class Point(Fixed):
    """A place in whole arc seconds, north and east positive."""

    latitude: int
    longitude: int


class Circle(Fixed):
    """A circle with its radius in the unit it was sent in."""

    centre: Point
    radius: int
    unit: str  # "km" or "NM"


class Water(Fixed):
    """An ocean or sea, and perhaps its quadrant: as imprecise as the sender wants."""

    water: int
    quadrant: int  # 0: none stated


class Bounds(Fixed):
    """An area bounded by points, in order."""

    points: tuple[Point, ...]


Area = Point | Circle | Water | Bounds


class Name(Fixed):
    """A name as its own language writes it, and the Latin form its sender gives."""

    original: str
    latin: str = ""


class Reference(Fixed):
    """An earlier message; `check` is the first 4 bytes of its content digest.

    ``sender``: whether it is a message of the party that sends this one.
    """

    sender: bool
    number: int
    check: bytes


FieldValue = (
    int | str | Decimal | Time | Area | tuple[Area, ...] | Name | Reference | Gap
)


class CodedMessage(Fixed):
    """One message of a format; fields by key, a field not stated is absent."""

    edition: int
    format: int
    context: int
    fields: Mapping[int, FieldValue]


class Parties(Fixed):
    """Both parties by name, as their cards have it."""

    sender: str
    recipient: str
