# SPDX-License-Identifier: Apache-2.0
"""How a person writes the value of a field on a command line or in a form.

| type | written |
|---|---|
| one, any | numbers or texts of the book, joined by commas where several are allowed |
| integer | digits |
| decimal | 7.2 km/s, 3.5e15 Bq |
| time | 2027-03-14T06:38Z, or now, or +30 for minutes from now |
| place | 62°55'30"N 040°34'12"E, latitude first |
| area | PLACE; circle PLACE 90 km; sea 5 quadrant 1; bounded PLACE - PLACE - PLACE |
| name | as it is written, then | and its Latin form |
| reference | ours or theirs, its number, its check |

`unknown` and `withheld` go everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from parley.errors import LocalFault
from parley.formats.schema import Book, Field, FieldType, Format
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

_GAPS = {each.value: each for each in Gap}
_START = datetime(2000, 1, 1, tzinfo=UTC)
_START_MS = int(_START.timestamp() * 1000)
_MINUTE_MS = 60_000
_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::00)?Z\Z")
_LATER = re.compile(r"\+(\d{1,5})\Z")
_DECIMAL = re.compile(r"(\d+)(?:[.,](\d+))?(?:[eE](\d{1,2}))?\s+(\S+)\Z")
_PLACE = re.compile(
    r"(\d{1,2})°(\d\d)'(\d\d)\"([NS])\s+(\d{1,3})°(\d\d)'(\d\d)\"([EW])\Z"
)
_REFERENCE = re.compile(r"(ours|theirs) (\d{1,16}) ([0-9A-Fa-f]{8})\Z")


def minutes_of(time_ms: int) -> int:
    """Return a time in the minutes of the code book, cut to the whole minute."""
    return (time_ms - _START_MS) // _MINUTE_MS


def ms_of(time: Time) -> int:
    """Return a time of the code book in milliseconds since 1970 UTC."""
    return _START_MS + time.minutes * _MINUTE_MS


def parse_value(
    book: Book, form: Format, field: Field, text: str, now_ms: int
) -> FieldValue:
    """Return the value that `text` writes for a field.

    Raises:
        LocalFault: PLY-BOK-006 it writes none; bounds are `coding.decode`'s to check.

    """
    written = text.strip()
    gap = _GAPS.get(written.lower())
    if gap is not None:
        return gap
    if field.type is FieldType.TIME:
        written = _moment(written, now_ms)
    try:
        return _PARSERS[field.type](book, field, written)
    except ValueError as odd:
        raise LocalFault(
            "PLY-BOK-006",
            field=field.name,
            value=repr(text),
            reason=str(odd),
            format=form.name,
        ) from None


def _moment(text: str, now_ms: int) -> str:
    later = _LATER.match(text)
    if text.lower() != "now" and later is None:
        return text
    ahead_ms = int(later[1]) * _MINUTE_MS if later else 0
    moment = datetime.fromtimestamp((now_ms + ahead_ms) // 1000, UTC)
    return moment.isoformat(timespec="minutes").replace("+00:00", "Z")


def _number_in(book: Book, field: Field, text: str) -> int:
    if text.isascii() and text.isdigit():
        return int(text)
    for language in book.languages.values():
        for number, said in language.choices.get(field.choice, {}).items():
            if said.casefold() == text.casefold():
                return number
    raise ValueError(f"the book has no such text in {field.choice}")


def _one(book: Book, field: Field, text: str) -> FieldValue:
    return _number_in(book, field, text)


def _any(book: Book, field: Field, text: str) -> FieldValue:
    most = book.choices[field.choice]
    numbers = {_number_in(book, field, one.strip()) for one in text.split(",")}
    if not all(1 <= number <= most for number in numbers):
        raise ValueError(f"its numbers go from 1 to {most}")
    return sum(1 << (number - 1) for number in numbers)


def _integer(_book: Book, _field: Field, text: str) -> FieldValue:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):  # noqa: PLR2004
        raise ValueError("it is written in digits")
    return int(text)


def _decimal(_book: Book, field: Field, text: str) -> FieldValue:
    found = _DECIMAL.match(text)
    if found is None or found[4] not in field.units:
        allowed = ", ".join(field.units)
        raise ValueError(f"it is a number and a unit of: {allowed}")
    rest = found[2] or ""
    exponent = int(found[3] or 0) - len(rest)
    return Decimal(int(found[1] + rest), exponent, field.units.index(found[4]) + 1)


def _time(_book: Book, _field: Field, text: str) -> FieldValue:
    found = _TIME.match(text)
    if found is None:
        raise ValueError("a time is written 2027-03-14T06:38Z, in UTC")
    year, month, day, hour, minute = map(int, found.groups())
    moment = datetime(year, month, day, hour, minute, tzinfo=UTC)
    return Time(int((moment - _START).total_seconds()) // 60)


def _area(_book: Book, _field: Field, text: str) -> Area:
    kind, _, rest = text.partition(" ")
    match kind:
        case "circle":
            centre, radius, unit = rest.rsplit(maxsplit=2)
            if unit not in {"km", "NM"} or not radius.isdigit():
                raise ValueError("a circle ends in its radius, as 90 km or 50 NM")
            return Circle(_place(centre), int(radius), unit)
        case "sea":
            water, _, quadrant = rest.partition(" quadrant ")
            return Water(int(water), int(quadrant or 0))
        case "bounded":
            return Bounds(tuple(map(_place, rest.split(" - "))))
        case _:
            return _place(text)


def _areas(book: Book, field: Field, text: str) -> FieldValue:
    return tuple(_area(book, field, each.strip()) for each in text.split(";"))


def _place(text: str) -> Point:
    found = _PLACE.match(text.strip())
    if found is None:
        raise ValueError("a place is written 62°55'30\"N 040°34'12\"E, latitude first")
    sizes = [int(found[at]) for at in (1, 2, 3, 5, 6, 7)]
    if max(sizes[1], sizes[2], sizes[4], sizes[5]) > 59:  # noqa: PLR2004
        raise ValueError("minutes and seconds go to 59")
    latitude, longitude = (
        degree * 3600 + minute * 60 + second
        for degree, minute, second in (sizes[:3], sizes[3:])
    )
    return Point(
        -latitude if found[4] == "S" else latitude,
        -longitude if found[8] == "W" else longitude,
    )


def _name(_book: Book, _field: Field, text: str) -> FieldValue:
    original, _, latin = text.partition("|")
    return Name(original.strip(), latin.strip())


def _text(_book: Book, _field: Field, text: str) -> FieldValue:
    return text


def _reference(_book: Book, _field: Field, text: str) -> FieldValue:
    found = _REFERENCE.match(text)
    if found is None:
        raise ValueError("a message is written as theirs 417 9AC1047E")
    return Reference(found[1] == "ours", int(found[2]), bytes.fromhex(found[3]))


_PARSERS: Mapping[FieldType, Callable[[Book, Field, str], FieldValue]] = {
    FieldType.ONE: _one,
    FieldType.ANY: _any,
    FieldType.INTEGER: _integer,
    FieldType.DECIMAL: _decimal,
    FieldType.TIME: _time,
    FieldType.AREA: _area,
    FieldType.AREAS: _areas,
    FieldType.NAME: _name,
    FieldType.TEXT: _text,
    FieldType.REFERENCE: _reference,
}
