# SPDX-License-Identifier: Apache-2.0
"""The contact record as a calendar: a week a row, a day a cell, both sides in each.

Nothing is said by colour alone.  What we said stands above and is solid, what they said
stands below and is hollow; a missed test is a white word on black.  The same numbers
stand in a table beneath the picture.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from parley.station.record.contacts import ContactDay
from parley.station.record.table import draw_table
from parley.station.record.views import ContactsView
from parley.station.record.words import summary
from parley.station.svg import Drawing
from parley.station.time_words import date_words, lasted, moment

WIDTH = 920.0
WEEKS_MAX = 160
_MARGIN = 28.0
_LABEL = 62.0
_CELL = (WIDTH - 2 * _MARGIN - _LABEL) / 7
_GAP = 4.0
_ROW = 74.0
_BAR_MAX = _CELL - 62
_OURS, _THEIRS = "#0b4a83", "#a85500"
INK, QUIET, LINE = "#1a1a1a", "#5a5a5a", "#c9c9c9"
_DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_TOP = 150.0
_COUNTED_MAX = 999


def calendar_svg(found: ContactsView, *, table: bool = True) -> str:
    """Return the picture of a contact record; `table` puts its twin beneath it."""
    record = found.record
    last_day = _date(record.to_ms - 1)
    first_day = max(_date(record.from_ms), last_day - timedelta(weeks=WEEKS_MAX))
    picture = Drawing(
        WIDTH, f"Contacts of {found.own} and {found.party}", summary(found)
    )
    _head(picture, found)
    days = {day.day: day for day in record.days}
    most = max(
        (max(day.contacts_out, day.contacts_in) for day in record.days), default=0
    )
    today = _date(found.now_ms)
    row, monday = 0, first_day - timedelta(days=first_day.weekday())
    while monday <= last_day:
        top = _TOP + row * (_ROW + _GAP)
        _week_label(picture, top, monday, first=row == 0)
        for place in range(7):
            this = monday + timedelta(days=place)
            if first_day <= this <= last_day:
                left = _MARGIN + _LABEL + place * _CELL
                cell = _Cell(picture, left, top, _CELL - _GAP)
                cell.draw(this, days.get(this.isoformat()), most, today)
        row, monday = row + 1, monday + timedelta(days=7)
    bottom = _TOP + row * (_ROW + _GAP)
    _legend(picture, found, bottom + 22)
    if table:
        draw_table(picture, found, bottom + 62, _MARGIN, WIDTH - 2 * _MARGIN)
    return picture.svg()


def _head(picture: Drawing, found: ContactsView) -> None:
    record = found.record
    title = f"Contacts of {found.own} and {found.party}"
    picture.text(_MARGIN, 42, title, 24, font_weight=700, fill=INK, class_="ink")
    period = f"{date_words(record.from_ms)} to {date_words(record.to_ms - 1)}, Zulu"
    picture.text(_MARGIN, 64, period, 14, fill=QUIET, class_="pale")
    human, silence = record.last_human, record.longest_silence
    facts = (
        ("by us", str(record.total.contacts_out)),
        ("by them", str(record.total.contacts_in)),
        ("last human answer", "none" if human is None else moment(human.at_ms)),
        ("longest silence", "-" if silence is None else lasted(silence.lasted_ms)),
    )
    widths = (96.0, 96.0, 250.0, 200.0)
    left = _MARGIN
    for (name, value), width in zip(facts, widths, strict=True):
        picture.text(left, 96, value, 19, font_weight=600, fill=INK, class_="ink")
        picture.text(left, 113, name, 12, fill=QUIET, class_="pale")
        left += width
    for place, name in enumerate(_DAYS):
        at = _MARGIN + _LABEL + place * _CELL + 2
        looks = {"fill": QUIET, "class_": "pale", "letter_spacing": 1}
        picture.text(at, _TOP - 10, name, 11, **looks)


def _week_label(picture: Drawing, top: float, monday: date, *, first: bool) -> None:
    month = f"{monday:%b}".upper()
    starts = first or monday.day <= len(_DAYS)
    if starts:
        looks = {"font_weight": 700, "fill": INK, "class_": "ink"}
        picture.text(_MARGIN, top + 18, f"{month} {monday.year}", 11, **looks)
    week = f"week {monday.isocalendar().week}"
    at = top + (34 if starts else 18)
    picture.text(_MARGIN, at, week, 11, fill=QUIET, class_="pale")


class _Cell:
    """One day."""

    def __init__(self, picture: Drawing, left: float, top: float, width: float) -> None:
        self._picture = picture
        self._left = left
        self._top = top
        self._width = width

    def draw(self, this: date, day: ContactDay | None, most: int, today: date) -> None:
        """Draw the day: frame, date, both bars, tests."""
        looks: dict[str, object] = {"fill": "none", "stroke": LINE, "rx": 3}
        if this > today:
            looks["stroke_dasharray"] = "2 4"
        elif this == today:
            looks |= {"stroke": INK, "stroke_width": 2}
        name = "today" if this == today else "day"
        self._rect(0, 0, self._width, _ROW, class_=name, **looks)
        word = f"{this.day} {this:%b}".upper() if this.day == 1 else str(this.day)
        self._text(8, 17, word, 12, font_weight=600, fill=QUIET, class_="pale")
        if this > today:
            return
        if day is None:
            looks = {"fill": QUIET, "class_": "pale", "text_anchor": "middle"}
            self._text(self._width / 2, 46, "nothing on record", 10, **looks)
            return
        flashes = sum(one.count for one in day.counts if one.precedence == "FLASH")
        if flashes:
            self._tag(self._width - 6, 5, f"FLASH {flashes}")
        self._bar(25, day.contacts_out, most, ours=True)
        self._bar(40, day.contacts_in, most, ours=False)
        self._tests(day)

    def _bar(self, top: float, count: int, most: int, *, ours: bool) -> None:
        tone, name = (_OURS, "ours") if ours else (_THEIRS, "theirs")
        middle = self._top + top + 5
        left = self._left + 8
        # An arrow that leaves for what we said, one that comes for what they said.
        arrow = (
            f"M{left} {middle}h8m-3 -3l3 3l-3 3"
            if ours
            else f"M{left + 8} {middle}h-8m3 -3l-3 3l3 3"
        )
        looks = {"fill": "none", "stroke": tone, "stroke_width": 1.5}
        self._picture.path(arrow, class_=f"{name}-line", **looks)
        if not count:
            self._text(22, top + 9, "0", 11, fill=QUIET, class_="pale")
            return
        length = max(4.0, _BAR_MAX * count / most)
        fill = tone if ours else "none"
        inset = 0.0 if ours else 0.75
        self._rect(
            22 + inset,
            top + inset,
            length,
            10 - 2 * inset,
            class_=name,
            fill=fill,
            stroke=tone,
            stroke_width=0 if ours else 1.5,
            rx=1,
        )
        words = str(count) if count <= _COUNTED_MAX else f"{count // 1_000}k"
        looks = {"font_weight": 600, "fill": INK, "class_": "ink"}
        self._text(27 + length, top + 9, words, 11, **looks)

    def _tests(self, day: ContactDay) -> None:
        good = day.tests_passed + day.tests_heard
        failed = day.tests_unanswered + day.tests_missed
        if good or failed:
            words = f"tests {good}"
            self._text(8, 66, words, 10, fill=QUIET, class_="pale")
        if failed:
            self._tag(self._width - 6, 55, f"{failed} missed")

    def _tag(self, right: float, top: float, words: str) -> None:
        width = (6.1 if words.isupper() else 5.2) * len(words) + 8
        left = right - width
        self._rect(left, top, width, 14, fill=INK, rx=2, class_="tag-ground")
        looks = {"font_weight": 700, "fill": "#ffffff", "class_": "tag-word"}
        middle = left + width / 2
        self._text(middle, top + 10.5, words, 9.5, text_anchor="middle", **looks)

    def _rect(
        self, x: float, y: float, width: float, height: float, **looks: object
    ) -> None:
        self._picture.rect(self._left + x, self._top + y, width, height, **looks)

    def _text(
        self, x: float, y: float, text: str, size: float, **looks: object
    ) -> None:
        self._picture.text(self._left + x, self._top + y, text, size, **looks)


def _legend(picture: Drawing, found: ContactsView, top: float) -> None:
    words = (
        f"Solid: messages of {found.own}. Hollow: messages of {found.party}. Tests: "
        "link tests proved that day; missed: unanswered, or due and not on record."
    )
    picture.text(_MARGIN, top, words, 11, fill=QUIET, class_="pale")


def _date(ms: int) -> date:
    try:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)).date()
    except OverflowError:
        return date(1970, 1, 1) if ms < 0 else date(9000, 1, 1)
