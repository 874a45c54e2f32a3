# SPDX-License-Identifier: Apache-2.0
"""What is attached to a text in another language, and how far it may be relied on."""

from __future__ import annotations

from enum import IntEnum

from parley.fixed import Fixed
from parley.model.message import Release


class Grade(IntEnum):
    """How a translation was made; numbers are signed and on the disk."""

    MACHINE = 1
    SIGHT = 2
    ROUGH = 3
    CERTIFIED = 4
    DISPUTED = 5


SIGNED = frozenset({Grade.CERTIFIED, Grade.DISPUTED})
"""Grades that a linguist gives with his key; the others anybody of ours notes."""


class Pairing(Fixed):
    """What a certificate is about: an entry, one of its texts, and a translation."""

    incarnation: int
    serial: int
    leaf: bytes  # of the entry, 32 bytes
    language: str
    original: str
    into: str
    text: str


class Translation(Fixed):
    """One version; it is never changed, only superseded by one with a higher number.

    Of officer and engine exactly one is given.  Times are milliseconds since 1970 UTC:
    ``created_ms`` the translator's, ``filed_ms`` the station's.
    """

    version: int  # from 1
    grade: Grade
    language: str  # of the text that it translates
    into: str
    text: str
    officer: int | None
    engine: str | None
    created_ms: int
    filed_ms: int
    supersedes: int | None
    reason: str
    release: Release | None
