# SPDX-License-Identifier: Apache-2.0
"""The places of a coded message on a page: a map, and its twin in words."""

from __future__ import annotations

from markupsafe import Markup

from parley.console.drawing import Picture
from parley.formats.render import label_of, speaking
from parley.formats.schema import Book
from parley.station.book.picture import lettered, places_svg
from parley.station.library.files import load_library
from parley.station.library.speech import CodedView, PlaceView


def places_picture(coded: CodedView | None, tag: str, title: str, says: str) -> Picture:
    """Return map and rows; both are empty where no place is stated."""
    if coded is None:
        return {"svg": "", "rows": []}
    svg = places_svg(coded.places, title, says)
    # Drawn here from numbers; it holds no script and no reference.
    return {"svg": Markup(svg), "rows": _rows(coded, tag)}  # noqa: S704


def _rows(coded: CodedView, tag: str) -> list[Picture]:
    book = load_library().edition(coded.edition)
    form = book.formats[coded.number]
    language = speaking(book, form, tag)
    return [
        {
            "letter": letter or "-",
            "label": label_of(language, form.number, form.by_name[place.field].key),
            "text": _words(book, place),
        }
        for letter, place in lettered(coded.places)
    ]


def _words(book: Book, place: PlaceView) -> str:
    if place.kind == "water":
        choices = book.languages["en"].choices
        name = choices["water"][place.number]
        quadrant = choices["quadrant"].get(place.quadrant)
        return f"{name}, {quadrant}" if quadrant else name
    points = " - ".join(f"{_arc(y, 'NS')} {_arc(x, 'EW')}" for y, x in place.points)
    return f"{points}, {place.radius} {place.unit}" if place.radius else points


def _arc(seconds: int, sides: str) -> str:
    minutes, second = divmod(abs(seconds), 60)
    side = sides[0] if seconds >= 0 else sides[1]
    return f"{minutes // 60}°{minutes % 60:02}'{second:02}\"{side}"
