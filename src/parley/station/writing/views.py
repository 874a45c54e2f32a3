# SPDX-License-Identifier: Apache-2.0
"""What a face shows of a text that is being written."""

from __future__ import annotations

from parley.fixed import Fixed
from parley.station.views import MessageView


class FindingView(Fixed):
    """A place of a text that may deceive an eye; `refused`: it keeps it from filing."""

    language: str
    start: int  # character, from 0
    text: str
    code_points: str  # U+0421 U+041E
    trait: str  # MIXED_SCRIPT ...
    refused: bool


class SendTimeView(Fixed):
    """How long a text would take over one circuit; None where that cannot be said."""

    circuit: str
    state: str
    reason: str
    seconds: float | None
    carries: bool  # False: it is too long for this circuit


class DraftLookView(Fixed):
    """A text as the station would take it, before anything is filed.

    ``unread`` are newer messages of theirs that nobody here has said to have read, the
    newest first; while there is one, nothing is released.
    """

    link: str
    party: str
    refused: str | None  # why it would not be taken, in words
    characters: int
    words: int  # of the longest text
    hasty: bool  # so long that reading it costs the other watch minutes
    size: int  # bytes of the frame, releases included
    findings: tuple[FindingView, ...]
    circuits: tuple[SendTimeView, ...]
    needed: int
    by: tuple[str, ...]
    read_through: int
    newest: int
    unread: tuple[MessageView, ...]
    texts: tuple[tuple[str, str], ...]  # as they would go
    suspended: bool  # by either side; only FLASH goes
    minimize: str | None  # what is below this precedence waits


class UnfinishedView(Fixed):
    """A text in the making, as its form had it; nobody else signs or reads it."""

    officer: int
    slot: int
    version: int
    saved_ms: int
    fields: tuple[tuple[str, str], ...]
