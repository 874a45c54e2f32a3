# SPDX-License-Identifier: Apache-2.0
"""Holds a book and its renderer to the book's own vectors, at every start.

A renderer that says anything else than what both parties signed must not run.
"""

from __future__ import annotations

from parley.errors import Fault, LocalFault
from parley.formats.coding import decode, encode
from parley.formats.readback import read_back
from parley.formats.render import render, tags_of
from parley.formats.schema import Book, Golden
from parley.formats.values import CodedMessage, Parties

PARTIES = Parties("Bravo", "Alfa")
"""Sender and recipient of the vectors."""


def check_golden(book: Book) -> int:
    """Render every vector in every language and read it back; return how many.

    Raises:
        LocalFault: PLY-BOK-002 naming the first vector that does not hold.

    """
    held = set()
    count = 0
    for golden in book.golden:
        message = _check_one(book, golden)
        held.add(message.format)
        count += len(golden.texts)
    if held != set(book.formats):
        raise _fails(book, "all", "a format has no vector")
    return count


def _check_one(book: Book, golden: Golden) -> CodedMessage:
    try:
        message = decode(book, golden.body)
    except Fault as fault:
        raise _fails(book, golden.body.hex(), fault.what) from None
    name = book.formats[message.format].name
    if set(golden.texts) != set(tags_of(book, message.format)):
        raise _fails(book, name, "a language is missing")
    for tag, text in golden.texts.items():
        place = f"{name} in {tag}"
        # SPEC 9.35: "A station MUST render every vector of an edition and read it back
        # before it uses the edition, and refuse the edition if one differs."
        if render(book, message, tag, PARTIES) != text:
            raise _fails(book, place, "the text differs")
        try:
            read = read_back(book, text, tag, PARTIES)
        except LocalFault as fault:
            raise _fails(book, place, fault.what) from None
        if encode(read) != golden.body:
            raise _fails(book, place, "the text does not read back")
    return message


def _fails(book: Book, vector: str, reason: str) -> LocalFault:
    said = f"{vector}, {reason.rstrip('.')}"
    return LocalFault("PLY-BOK-002", edition=book.edition, vector=said)
