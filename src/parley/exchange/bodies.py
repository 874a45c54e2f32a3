# SPDX-License-Identifier: Apache-2.0
"""The coded body inside a file of ours, and the fields beside it.

A body is exact, so a file of ours comes back as the message it was.  What stands beside
it is what people read, and a file in which the two differ is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from parley.errors import CounterpartFault, Fault, LocalFault
from parley.exchange.values import Coded, CodedFilling
from parley.formats.book import Library
from parley.formats.coding import decode
from parley.formats.notation import parse_value
from parley.formats.schema import COMMON, Book, Format
from parley.formats.values import CodedMessage, FieldValue, Reference
from parley.formats.writing import write_value

PREFIX = "parley coded body: "
FIELD = "parley:"
_BODY = re.compile(re.escape(PREFIX) + r"([0-9a-f]{2,2048})\Z")


def note_of(coded: Coded) -> str:
    """Return the body as it stands in a text of a file."""
    return PREFIX + coded.body.hex()


def fields_of(coded: Coded) -> list[tuple[str, str]]:
    """Return each field by name, written as `parley code` takes it."""
    form = coded.book.formats[coded.message.format]
    return [
        (field.name, write_value(field, coded.message.fields[field.key]))
        for field in (*COMMON.values(), *form.fields)
        if field.key in coded.message.fields
    ]


def body_in(text: str) -> bytes | None:
    """Return the body that a text carries, if it carries one."""
    found = _BODY.match(text.strip())
    return None if found is None else bytes.fromhex(found[1])


def filling(
    library: Library, body: bytes, beside: Mapping[str, str] | None
) -> tuple[CodedFilling, tuple[str, ...]]:
    """Return the draft that a body makes, and what people must be told of it.

    `beside` are the fields that the file shows to people, all of them; None if it has
    another way to show them.

    Raises:
        LocalFault: PLY-XCH-002 the body is no message of an edition held here; -006
            the two differ.

    """
    coded = _read(library, body)
    form = coded.book.formats[coded.message.format]
    written = dict(fields_of(coded))
    if beside is not None:
        _compare(written, beside)
    fields, notes = {}, []
    for name, text in written.items():
        field = form.by_name.get(name) or _COMMON[name]
        value = coded.message.fields[field.key]
        if isinstance(value, Reference):
            # Numbers of messages are counted by their senders, and a draft is ours.
            notes.append(f"{name} ({text}) names a message by its sender's count.")
        elif _again(coded.book, form, name, text) == value:
            fields[name] = text
        else:
            notes.append(f"{name} ({text}) cannot be typed in.")
    return CodedFilling(form.name, fields, body), tuple(notes)


def _compare(coded: Mapping[str, str], beside: Mapping[str, str]) -> None:
    for name in sorted(coded.keys() | beside.keys()):
        one, other = beside.get(name, "not stated"), coded.get(name, "not stated")
        if one != other:
            raise LocalFault("PLY-XCH-006", field=name, shown=one, coded=other)


_COMMON = {each.name: each for each in COMMON.values()}


def _read(library: Library, body: bytes) -> Coded:
    reason = "there is no edition"
    for book in library:
        try:
            message: CodedMessage = decode(book, body)
        except CounterpartFault as fault:
            reason = fault.what.rstrip(".")
        else:
            return Coded(book, message, body)
    raise LocalFault("PLY-XCH-002", kind="a coded body", reason=reason)


def _again(book: Book, form: Format, name: str, text: str) -> FieldValue | None:
    try:
        field = form.by_name.get(name) or _COMMON[name]
        return parse_value(book, form, field, text, 0)
    except Fault:
        return None
