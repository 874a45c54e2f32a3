# SPDX-License-Identifier: Apache-2.0
"""The facts of a text that a translation must carry unchanged.

Each is brought to one written form: `12 km`, `2027-03-14`, `14:30`, `57°00'00"N`.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

from parley.fixed import Fixed
from parley.texts.languages import Language, known, tables

FACTS_MAX = 5_000


class Kind(Enum):
    """What sort of fact; the words are for a screen."""

    NUMBER = "number"
    TIME = "time"
    DATE = "date"
    PLACE = "place"
    DIRECTION = "direction"
    TERM = "term"


class Fact(Fixed):
    """`value` is the one written form; `start` and `end` its place in the text."""

    kind: Kind
    value: str
    start: int
    end: int


_NUMBER = re.compile(
    r"\d+(?:[ \u00a0\u202f\u2009]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*"
)
_ZULU = re.compile(r"(?<!\d)([01]\d|2[0-3])([0-5]\d)Z(?!\w)")
_CLOCK = re.compile(r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?![\d:])Z?")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_COORDINATE = re.compile(
    r"""(\d{1,3})°\s?(?:(\d{1,2})['′]\s?)?(?:(\d{1,2}(?:[.,]\d+)?)["″]\s?)?"""
    r"""([NSEW](?!\w)|с\.\s?ш\.?|ю\.\s?ш\.?|в\.\s?д\.?|з\.\s?д\.?)"""
)
_HEMISPHERES = {"с": "N", "ю": "S", "в": "E", "з": "W"}
_YEAR = re.compile(r"\s*,?\s*(\d{4})(?!\d)")


def facts(text: str, language: str) -> tuple[Fact, ...]:
    """Return the facts of `text` in order, `FACTS_MAX` at most."""
    plain = _ascii_digits(text)
    speech = tables(language)
    found: list[Fact] = []
    rest = plain
    for take in (_places, _dates, _times, _numbers):
        taken = take(rest, speech)
        found += taken
        rest = _blanked(rest, taken)
    if known(language):
        found += _spoken_numbers(rest, speech)
        found += _named(rest, speech)
    return tuple(sorted(found, key=lambda one: one.start)[:FACTS_MAX])


def _ascii_digits(text: str) -> str:
    """Return `text` with every decimal digit as ASCII; places stay where they are."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text
    )


def _blanked(text: str, taken: list[Fact]) -> str:
    """Return `text` with what was taken as blanks, so that it is not read twice."""
    pieces, done = [], 0
    for one in sorted(taken, key=lambda fact: fact.start):
        pieces += [text[done : one.start], "\x00" * (one.end - one.start)]
        done = one.end
    return "".join([*pieces, text[done:]])


def _places(text: str, _speech: Language) -> list[Fact]:
    found = []
    for hit in _COORDINATE.finditer(text):
        degrees, minutes, seconds, half = hit.groups()
        hemisphere = _HEMISPHERES.get(half[0], half[0])
        value = f"{int(degrees)}°{int(minutes or 0):02}'"
        value += f'{(seconds or "0").replace(",", ".")}"{hemisphere}'
        found.append(Fact(Kind.PLACE, value, hit.start(), hit.end()))
    return found


def _dates(text: str, speech: Language) -> list[Fact]:
    found = [
        Fact(Kind.DATE, "-".join(hit.groups()), hit.start(), hit.end())
        for hit in _ISO.finditer(text)
    ]
    for hit in _DOTTED.finditer(text):
        day, month, year = hit.groups()
        value = f"{year}-{int(month):02}-{int(day):02}"
        found.append(Fact(Kind.DATE, value, hit.start(), hit.end()))
    first = rf"(?<![\w.])(\d{{1,2}})(?:st|nd|rd|th)?(?: of)?\s+({speech.month})"
    second = rf"(?<!\w)({speech.month})\s+(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])"
    for pattern, day_at in ((first, 1), (second, 2)):
        found += [
            _spoken_date(text, speech, hit, day_at)
            for hit in re.finditer(pattern, _blanked(text, found), re.IGNORECASE)
        ]
    return found


def _spoken_date(text: str, speech: Language, hit: re.Match[str], day_at: int) -> Fact:
    day, name = hit.group(day_at), hit.group(3 - day_at)
    month = next(n for n, each in enumerate(speech.months, 1) if each.match(name))
    year = _YEAR.match(text, hit.end())
    end = year.end() if year else hit.end()
    value = f"{year.group(1) if year else '----'}-{month:02}-{int(day):02}"
    return Fact(Kind.DATE, value, hit.start(), end)


def _times(text: str, _speech: Language) -> list[Fact]:
    found = []
    for pattern in (_CLOCK, _ZULU):
        for hit in pattern.finditer(text):
            parts = [part for part in hit.groups() if part is not None]
            value = ":".join(f"{int(part):02}" for part in parts)
            found.append(Fact(Kind.TIME, value, hit.start(), hit.end()))
    return found


def _numbers(text: str, speech: Language) -> list[Fact]:
    found = []
    for hit in _NUMBER.finditer(text):
        value, end = _plain_number(hit.group(), speech.decimal), hit.end()
        if (after := speech.units.pattern.match(text, end)) is not None:
            value, end = f"{value} {speech.units.key(after)}", after.end()
        found.append(Fact(Kind.NUMBER, value, hit.start(), end))
    return found


def _plain_number(written: str, decimal: str) -> str:
    """`1,240`, `1 240` and `1240` are one number; what `,` means is the language's."""
    bare = re.sub(r"[ \u00a0\u202f\u2009]", "", written)
    if decimal == ".":
        bare = re.sub(r",(?=\d{3}(?!\d))", "", bare)
    else:
        bare = bare.replace(",", ".") if bare.count(",") == 1 else bare
    whole, point, part = bare.partition(".")
    return (whole.lstrip("0") or "0") + point + part


def _spoken_numbers(text: str, speech: Language) -> list[Fact]:
    found = []
    for hit in speech.numbers.pattern.finditer(text):
        value, end = speech.numbers.key(hit), hit.end()
        after = speech.units.pattern.match(text, end)
        if after is not None and after.end() - end > 2:  # noqa: PLR2004 - a word
            value, end = f"{value} {speech.units.key(after)}", after.end()
        found.append(Fact(Kind.NUMBER, value, hit.start(), end))
    return found


def _named(text: str, speech: Language) -> list[Fact]:
    return [
        Fact(kind, forms.key(hit), hit.start(), hit.end())
        for kind, forms in (
            (Kind.DIRECTION, speech.directions),
            (Kind.TERM, speech.terms),
        )
        for hit in forms.pattern.finditer(text)
    ]
