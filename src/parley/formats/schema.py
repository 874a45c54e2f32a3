# SPDX-License-Identifier: Apache-2.0
"""What an edition of the code book holds; plain values made by `book.read_book`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from parley.fixed import Fixed

CONTEXT = "context"
"""The choice that says whether an event is real; it stands in every message's head."""


class FieldType(IntEnum):
    """How a value is written; numbers stand in the compiled book."""

    ONE = 1  # one of a choice
    ANY = 2  # one or more of a choice, as a sum of 2^(n-1)
    INTEGER = 3
    DECIMAL = 4
    TIME = 5
    AREA = 6
    AREAS = 7
    NAME = 8
    TEXT = 9
    REFERENCE = 10


class Field(Fixed):
    """One field of a format; which of the last five count depends on the type."""

    key: int
    name: str
    type: FieldType
    required: bool = False
    critical: bool = False  # read back by the receiver
    choice: str = ""
    least: int = 0
    most: int = 0
    units: tuple[str, ...] = ()
    bytes_max: int = 0


class After(Fixed):
    """One time must follow another by so many minutes."""

    later: int
    earlier: int
    minutes_min: int
    minutes_max: int


class Preset(Fixed):
    """A code for one action: notations of `notation`, beside `now` and `given`."""

    name: str
    values: Mapping[str, str]


class Format(Fixed):
    """One format: its fields in the order in which they are shown."""

    number: int
    name: str
    source: str
    precedence: int
    event_time: int  # key of the time that lead time is counted to; 0: none
    fields: tuple[Field, ...]
    by_key: Mapping[int, Field]
    by_name: Mapping[str, Field]
    required: frozenset[int]
    after: tuple[After, ...]
    presets: tuple[Preset, ...]


class FormatWords(Fixed):
    """A format's words in one language."""

    headline: str
    labels: Mapping[int, str]


class Language(Fixed):
    """One language's column of the book; a draft has words for some formats only."""

    tag: str
    name: str
    right_to_left: bool
    draft: bool
    decimal: str
    date: str
    months: tuple[str, ...]
    words: Mapping[str, str]
    hemispheres: Mapping[str, str]
    units: Mapping[str, str]
    formats: Mapping[int, FormatWords]
    choices: Mapping[str, Mapping[int, str]]


class Golden(Fixed):
    """One message in full: what a renderer must make of a body."""

    body: bytes
    texts: Mapping[str, str]


class Book(Fixed):
    """One edition; `digest` is the SHA-256 of the bytes it was read from."""

    edition: int
    profile: int
    digest: bytes
    choices: Mapping[str, int]
    formats: Mapping[int, Format]
    languages: Mapping[str, Language]
    golden: tuple[Golden, ...]

    def named(self, name: str) -> Format | None:
        """Return the format of a name."""
        for each in self.formats.values():
            if each.name == name:
                return each
        return None


INSTALMENT = Field(0, "instalment", FieldType.ONE, critical=True, choice="instalment")
CONTINUES = Field(23, "continues", FieldType.REFERENCE, critical=True)
COMMON: Mapping[int, Field] = {each.key: each for each in (INSTALMENT, CONTINUES)}
"""Fields that every format has."""

FIRST, FURTHER, LAST = 1, 2, 3
"""Values of `instalment`."""
