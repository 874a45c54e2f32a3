# SPDX-License-Identifier: Apache-2.0
"""The code book as JSON values and as lines for a person."""

from __future__ import annotations

from typing import Any

from parley.cli import output
from parley.errors import LocalFault
from parley.formats.book import Library
from parley.formats.schema import Book, Field, FieldType, Format, Language
from parley.model.precedence import Precedence
from parley.wire.coded import read_coded

NO_ISOLATES = dict.fromkeys((0x2066, 0x2068, 0x2069))
"""Marks of direction in rendered texts; a terminal decides by itself."""


def book_of(library: Library, edition: int | None) -> Book:
    """Return one edition, or the newest."""
    newest = library.newest
    if edition is None and newest is not None:
        return newest
    return library.edition(edition or 0)


def format_named(book: Book, name: str) -> Format:
    """Return the format of a name, whatever its case.

    Raises:
        LocalFault: PLY-BOK-007 there is none.

    """
    form = book.named(name.strip().upper())
    if form is None:
        allowed = ", ".join(one.name for one in book.formats.values())
        raise LocalFault("PLY-BOK-007", name=name, allowed=allowed)
    return form


def language_of(book: Book, form: Format, tag: str) -> Language:
    """Return a language that has words for a format.

    Raises:
        LocalFault: PLY-BOK-012 it has none.

    """
    language = book.languages.get(tag)
    if language is None or form.number not in language.formats:
        having = [t for t, one in book.languages.items() if form.number in one.formats]
        raise LocalFault(
            "PLY-BOK-012",
            edition=book.edition,
            format=form.name,
            language=tag,
            allowed=", ".join(having),
        )
    return language


def book_view(book: Book) -> dict[str, Any]:
    """Return an edition at a glance."""
    return {
        "edition": book.edition,
        "digest": book.digest.hex(),
        "languages": [
            f"{one.tag} (draft)" if one.draft else one.tag
            for one in book.languages.values()
        ],
        "formats": [format_view(one) for one in book.formats.values()],
    }


def format_view(form: Format) -> dict[str, Any]:
    """Return a format without its fields."""
    return {
        "number": form.number,
        "name": form.name,
        "source": form.source,
        "precedence": Precedence(form.precedence).name,
        "codes": [one.name for one in form.presets],
    }


def field_view(
    book: Book, form: Format, field: Field, language: Language
) -> dict[str, Any]:
    """Return a field with its words in a language."""
    texts = language.choices.get(field.choice, {})
    return {
        "name": field.name,
        "label": language.formats[form.number].labels[field.key],
        "type": field.type.name.lower(),
        "required": field.required,
        "read_back": field.critical,
        "bounds": _bounds(field),
        "values": {str(at): text for at, text in texts.items()}
        if field.choice in book.choices
        else {},
    }


def _bounds(field: Field) -> str:
    match field.type:
        case FieldType.INTEGER:
            unit = f" {field.units[0]}" if field.units else ""
            return f"{field.least} to {field.most}{unit}"
        case FieldType.DECIMAL:
            return " or ".join(field.units)
        case FieldType.AREAS:
            return f"1 to {field.most}"
        case FieldType.NAME | FieldType.TEXT:
            return f"at most {field.bytes_max} bytes"
        case _:
            return ""


def format_page(view: dict[str, Any], language: Language, form: Format) -> list[str]:
    """Return a format whole."""
    shown = output.facts(
        [
            ("format", f"{form.number} {form.name}"),
            ("headline", language.formats[form.number].headline),
            ("after", form.source),
            ("usual precedence", view["precedence"]),
            ("codes for one action", ", ".join(view["codes"]) or "-"),
        ]
    )
    shown += ["", *output.table(("field", "label", "type", "", "bounds"), _rows(view))]
    for field in view["fields"]:
        if field["values"]:
            shown += ["", f"{field['name']} ({field['label']}):"]
            shown += [f"  {at:>2} {text}" for at, text in field["values"].items()]
    return [*shown, "", "Example:", *output.quoted(view["example"])]


def _rows(view: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (
            field["name"],
            field["label"],
            field["type"],
            "required" if field["required"] else "",
            field["bounds"],
        )
        for field in view["fields"]
    ]


def check_lines(found: list[dict[str, Any]]) -> list[str]:
    """Return what a check found."""
    lines = []
    for one in found:
        said = f"{one['vectors']} vectors hold, read in {one['took_ms']} ms."
        lines += [f"Edition {one['edition']}: {said}", f"SHA-256 {one['digest']}"]
        if not one["as_source"]:
            lines.append("The compiled edition is not what its source says.")
    return lines


def example_text(book: Book, form: Format, language: Language) -> str:
    """Return the book's own vector of a format in a language."""
    for golden in book.golden:
        if read_coded(golden.body).format == form.number:
            return golden.texts[language.tag].translate(NO_ISOLATES)
    raise AssertionError("every format has a vector")
