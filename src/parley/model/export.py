# SPDX-License-Identifier: Apache-2.0
"""What one party asks to show a third one of the record: entries and their fields."""

from __future__ import annotations

from parley.fixed import Fixed
from parley.model.precedence import Mode


class ExportEntry(Fixed):
    """One entry by its place; `fields` is the sum of 2^n over the open fields n."""

    index: int
    fields: int


class ExportPart(Fixed):
    """What is shown of one log; with a period, that this is all of it."""

    sender: str
    incarnation: int
    period: tuple[int, int] | None
    entries: tuple[ExportEntry, ...]


class ExportRequest(Fixed):
    """The exact choice that a consent is given to, or refused."""

    requester: str
    counterpart: str
    mode: Mode
    parts: tuple[ExportPart, ...]


class ArchiveRequest(Fixed):
    """A period of both logs that is to be archived, with its texts or redacted."""

    requester: str
    counterpart: str
    mode: Mode
    from_ms: int
    to_ms: int
    redacted: bool


class ExportConsent(Fixed):
    """The counterpart's word that the request it holds whole may be carried out."""

    station: str
    request: bytes  # the requester's statement
