# SPDX-License-Identifier: Apache-2.0
"""Compile the code book and write its page: `python tools/gen_book.py [--accept]`.

With `--accept` the vectors' texts are written anew from the renderer; whoever does so
reads each of them, since from then on they are what every station is held to.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from parley.formats.book import read_book
from parley.formats.compile import compile_book, rendered_golden
from parley.formats.schema import Book, Field, FieldType, Format
from parley.model.precedence import Precedence
from parley.station.library.files import COMPILED, FOLDER, editions, read_source

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "code-book.md"
HEAD = """<!-- Written by `make gen` from src/parley/formats/editions. -->
# Code book

Formats of edition {edition}, SHA-256 `{digest}`.
How a value is written: [send a code](../how-to/send-a-code.md).
Why it is label and value: [why label and value](../explanation/code-book.md).

Languages: {languages}.
A draft was not reviewed by a linguist and says so in its first line.
No column is certified: the linguists of both parties do that before either signs.
"""
TYPES = {
    FieldType.ONE: "one",
    FieldType.ANY: "any",
    FieldType.INTEGER: "number",
    FieldType.DECIMAL: "decimal",
    FieldType.TIME: "time, UTC",
    FieldType.AREA: "area",
    FieldType.AREAS: "areas",
    FieldType.NAME: "name",
    FieldType.TEXT: "text",
    FieldType.REFERENCE: "message",
}


def golden_file(texts: Mapping[str, str]) -> str:
    """Return the file of one language's vectors."""
    return "\n".join(f"=== {name}\n{text}\n" for name, text in texts.items())


def accept(folder: Path) -> None:
    """Write the vectors' texts of one edition."""
    (folder / "golden").mkdir(exist_ok=True)
    for tag, texts in rendered_golden(read_source(folder)).items():
        path = folder / "golden" / f"{tag}.txt"
        path.write_text(golden_file(texts), encoding="utf-8")


def compiled() -> dict[Path, bytes]:
    """Return the compiled bytes of every edition by their place."""
    return {
        folder / COMPILED: compile_book(read_source(folder)) for folder in editions()
    }


def pages() -> dict[Path, str]:
    """Return the reference page of the newest edition."""
    book = read_book((editions()[-1] / COMPILED).read_bytes())
    names = [
        f"{one.name} ({one.tag}{', draft' if one.draft else ''})"
        for one in book.languages.values()
    ]
    head = HEAD.format(
        edition=book.edition, digest=book.digest.hex(), languages=", ".join(names)
    )
    parts = [
        head,
        *(part for form in book.formats.values() for part in page(book, form)),
    ]
    return {PAGE: "".join([*parts, *choices(book)])}


def page(book: Book, form: Format) -> Iterator[str]:
    """Yield the lines of one format."""
    tags = [tag for tag, one in book.languages.items() if form.number in one.formats]
    said = [book.languages[tag] for tag in tags]
    yield f"\n## {form.name}\n\nFormat {form.number}. {form.source}\n"
    yield f"Usual precedence {Precedence(form.precedence).name}.\n"
    for preset in form.presets:
        values = ", ".join(f"{name} {value}" for name, value in preset.values.items())
        yield f"Code for one action `{preset.name}`: {values}.\n"
    yield f"\n| field | type | | {' | '.join(tags)} |\n"
    yield f"|---|---|---|{'---|' * len(tags)}\n"
    heads = " | ".join(one.formats[form.number].headline for one in said)
    yield f"| | headline | | {heads} |\n"
    for field in form.fields:
        labels = [one.formats[form.number].labels[field.key] for one in said]
        marks = ", ".join(
            word
            for word, on in (
                ("required", field.required),
                ("read back", field.critical),
            )
            if on
        )
        cells = [f"{field.key} {field.name}", type_words(field), marks, *labels]
        yield f"| {' | '.join(cells)} |\n"


def type_words(field: Field) -> str:
    """Return what a field may hold."""
    words = TYPES[field.type]
    if field.type in {FieldType.ONE, FieldType.ANY}:
        return f"{words} of [{field.choice}](#{field.choice})"
    if field.most:
        words += f" {field.least} to {field.most}"
    if field.units:
        words += " " + ", ".join(field.units)
    return f"{words}, at most {field.bytes_max} bytes" if field.bytes_max else words


def choices(book: Book) -> Iterator[str]:
    """Yield the lines of every choice in every language that has it."""
    yield "\n## Choices\n"
    for choice, count in book.choices.items():
        tags = [tag for tag, one in book.languages.items() if choice in one.choices]
        yield f"\n### {choice}\n\n| | {' | '.join(tags)} |\n|---|{'---|' * len(tags)}\n"
        for at in range(1, count + 1):
            texts = [book.languages[tag].choices[choice][at] for tag in tags]
            yield f"| {at} | {' | '.join(texts)} |\n"


def main() -> int:
    """Compile, after accepting the texts if that was asked for."""
    if "--accept" in sys.argv[1:]:
        for folder in editions():
            accept(folder)
    for path, data in compiled().items():
        path.write_bytes(data)
        print(f"{path.relative_to(FOLDER)}: {len(data)} bytes")
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
