# SPDX-License-Identifier: Apache-2.0
"""Reads a compiled edition, and holds all editions that a station has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from parley.crypto.digest import sha256
from parley.errors import CounterpartFault, LocalFault
from parley.formats.render import PROFILE
from parley.formats.schema import (
    After,
    Book,
    Field,
    FieldType,
    Format,
    FormatWords,
    Golden,
    Language,
    Preset,
)
from parley.wire.cbor import loads

LABEL = "parley/1 code book"
BOOK_BYTES_MAX = 1 << 20
ITEMS_MAX = 65_536
EDITION_MAX = 255


def read_book(data: bytes) -> Book:
    """Return the edition in its compiled bytes.

    Raises:
        LocalFault: PLY-BOK-001 the bytes are not one, or of another profile.

    """
    try:
        value = loads(data, items_max=ITEMS_MAX, bytes_max=BOOK_BYTES_MAX)
    except CounterpartFault as odd:
        raise LocalFault("PLY-BOK-001", reason=odd.what.rstrip(".")) from None
    try:
        return _book(value, sha256(data))
    except (TypeError, ValueError, KeyError, IndexError, AttributeError) as odd:
        reason = f"its parts are not in their places ({type(odd).__name__})"
        raise LocalFault("PLY-BOK-001", reason=reason) from None


def _book(value: Any, digest: bytes) -> Book:  # noqa: ANN401 - decoded values
    label, edition, profile, choices, formats, languages, golden = value
    if label != LABEL:
        raise LocalFault("PLY-BOK-001", reason="it is no code book")
    # SPEC 9.30: "A station MUST refuse an edition whose profile it does not know."
    if profile != PROFILE:
        raise LocalFault("PLY-BOK-001", reason=f"its profile {profile} is unknown")
    counts = {str(name): int(count) for name, count in choices.items()}
    if type(edition) is not int or not 1 <= edition <= EDITION_MAX:
        raise LocalFault("PLY-BOK-001", reason="its edition is no number")
    return Book(
        edition=edition,
        profile=profile,
        digest=digest,
        choices=counts,
        formats={each[0]: _format(each) for each in formats},
        languages={each[0]: _language(each) for each in languages},
        golden=tuple(Golden(body, texts) for body, texts in golden),
    )


def _format(value: Any) -> Format:  # noqa: ANN401
    number, name, source, precedence, event_time, fields, after, presets = value
    read = tuple(_field(each) for each in fields)
    return Format(
        number=number,
        name=name,
        source=source,
        precedence=precedence,
        event_time=event_time,
        fields=read,
        by_key={each.key: each for each in read},
        by_name={each.name: each for each in read},
        required=frozenset(each.key for each in read if each.required),
        after=tuple(After(*each) for each in after),
        presets=tuple(Preset(preset, values) for preset, values in presets),
    )


def _field(value: Any) -> Field:  # noqa: ANN401
    key, name, kind, required, critical, choice, least, most, units, size = value
    return Field(
        key,
        name,
        FieldType(kind),
        required,
        critical,
        choice,
        least,
        most,
        tuple(units),
        size,
    )


def _language(value: Any) -> Language:  # noqa: ANN401
    tag, name, rtl, draft, decimal, date, months, *tables = value
    words, hemispheres, units, formats, choices = tables
    return Language(
        tag=tag,
        name=name,
        right_to_left=rtl,
        draft=draft,
        decimal=decimal,
        date=date,
        months=tuple(months),
        words=words,
        hemispheres=hemispheres,
        units=units,
        formats={n: FormatWords(head, labels) for n, (head, labels) in formats.items()},
        choices=choices,
    )


class Library:
    """All editions a station holds: the newest to write in, every one to read."""

    def __init__(self, books: Iterable[Book] = ()) -> None:
        """Take the editions, each number once."""
        self._books: Mapping[int, Book] = {each.edition: each for each in books}
        self.digests = tuple((book.edition, book.digest) for book in self)
        """The SHA-256 of each edition, as releases are bound to it."""

    def __iter__(self) -> Any:  # noqa: ANN401 - iterator of Book
        """Go through the editions, oldest first."""
        return iter([self._books[number] for number in sorted(self._books)])

    def edition(self, number: int) -> Book:
        """Return one edition.

        Raises:
            CounterpartFault: PLY-BOK-003 it is not held here.

        """
        book = self._books.get(number)
        if book is None:
            raise CounterpartFault("PLY-BOK-003", edition=number)
        return book

    def signed(self, digest: bytes | None) -> Book | None:
        """Return the edition with this digest: the one both parties signed."""
        for book in self._books.values():
            if book.digest == digest:
                return book
        return None

    @property
    def newest(self) -> Book | None:
        """The edition with the highest number, if there is one."""
        return self._books[max(self._books)] if self._books else None
