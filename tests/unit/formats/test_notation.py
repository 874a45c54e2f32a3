# SPDX-License-Identifier: Apache-2.0
"""What an officer types at three in the night, and what is refused of it."""

from __future__ import annotations

import pytest

from parley.errors import LocalFault
from parley.formats.notation import minutes_of, ms_of, parse_value
from parley.formats.values import (
    Bounds,
    Circle,
    Decimal,
    Gap,
    Name,
    Point,
    Reference,
    Time,
    Water,
)

NOW_MS = 1_800_000_030_000  # 2027-01-15 08:00:30 UTC
CORNERS = (
    "00°00'00\"N 000°00'00\"E",
    "01°00'00\"N 000°00'00\"E",
    "01°00'00\"N 001°00'00\"E",
)
GOOD = [
    ("ASK", "object", "1", 1),
    ("ASK", "object", "Missile", 1),
    ("ASK", "object", "ракета", 1),
    ("ASK", "ask", "1, 7", 65),
    ("ASK", "ask", "What is this?, 7", 65),
    ("ASK", "count", "12", 12),
    ("ASK", "speed", "7.20 km/s", Decimal(720, -2, 4)),
    ("NUCACC", "activity", "3.5e15 Bq", Decimal(35, 14, 1)),
    ("ASK", "when", "2000-01-01T00:01Z", Time(1)),
    ("ASK", "when", "now", Time(14_221_920)),
    ("ASK", "reply_by", "+30", Time(14_221_950)),
    ("ASK", "where", "unknown", Gap.UNKNOWN),
    ("ASK", "where", "Withheld", Gap.WITHHELD),
    ("ASK", "where", "01°00'00\"S 000°30'00\"W", Point(-3600, -1800)),
    ("ASK", "where", "circle 01°00'00\"N 000°30'00\"E 50 NM",
     Circle(Point(3600, 1800), 50, "NM")),
    ("ASK", "where", "sea 5", Water(5, 0)),
    ("ASK", "where", "sea 5 quadrant 1", Water(5, 1)),
    ("LAUNCH", "impact", "sea 5; sea 6", (Water(5, 0), Water(6, 0))),
    ("EXERCISE", "area",
     f"bounded {' - '.join(CORNERS)}",
     (Bounds((Point(0, 0), Point(3600, 0), Point(3600, 3600))),)),
    ("SEAAIR", "sender_unit", "Нева | Neva", Name("Нева", "Neva")),
    ("TEST", "passage", "THE FOX", "THE FOX"),
    ("ANSWER", "about", "theirs 417 9ac1047e",
     Reference(False, 417, bytes.fromhex("9ac1047e"))),
]  # fmt: skip
BAD = [
    ("ASK", "object", "dragon"),
    ("ASK", "ask", "1, 9"),
    ("ASK", "count", "-1"),
    ("ASK", "count", "1234567890"),
    ("ASK", "speed", "7.2"),
    ("ASK", "speed", "7.2 verst"),
    ("ASK", "when", "2027-02-30T00:00Z"),
    ("ASK", "when", "2027-03-14 06:38"),
    ("ASK", "where", "Moscow"),
    ("ASK", "where", "040°34'12\"E 62°55'30\"N"),
    ("ASK", "where", "62°60'00\"N 040°34'12\"E"),
    ("ASK", "where", "circle 62°00'00\"N 040°34'12\"E 40 miles"),
    ("ASK", "where", "circle 40 km"),
    ("ASK", "where", "sea Barents"),
    ("ANSWER", "about", "417"),
]


@pytest.mark.parametrize(("form", "field", "text", "value"), GOOD)
def test_notations_mean_what_the_help_says(book, form, field, text, value):
    """One way to write each kind, with the book's own texts as a second."""
    known = book.named(form)
    assert parse_value(book, known, known.by_name[field], text, NOW_MS) == value


@pytest.mark.parametrize(("form", "field", "text"), BAD)
def test_what_is_no_value_is_refused_with_the_field(book, form, field, text):
    """An impossible date or swapped coordinates must not become a message."""
    known = book.named(form)
    with pytest.raises(LocalFault, match="PLY-BOK-006") as caught:
        parse_value(book, known, known.by_name[field], text, NOW_MS)
    assert field in caught.value.what


def test_times_go_there_and_back():
    """Minutes of the book and milliseconds of the station name one moment."""
    assert ms_of(Time(minutes_of(NOW_MS))) == NOW_MS // 60_000 * 60_000
