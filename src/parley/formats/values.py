# SPDX-License-Identifier: Apache-2.0
"""The values of fields, once they are known to be good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Gap(Enum):
    """Why a field that is stated has no value.  A field not stated is absent."""

    UNKNOWN = "unknown"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Decimal:
    """`mantissa` times 10 to the `exponent`, both as sent; `unit` counts from 1."""

    mantissa: int
    exponent: int
    unit: int


@dataclass(frozen=True, slots=True)
class Time:
    """Minutes since 2000-01-01 00:00 UTC."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Point:
    """A place in whole arc seconds, north and east positive."""

    latitude: int
    longitude: int


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle with its radius in the unit it was sent in."""

    centre: Point
    radius: int
    unit: str  # "km" or "NM"


@dataclass(frozen=True, slots=True)
class Water:
    """An ocean or sea, and perhaps its quadrant: as imprecise as the sender wants."""

    water: int
    quadrant: int  # 0: none stated


@dataclass(frozen=True, slots=True)
class Bounds:
    """An area bounded by points, in order."""

    points: tuple[Point, ...]


Area = Point | Circle | Water | Bounds


@dataclass(frozen=True, slots=True)
class Name:
    """A name as its own language writes it, and the Latin form its sender gives."""

    original: str
    latin: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """An earlier message; `check` is the first 4 bytes of its content digest.

    ``sender``: whether it is a message of the party that sends this one.
    """

    sender: bool
    number: int
    check: bytes


FieldValue = (
    int | str | Decimal | Time | Area | tuple[Area, ...] | Name | Reference | Gap
)


@dataclass(frozen=True, slots=True)
class CodedMessage:
    """One message of a format; fields by key, a field not stated is absent."""

    edition: int
    format: int
    context: int
    fields: Mapping[int, FieldValue]


@dataclass(frozen=True, slots=True)
class Parties:
    """Both parties by name, as their cards have it."""

    sender: str
    recipient: str
