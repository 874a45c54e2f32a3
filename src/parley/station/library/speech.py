# SPDX-License-Identifier: Apache-2.0
"""What a coded message says, in words, rendered from this station's own book."""

from __future__ import annotations

from parley.errors import Fault
from parley.fixed import Fixed
from parley.formats.book import Library
from parley.formats.coding import decode
from parley.formats.critical import critical_parts
from parley.formats.notation import ms_of
from parley.formats.render import render, subject, tags_of
from parley.formats.schema import Book, Format
from parley.formats.values import (
    Area,
    Bounds,
    Circle,
    CodedMessage,
    FieldValue,
    Parties,
    Point,
    Time,
    Water,
)
from parley.model.message import Coded

UNREADABLE = "zxx"
"""The language of a text that says only why there is none."""


class PlaceView(Fixed):
    """One place of a coded message, in whole arc seconds; a map draws it."""

    field: str
    kind: str  # point, circle, water, bounds
    points: tuple[tuple[int, int], ...]  # latitude, longitude
    radius: int = 0
    unit: str = ""
    number: int = 0  # of the water
    quadrant: int = 0


class CodedView(Fixed):
    """A coded message beside its texts.

    ``critical`` are the parts that the receiver reads back, alike in every language;
    ``event_ms`` is the time that lead time is counted to.
    """

    edition: int
    digest: str  # hex, SHA-256 of the edition as it is held here
    format: str
    number: int
    body: str  # hex
    draft_languages: tuple[str, ...]
    critical: tuple[str, ...]
    places: tuple[PlaceView, ...]
    event_ms: int | None


class Speech(Fixed):
    """Renders from the library of this station."""

    library: Library

    def texts(
        self, coded: Coded, parties: Parties, *, drafts: bool = False
    ) -> tuple[tuple[str, str], ...]:
        """Return language and text, complete languages first; drafts if wanted."""
        try:
            book, message = self._read(coded)
        except Fault as fault:
            said = f"{fault.what} ({coded.body.hex()})"
            return ((UNREADABLE, said),)
        tags = tags_of(book, message.format)
        return tuple(
            (tag, render(book, message, tag, parties))
            for tag in tags
            if drafts or not book.languages[tag].draft
        )

    def subject(self, coded: Coded) -> str:
        """Return the headline in English, or what can be said without the book."""
        try:
            book = self.library.edition(coded.edition)
            return subject(book, coded.format, "en")
        except Fault as fault:
            return fault.what

    def view(self, coded: Coded) -> CodedView | None:
        """Return a coded message taken apart; None if it cannot be read here."""
        try:
            book, message = self._read(coded)
        except Fault:
            return None
        form = book.formats[message.format]
        event = message.fields.get(form.event_time)
        tags = tags_of(book, form.number)
        return CodedView(
            edition=book.edition,
            digest=book.digest.hex(),
            format=form.name,
            number=form.number,
            body=coded.body.hex(),
            draft_languages=tuple(t for t in tags if book.languages[t].draft),
            critical=critical_parts(book, message),
            places=places_of(form, message),
            event_ms=ms_of(event) if isinstance(event, Time) else None,
        )

    def _read(self, coded: Coded) -> tuple[Book, CodedMessage]:
        book = self.library.edition(coded.edition)
        return book, decode(book, coded.body)


def places_of(form: Format, message: CodedMessage) -> tuple[PlaceView, ...]:
    """Return every place that a message states."""
    found: list[PlaceView] = []
    for field in form.fields:
        value = message.fields.get(field.key)
        if value is not None:
            found += [_place(field.name, each) for each in _areas(value)]
    return tuple(found)


def _areas(value: FieldValue) -> tuple[Area, ...]:
    match value:
        case Point() | Circle() | Water() | Bounds():
            return (value,)
        case tuple():
            return value
        case _:
            return ()


def _place(field: str, area: Area) -> PlaceView:
    match area:
        case Point(latitude, longitude):
            return PlaceView(field, "point", ((latitude, longitude),))
        case Circle(Point(latitude, longitude), radius, unit):
            return PlaceView(field, "circle", ((latitude, longitude),), radius, unit)
        case Water(water, quadrant):
            return PlaceView(field, "water", (), number=water, quadrant=quadrant)
        case Bounds(points):
            corners = tuple((each.latitude, each.longitude) for each in points)
            return PlaceView(field, "bounds", corners)
