# SPDX-License-Identifier: Apache-2.0
"""The editions that ship with this program, compiled and as they are edited."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path

import parley.formats
from parley.errors import LocalFault
from parley.formats.adding import taken_away
from parley.formats.book import BOOK_BYTES_MAX, Library, read_book
from parley.formats.compile import Source
from parley.formats.golden import check_golden

FOLDER = Path(parley.formats.__file__).parent / "editions"
COMPILED = "book.cbor"
_HEAD = re.compile(r"^=== (\w+)$", re.MULTILINE)


def editions() -> tuple[Path, ...]:
    """Return the folder of each edition, oldest first."""
    found = [each for each in FOLDER.iterdir() if each.name.isdigit()]
    return tuple(sorted(found, key=lambda each: int(each.name)))


@cache
def load_library() -> Library:
    """Read every edition and hold it to its own vectors.

    Raises:
        LocalFault: PLY-BOK-001 an edition cannot be read; PLY-BOK-002 a vector fails;
            PLY-BOK-014 an edition takes something away from the one before.

    """
    books = []
    for folder in editions():
        try:
            data = (folder / COMPILED).read_bytes()
        except OSError as odd:
            reason = f"{folder / COMPILED}: {odd.strerror}"
            raise LocalFault("PLY-BOK-001", reason=reason) from odd
        if len(data) > BOOK_BYTES_MAX:
            raise LocalFault("PLY-BOK-001", reason=f"{folder.name} is too large")
        book = read_book(data)
        check_golden(book)
        books.append(book)
    for older, newer in pairwise(books):
        # SPEC 9.41: "A station MUST refuse to start with one that does not."
        if lost := taken_away(older, newer):
            place, edition = lost[0].place, newer.edition
            raise LocalFault("PLY-BOK-014", edition=edition, place=place)
    return Library(books)


def read_source(folder: Path) -> Source:
    """Return an edition as it is edited.

    Raises:
        LocalFault: PLY-BOK-013 a file is not what it must be.

    """
    return Source(
        head=_toml(folder / "book.toml"),
        formats=[_toml(each) for each in sorted((folder / "formats").glob("*.toml"))],
        languages=[
            _toml(each) for each in sorted((folder / "languages").glob("*.toml"))
        ],
        golden={
            each.stem: split_golden(each.read_text("utf-8"))
            for each in sorted((folder / "golden").glob("*.txt"))
        },
    )


def split_golden(text: str) -> dict[str, str]:
    """Return the texts of one language's vectors by format."""
    _, *parts = _HEAD.split(text)
    return {
        name: body.strip("\n")
        for name, body in zip(parts[::2], parts[1::2], strict=True)
    }


def _toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as odd:
        place = f"{path.parent.name}/{path.name}"
        raise LocalFault("PLY-BOK-013", place=place, reason=str(odd)) from odd
