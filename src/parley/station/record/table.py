# SPDX-License-Identifier: Apache-2.0
"""The table twin of the calendar: the same numbers, for reading and not for looking."""

from __future__ import annotations

from parley.station.record.contacts import ContactDay
from parley.station.record.views import ContactsView
from parley.station.svg import Drawing

PRECEDENCES = ("FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE")
_SHORT = ("F", "I", "P", "R")
_ROW = 17.0
_INK, _QUIET, _LINE = "#1a1a1a", "#5a5a5a", "#c9c9c9"

HEAD = (
    "day",
    *(f"by us {one}" for one in _SHORT),
    *(f"by them {one}" for one in _SHORT),
    "tests of ours answered",
    "not answered",
    "of theirs heard",
    "missed",
)
_DRAWN = (
    ("", "day"),
    *((("by us" if not at else ""), one) for at, one in enumerate(_SHORT)),
    *((("by them" if not at else ""), one) for at, one in enumerate(_SHORT)),
    ("our tests", "answered"),
    ("", "not"),
    ("their tests", "heard"),
    ("", "missed"),
)
_WIDTHS = (110, 46, 46, 46, 66, 46, 46, 46, 66, 82, 66, 82, 66)


def messages(day: ContactDay, direction: str, precedence: str) -> int:
    """Return how many messages of one precedence went one way."""
    return sum(
        one.count
        for one in day.counts
        if (one.direction, one.kind, one.precedence)
        == (direction, "MESSAGE", precedence)
    )


def cells(day: ContactDay, name: str) -> tuple[str, ...]:
    """Return one row of the table."""
    numbers = [
        messages(day, direction, precedence)
        for direction in ("out", "in")
        for precedence in PRECEDENCES
    ]
    tests = [
        day.tests_passed,
        day.tests_unanswered,
        day.tests_heard,
        day.tests_missed,
    ]
    return (name, *(str(number) for number in (*numbers, *tests)))


def rows(found: ContactsView) -> list[tuple[str, ...]]:
    """Return the rows of all days with anything on record, and the total."""
    record = found.record
    return [
        *(cells(day, day.day) for day in record.days),
        cells(record.total, "in all"),
    ]


def draw_table(
    picture: Drawing, found: ContactsView, top: float, left: float, width: float
) -> None:
    """Draw the table into a picture."""
    for line in (0, 1):
        at = left
        for (upper, lower), room in zip(_DRAWN, _WIDTHS, strict=True):
            words = (upper, lower)[line]
            if words:
                picture.text(at, top + line * 14, words, 11, fill=_QUIET, class_="pale")
            at += room
    every = rows(found)
    y = top + 22
    for number, row in enumerate(every):
        last = number == len(every) - 1
        line_tone = _INK if last else _LINE
        picture.rect(left, y, width, 0.75, fill=line_tone, class_="rule")
        at = left
        for cell, room in zip(row, _WIDTHS, strict=True):
            faint = cell == "0"
            looks: dict[str, object] = {
                "fill": _QUIET if faint else _INK,
                "class_": "pale" if faint else "ink",
                "font_weight": 700 if last else 400,
            }
            picture.text(at, y + 13, "·" if faint and not last else cell, 11, **looks)
            at += room
        y += _ROW
