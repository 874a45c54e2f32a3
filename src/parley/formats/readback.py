# SPDX-License-Identifier: Apache-2.0
"""The second reader: from a rendered text back to its message.

It was written from the specification and shares no code with the renderer: what one
of the two understands wrongly, the other does not understand at all.  It knows the
book's words and nothing else; every line must be used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from parley.errors import LocalFault
from parley.formats.schema import (
    CONTEXT,
    CONTINUES,
    INSTALMENT,
    Book,
    Field,
    FieldType,
    Language,
)
from parley.formats.values import (
    Area,
    Bounds,
    Circle,
    CodedMessage,
    Decimal,
    FieldValue,
    Gap,
    Name,
    Parties,
    Point,
    Reference,
    Time,
    Water,
)

_MARKS = re.compile("[\u2066-\u2069]")
_STAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d)Z \((.*), (\d\d:\d\d) UTC\)\Z")
_ARC = r"(\d\d)°(\d\d)'(\d\d)\"{}"
_LONG_ARC = r"(\d\d\d)°(\d\d)'(\d\d)\"{}"
_SUPER = {char: str(at) for at, char in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
_START = datetime(2000, 1, 1, tzinfo=UTC)


class _Lost(Exception):  # noqa: N818 - becomes a fault before anybody sees it
    """A piece of text is not what must stand there."""


def read_back(book: Book, text: str, tag: str, parties: Parties) -> CodedMessage:
    """Return the message that `text` says in the language `tag`.

    Raises:
        LocalFault: PLY-BOK-010 it says none, or not exactly one.

    """
    language = book.languages.get(tag)
    if language is None:
        raise LocalFault("PLY-BOK-010", reason=f"the book has no language {tag}")
    try:
        return _Text(book, language, parties, _MARKS.sub("", text)).message()
    except _Lost as lost:
        raise LocalFault("PLY-BOK-010", reason=str(lost)) from None


class _Text:
    """One text, taken line by line from the top."""

    def __init__(
        self, book: Book, language: Language, parties: Parties, text: str
    ) -> None:
        self._book = book
        self._language = language
        self._parties = parties
        self._left = text.split("\n")
        self._readers: Mapping[FieldType, Callable[[Field, str], FieldValue]] = {
            FieldType.ONE: self._one,
            FieldType.ANY: self._any,
            FieldType.INTEGER: self._integer,
            FieldType.DECIMAL: self._decimal,
            FieldType.TIME: lambda _, text: self._time(text),
            FieldType.AREA: lambda _, text: self._area(text),
            FieldType.AREAS: lambda _, text: tuple(map(self._area, text.split("\n"))),
            FieldType.NAME: lambda _, text: self._name(text),
            FieldType.TEXT: lambda _, text: self._quoted(text),
            FieldType.REFERENCE: lambda _, text: self._reference(text),
        }

    def message(self) -> CodedMessage:
        words = self._language.words
        if self._language.draft and self._next() != words["draft"]:
            raise _Lost("it does not say that its language is a draft")
        headline = self._next()
        number = next(
            (n for n, w in self._language.formats.items() if w.headline == headline),
            None,
        )
        if number is None:
            raise _Lost("its first line is no headline of the book")
        if self._after(words["sender"]) != self._parties.sender:
            raise _Lost("it names another sender")
        if self._after(words["recipient"]) != self._parties.recipient:
            raise _Lost("it names another recipient")
        context = self._chosen(CONTEXT, self._after(words["context"]))
        fields = dict(self._fields(number))
        if self._next() != words["end"] or self._left:
            raise _Lost("it does not end where it must")
        return CodedMessage(self._book.edition, number, context, fields)

    def _fields(self, number: int) -> Iterator[tuple[int, FieldValue]]:
        words = self._language.words
        for common in (INSTALMENT, CONTINUES):
            if self._left and self._left[0].startswith(f"{words[common.name]}: "):
                text = self._after(words[common.name])
                yield common.key, self._readers[common.type](common, text)
        labels = self._language.formats[number].labels
        gaps = {words["unknown"]: Gap.UNKNOWN, words["withheld"]: Gap.WITHHELD}
        for field in self._book.formats[number].fields:
            text = self._after(labels[field.key])
            if text == words["not_stated"]:
                continue
            gap = gaps.get(text)
            yield field.key, gap or self._readers[field.type](field, text)

    def _next(self) -> str:
        if not self._left:
            raise _Lost("it ends too early")
        return self._left.pop(0)

    def _after(self, label: str) -> str:
        """Return what follows a label; the lines of a list joined by line feeds."""
        line = self._next()
        if line == f"{label}:":
            items = []
            while self._left and self._left[0].startswith("- "):
                items.append(self._next()[2:])
            return "\n".join(items)
        head, sep, value = line.partition(f"{label}: ")
        if head or not sep:
            raise _Lost(f"{line!r} stands where {label!r} must")
        return value

    # Values.

    def _chosen(self, choice: str, text: str) -> int:
        for number, said in self._language.choices[choice].items():
            if said == text:
                return number
        raise _Lost(f"{text!r} is not in the book")

    def _one(self, field: Field, text: str) -> int:
        return self._chosen(field.choice, text)

    def _any(self, field: Field, text: str) -> int:
        numbers = [self._chosen(field.choice, one) for one in text.split("\n")]
        if numbers != sorted(set(numbers)):
            raise _Lost("a set is out of order")
        return sum(2 ** (number - 1) for number in numbers)

    def _integer(self, field: Field, text: str) -> int:
        if field.units:
            text = self._before(text, " " + self._language.units[field.units[0]])
        return self._digits(text)

    def _decimal(self, field: Field, text: str) -> Decimal:
        for at, unit in enumerate(field.units, 1):
            tail = " " + self._language.units[unit]
            if text.endswith(tail):
                mantissa, exponent = self._scaled(text[: -len(tail)])
                return Decimal(mantissa, exponent, at)
        raise _Lost(f"{text!r} has no unit of the book")

    def _scaled(self, text: str) -> tuple[int, int]:
        front, times, power = text.partition(" \u00d7 10")
        whole, point, rest = front.partition(self._language.decimal)
        if point and not rest:
            raise _Lost(f"{text!r} has no digits behind its point")
        mantissa = self._digits(whole, padded=True) if not rest else -1
        if rest:
            mantissa = self._digits(whole + rest, padded=True)
        if not times:
            if len(whole) > 1 and whole.startswith("0"):
                raise _Lost(f"{text!r} has zeros in front")
            return mantissa, -len(rest)
        if not power or any(char not in _SUPER for char in power) or len(whole) != 1:
            raise _Lost(f"{text!r} is not a number")
        exponent = self._digits("".join(_SUPER[char] for char in power)) - len(rest)
        return mantissa, exponent

    def _digits(self, text: str, *, padded: bool = False) -> int:
        odd = not text.isascii() or not text.isdigit()
        if odd or (not padded and text != str(int(text))):
            raise _Lost(f"{text!r} is not a number")
        return int(text)

    def _before(self, text: str, tail: str) -> str:
        if not text.endswith(tail):
            raise _Lost(f"{text!r} does not end in {tail!r}")
        return text[: -len(tail)]

    def _time(self, text: str) -> Time:
        found = _STAMP.match(text)
        if found is None:
            raise _Lost(f"{text!r} is not a time")
        year, month, day, hour, minute = map(int, found.groups()[:5])
        try:
            moment = datetime(year, month, day, hour, minute, tzinfo=UTC)
        except ValueError as impossible:
            raise _Lost(f"{text!r}: {impossible}") from None
        name = self._language.months[month - 1]
        parts = {"{day}": str(day), "{month}": name, "{year}": str(year)}
        said = re.sub(r"\{\w+\}", lambda hit: parts[hit.group()], self._language.date)
        if found[6] != said or found[7] != f"{found[4]}:{found[5]}":
            raise _Lost(f"the two dates in {text!r} differ")
        seconds = (moment - _START).total_seconds()
        return Time(int(seconds) // 60)

    def _area(self, text: str) -> Area:
        words = self._language.words
        if text.startswith(words["circle"]):
            centre, _, size = text[len(words["circle"]) :].partition(words["radius"])
            return self._circle(self._point(centre), size)
        if text.startswith(words["bounded"]):
            corners = text[len(words["bounded"]) :].split(" - ")
            return Bounds(tuple(map(self._point, corners)))
        if text[:1].isdigit() and "°" in text:
            return self._point(text)
        waters = self._language.choices["water"]
        for number, name in waters.items():
            if text == name:
                return Water(number, 0)
            if text.startswith(f"{name}, "):
                return Water(number, self._chosen("quadrant", text[len(name) + 2 :]))
        raise _Lost(f"{text!r} is not a place")

    def _circle(self, centre: Point, size: str) -> Circle:
        for unit in ("km", "NM"):
            tail = " " + self._language.units[unit]
            if size.endswith(tail):
                return Circle(centre, self._digits(size[: -len(tail)]), unit)
        raise _Lost(f"{size!r} is not a radius")

    def _point(self, text: str) -> Point:
        where = self._language.hemispheres
        for south, latitude in ((False, where["north"]), (True, where["south"])):
            for west, longitude in ((False, where["east"]), (True, where["west"])):
                pattern = " ".join(
                    (
                        _ARC.format(re.escape(latitude)),
                        _LONG_ARC.format(re.escape(longitude)),
                    )
                )
                found = re.fullmatch(pattern, text)
                if found is not None:
                    return self._placed(
                        [int(one) for one in found.groups()], south, west
                    )
        raise _Lost(f"{text!r} is not a place")

    def _placed(self, arcs: list[int], south: bool, west: bool) -> Point:
        if max(arcs[1], arcs[2], arcs[4], arcs[5]) > 59:  # noqa: PLR2004
            raise _Lost("a place has more than 59 minutes or seconds")
        latitude = arcs[0] * 3600 + arcs[1] * 60 + arcs[2]
        longitude = arcs[3] * 3600 + arcs[4] * 60 + arcs[5]
        if (south and not latitude) or (west and not longitude):
            raise _Lost("zero degrees have no south and no west")
        return Point(
            -latitude if south else latitude, -longitude if west else longitude
        )

    def _quoted(self, text: str) -> str:
        if len(text) < 3 or text[0] != '"' or text.find('"', 1) != len(text) - 1:  # noqa: PLR2004
            raise _Lost(f"{text!r} is not in quotation marks")
        return text[1:-1]

    def _name(self, text: str) -> Name:
        original, between, latin = text.partition('" (')
        if not between:
            return Name(self._quoted(text))
        if not latin.endswith(")"):
            raise _Lost(f"{text!r} is not a name")
        return Name(self._quoted(original + '"'), self._quoted(latin[:-1]))

    def _reference(self, text: str) -> Reference:
        words = self._language.words
        pattern = "".join(
            (
                re.escape(words["number"]),
                r"(\d+)",
                re.escape(words["number_from"]),
                "(.+)",
                re.escape(words["check"]),
                "([0-9A-F]{8})",
            )
        )
        found = re.fullmatch(pattern, text)
        if found is None:
            raise _Lost(f"{text!r} is not a reference")
        whose = {self._parties.recipient: False, self._parties.sender: True}
        if len(whose) != 2 or found[2] not in whose:  # noqa: PLR2004 - two parties
            raise _Lost(f"{found[2]!r} is not one of the two parties")
        return Reference(
            whose[found[2]], self._digits(found[1]), bytes.fromhex(found[3])
        )
