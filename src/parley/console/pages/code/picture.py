# SPDX-License-Identifier: Apache-2.0
"""The pictures of the code page: buttons, a form made from the book, and a look."""

from __future__ import annotations

from functools import cache

from parley.console.drawing import Picture
from parley.console.pages.code.words import words_in
from parley.console.places import places_picture
from parley.formats.render import label_of, speaking
from parley.formats.schema import (
    COMMON,
    Book,
    Field,
    FieldType,
    Format,
    Language,
    Preset,
)
from parley.station.book.codes import GIVEN, CodePreview
from parley.station.library.files import load_library
from parley.station.views import BoardView

_HINTS = {
    FieldType.DECIMAL: "7.2 km/s",
    FieldType.TIME: "2027-03-14T06:38Z, now, +30",
    FieldType.AREA: "62°55'30\"N 040°34'12\"E; circle PLACE 90 km; sea 5 quadrant 1",
    FieldType.AREAS: "sea 5 quadrant 1; circle PLACE 50 NM",
    FieldType.NAME: "Нева | Neva",
    FieldType.REFERENCE: "LINK/in/1/12",
}


def tongues(book: Book, tag: str) -> list[Picture]:
    """Return the languages a form can be shown in."""
    return [
        {"tag": one.tag, "name": one.name, "draft": one.draft, "on": one.tag == tag}
        for one in book.languages.values()
    ]


def links_of(board: BoardView) -> list[Picture]:
    """Return the counterparts a code can go to."""
    return [{"link": one.link, "party": one.party} for one in board.status.counterparts]


def desk_picture(board: BoardView, book: Book, tag: str) -> Picture:
    """Return the first page: codes for one action, and all formats."""
    formats = []
    codes = []
    for form in book.formats.values():
        language = speaking(book, form, tag)
        headline = language.formats[form.number].headline
        formats.append(
            {"name": form.name, "headline": headline, **_direction(language)}
        )
        codes += [_code(book, form, preset, tag) for preset in form.presets]
    return {
        "w": words_in(tag),
        "tag": tag,
        "tongues": tongues(book, tag),
        "links": links_of(board),
        "formats": formats,
        "codes": codes,
    }


@cache
def one_action(tag: str) -> list[Picture]:
    """Return the buttons that need nothing but a press, for the board."""
    book = load_library().newest
    if book is None:
        return []
    every = (
        _code(book, form, preset, tag if tag in book.languages else "en")
        for form in book.formats.values()
        for preset in form.presets
    )
    return [one for one in every if not one["given"]]


def _direction(language: Language) -> Picture:
    return {
        "dir": "rtl" if language.right_to_left else "ltr",
        "lang": language.tag,
        "draft": language.draft,
    }


def _code(book: Book, form: Format, preset: Preset, tag: str) -> Picture:
    """Return one button: what it says, and what must be given with it."""
    language = speaking(book, form, tag)
    labels = language.formats[form.number].labels
    says = []
    for name, value in preset.values.items():
        field = form.by_name.get(name)
        if field is not None and field.choice:
            texts = language.choices[field.choice]
            says += [texts[int(one)] for one in value.split(",")]
    given = [
        form.by_name[name] for name, value in preset.values.items() if value == GIVEN
    ]
    return {
        "name": preset.name,
        "format": form.name,
        "headline": language.formats[form.number].headline,
        "says": says,
        "given": [
            {
                "name": one.name,
                "label": labels[one.key],
                "hint": _HINTS.get(one.type, ""),
            }
            for one in given
        ],
        **_direction(language),
    }


def form_picture(board: BoardView, book: Book, form: Format, tag: str) -> Picture:
    """Return the form of one format, made from the book."""
    language = speaking(book, form, tag)
    return {
        "w": words_in(tag),
        "tag": tag,
        "tongues": tongues(book, tag),
        "links": links_of(board),
        "name": form.name,
        "source": form.source,
        "headline": language.formats[form.number].headline,
        "mark": language.words["draft"] if language.draft else "",
        "unknown": language.words["unknown"],
        "withheld": language.words["withheld"],
        "fields": [
            _field(language, form, one) for one in (*COMMON.values(), *form.fields)
        ],
        **_direction(language),
    }


def _field(language: Language, form: Format, field: Field) -> Picture:
    texts = language.choices.get(field.choice, {})
    bounds = ""
    if field.type is FieldType.INTEGER:
        unit = language.units[field.units[0]] if field.units else ""
        bounds = f"{field.least} - {field.most} {unit}".strip()
    elif field.type is FieldType.DECIMAL:
        bounds = ", ".join(field.units)
    elif field.bytes_max:
        bounds = f"≤ {field.bytes_max} B"
    return {
        "name": field.name,
        "label": label_of(language, form.number, field.key),
        "kind": field.type.name.lower(),
        "required": field.required,
        "critical": field.critical,
        "gaps": field.key not in COMMON,
        "options": [{"n": at, "text": text} for at, text in texts.items()],
        "hint": _HINTS.get(field.type, ""),
        "bounds": bounds,
    }


def look_picture(
    seen: CodePreview, book: Book, form: Format, tag: str, posted: dict[str, str]
) -> Picture:
    """Return what a code would say, its map with a table twin, and its lead time."""
    words = words_in(tag)
    return {
        "w": words,
        "tag": tag,
        "name": form.name,
        "posted": posted,
        "texts": [
            {
                "lang": lang,
                "dir": "rtl" if book.languages[lang].right_to_left else "ltr",
                "draft": draft,
                "text": text,
            }
            for lang, draft, text in seen.texts
        ],
        "places": places_picture(seen.coded, tag, words["map"], words["map_says"]),
        "facts": [
            (words["link"], seen.link),
            ("", seen.precedence),
            (
                words["takes"],
                words["alone"] if seen.alone else f"{seen.needed} {words['releases']}",
            ),
            (words["bytes"], f"{seen.size}: {seen.body}"),
            (words["digest"], seen.digest),
            (words["lead"], lead_words(seen.lead_ms)),
        ],
        "short": None
        if seen.short_ms is None
        else words["short"].format(agreed=lead_words(seen.short_ms)),
        "alone": seen.alone,
    }


def lead_words(lead_ms: int | None) -> str:
    """Return lead time in hours and minutes; a sign where it has passed."""
    if lead_ms is None:
        return "-"
    hours, minutes = divmod(abs(lead_ms) // 60_000, 60)
    return f"{'-' if lead_ms < 0 else ''}{hours}:{minutes:02}"
