# SPDX-License-Identifier: Apache-2.0
"""What one party asks to show a third one of the record: entries and their fields."""

from __future__ import annotations

from dataclasses import dataclass

from parley.model.precedence import Mode


@dataclass(frozen=True, slots=True)
class ExportEntry:
    """One entry by its place; `fields` is the sum of 2^n over the open fields n."""

    index: int
    fields: int


@dataclass(frozen=True, slots=True)
class ExportPart:
    """What is shown of one log; with a period, that this is all of it."""

    sender: str
    incarnation: int
    period: tuple[int, int] | None
    entries: tuple[ExportEntry, ...]


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """The exact choice that a consent is given to, or refused."""

    requester: str
    counterpart: str
    mode: Mode
    parts: tuple[ExportPart, ...]


@dataclass(frozen=True, slots=True)
class ArchiveRequest:
    """A period of both logs that is to be archived, with its texts or redacted."""

    requester: str
    counterpart: str
    mode: Mode
    from_ms: int
    to_ms: int
    redacted: bool


@dataclass(frozen=True, slots=True)
class ExportConsent:
    """The counterpart's word that the request it holds whole may be carried out."""

    station: str
    request: bytes  # the requester's statement
