# SPDX-License-Identifier: Apache-2.0
"""`parley book`: the code book, listed, shown, checked and compared."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click

from parley.cli import output
from parley.cli.book_views import (
    book_of,
    book_view,
    check_lines,
    example_text,
    field_view,
    format_named,
    format_page,
    format_view,
    language_of,
)
from parley.cli.exits import Exit
from parley.cli.face import lone_command
from parley.cli.files import read_small
from parley.formats.book import BOOK_BYTES_MAX, read_book
from parley.formats.compare import differences
from parley.formats.compile import compile_book
from parley.formats.golden import check_golden
from parley.formats.schema import Book
from parley.station.library.files import (
    COMPILED,
    editions,
    load_library,
    read_source,
)


@click.group("book")
def command() -> None:
    """List, show, check and compare the editions of the code book.

    No station is needed.  Two parties compare digests before either signs.
    """


@command.command("list")
@lone_command
def list_(as_json: bool) -> None:
    """List the editions with their digests, formats and languages."""
    books = [book_view(book) for book in load_library()]
    if as_json:
        output.document(books)
        return
    for book in books:
        output.say(
            *output.facts(
                [
                    ("edition", str(book["edition"])),
                    ("SHA-256", book["digest"]),
                    ("languages", ", ".join(book["languages"])),
                ]
            ),
            "",
            *output.table(
                ("number", "format", "usual precedence", "after"),
                [
                    (str(f["number"]), f["name"], f["precedence"], f["source"])
                    for f in book["formats"]
                ],
            ),
        )


@command.command("show")
@click.argument("name", metavar="FORMAT")
@click.option("--language", default="en", show_default=True, metavar="TAG")
@click.option("--edition", type=click.IntRange(1), help="Else the newest.")
@lone_command
def show(as_json: bool, name: str, language: str, edition: int | None) -> None:
    """Show FORMAT: its fields, what each may hold, and an example as text."""
    book = book_of(load_library(), edition)
    form = format_named(book, name)
    spoken = language_of(book, form, language)
    view = {**format_view(form), "language": spoken.tag, "draft": spoken.draft}
    view["fields"] = [field_view(book, form, one, spoken) for one in form.fields]
    view["example"] = example_text(book, form, spoken)
    if as_json:
        output.document(view)
        return
    if spoken.draft:
        output.say(spoken.words["draft"], book.languages["en"].words["draft"], "")
    output.say(*format_page(view, spoken, form))


@command.command("check")
@lone_command
def check(as_json: bool) -> int:
    """Compile every edition again and hold it to its vectors.

    Exit code 1: a vector fails, or the compiled edition is not what its source says.
    """
    found: list[dict[str, Any]] = []
    for folder in editions():
        began_s = time.monotonic()
        data = (folder / COMPILED).read_bytes()
        book = read_book(data)
        vectors = check_golden(book)
        took_ms = (time.monotonic() - began_s) * 1000
        found.append(
            {
                "edition": book.edition,
                "digest": book.digest.hex(),
                "vectors": vectors,
                "took_ms": round(took_ms, 1),
                "as_source": compile_book(read_source(folder)) == data,
            }
        )
    if as_json:
        output.document(found)
    else:
        output.say(*check_lines(found))
    return Exit.OK if all(one["as_source"] for one in found) else Exit.FAULT


@command.command("diff")
@click.argument("old")
@click.argument("new")
@lone_command
def diff(as_json: bool, old: str, new: str) -> int:
    """Name every fact in which OLD and NEW differ.

    Each is the number of an edition or the file of a compiled one.  Exit code 1: they
    differ.
    """
    found = differences(_taken(old), _taken(new))
    if as_json:
        output.document([one._asdict() for one in found])
    elif not found:
        output.say("Both say the same.")
    else:
        output.say(
            *output.table(
                ("place", "old", "new"),
                [(one.place, one.old or "-", one.new or "-") for one in found],
            )
        )
    return Exit.FAULT if found else Exit.OK


def _taken(name: str) -> Book:
    if name.isascii() and name.isdigit():
        return load_library().edition(int(name))
    return read_book(read_small(Path(name), BOOK_BYTES_MAX))
