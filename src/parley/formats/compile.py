# SPDX-License-Identifier: Apache-2.0
"""From what linguists and engineers edit (tables of TOML) to the bytes both sides sign.

The tables come from the caller; nothing is read from a disk here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from parley.errors import Fault, LocalFault
from parley.fixed import Fixed
from parley.formats.book import LABEL, read_book
from parley.formats.coding import decode, encode
from parley.formats.golden import PARTIES
from parley.formats.lint import lint_formats, lint_languages
from parley.formats.notation import parse_value
from parley.formats.render import render, tags_of
from parley.formats.schema import COMMON, Book, FieldType, Format
from parley.formats.values import CodedMessage
from parley.model.precedence import Precedence
from parley.wire.cbor import Value, dumps

Table = Mapping[str, Any]
_EXAMPLE_NOW_MS = 0  # examples name their times in full


class Source(Fixed):
    """One edition as it is edited: three kinds of tables and the vectors' texts.

    ``golden``: language tag to format name to text.
    """

    head: Table
    formats: Sequence[Table]
    languages: Sequence[Table]
    golden: Mapping[str, Mapping[str, str]]


def compile_book(source: Source) -> bytes:
    """Return the edition's bytes, in which its vectors hold.

    Raises:
        LocalFault: PLY-BOK-013 with the place of the first mistake.

    """
    parts = _parts(source)
    draft = read_book(dumps([*parts, []]))
    golden: list[Value] = []
    for table in sorted(source.formats, key=lambda one: int(one["number"])):
        form = draft.formats[table["number"]]
        message = example(draft, form, table["example"])
        texts: dict[int | str, Value] = {}
        for tag in tags_of(draft, form.number):
            text = source.golden.get(tag, {}).get(form.name)
            if text != render(draft, message, tag, PARTIES):
                raise _wrong(f"golden/{tag}", f"{form.name} is not what is rendered")
            texts[tag] = text
        golden.append([encode(message), texts])
    return dumps([*parts, golden])


def rendered_golden(source: Source) -> Mapping[str, Mapping[str, str]]:
    """Return the texts that a person then reads and accepts as vectors."""
    book = read_book(dumps([*_parts(source), []]))
    texts: dict[str, dict[str, str]] = {}
    for table in sorted(source.formats, key=lambda one: int(one["number"])):
        form = book.formats[table["number"]]
        message = example(book, form, table["example"])
        for tag in tags_of(book, form.number):
            made = render(book, message, tag, PARTIES)
            texts.setdefault(tag, {})[form.name] = made
    return texts


def example(book: Book, form: Format, values: Mapping[str, str]) -> CodedMessage:
    """Return the message that a format gives as its example."""
    fields = {}
    for name, text in values.items():
        field = form.by_name.get(name)
        if field is None:
            raise _wrong(f"formats/{form.name}", f"its example has no field {name}")
        value = parse_value(book, form, field, text, _EXAMPLE_NOW_MS)
        fields[field.key] = value
    message = CodedMessage(book.edition, form.number, 1, fields)
    try:
        decode(book, encode(message))
    except Fault as fault:
        raise _wrong(f"formats/{form.name}", fault.what) from None
    return message


def _parts(source: Source) -> list[Value]:
    """Return everything of an edition but its vectors."""
    choices = source.head["choices"]
    try:
        lint_formats(source.formats, choices)
        lint_languages(source.languages, source.formats, choices)
    except ValueError as wrong:
        place, _, reason = str(wrong).partition(": ")
        raise _wrong(place, reason) from None
    formats = sorted(source.formats, key=lambda one: int(one["number"]))
    names = {each["name"]: each for each in formats}
    ordered = sorted(source.languages, key=lambda one: (one["review"], one["tag"]))
    return [
        LABEL,
        source.head["edition"],
        source.head["profile"],
        dict(choices),
        [_format(each) for each in formats],
        [_language(each, names) for each in ordered],
    ]


def _format(table: Table) -> Value:
    keys = {each["name"]: each["key"] for each in table["field"]}
    return [
        table["number"],
        table["name"],
        table["source"],
        Precedence[table["precedence"]].value,
        keys[table["event_time"]] if "event_time" in table else 0,
        [_field(each) for each in table["field"]],
        [
            [
                keys[each["later"]],
                keys[each["earlier"]],
                each["minutes_min"],
                each["minutes_max"],
            ]
            for each in table.get("after", ())
        ],
        [[each["name"], dict(each["values"])] for each in table.get("preset", ())],
    ]


def _field(table: Table) -> Value:
    units = table.get("units", [table["unit"]] if "unit" in table else [])
    return [
        table["key"],
        table["name"],
        FieldType[table["type"].upper()].value,
        table.get("required", False),
        table.get("critical", False),
        table.get("of", ""),
        table.get("least", 0),
        table.get("most", 0),
        list(units),
        table.get("bytes_max", 0),
    ]


def _language(table: Table, names: Mapping[str, Table]) -> Value:
    return [
        table["tag"],
        table["name"],
        table["direction"] == "rtl",
        table["review"] == "draft",
        table["decimal"],
        table["date"],
        list(table["months"]),
        dict(table["words"]),
        dict(table["hemispheres"]),
        dict(table["units"]),
        {
            names[name]["number"]: [
                words["headline"],
                {
                    each["key"]: words["fields"][each["name"]]
                    for each in names[name]["field"]
                },
            ]
            for name, words in table["formats"].items()
        },
        {
            name: {int(at): text for at, text in texts.items()}
            for name, texts in table["choices"].items()
        },
    ]


def _wrong(place: str, reason: str) -> LocalFault:
    return LocalFault("PLY-BOK-013", place=place, reason=reason.rstrip("."))


assert all(0 <= key <= 23 for key in COMMON), "a key is one byte on the wire"  # noqa: PLR2004
