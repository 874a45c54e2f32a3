# SPDX-License-Identifier: Apache-2.0
"""What faces are shown of the record itself: plain values, ready for JSON.

Times are milliseconds since 1970 UTC; `None` means "no such fact on record".
"""

from __future__ import annotations

from parley.fixed import Fixed
from parley.station.record.contacts import ContactRecord


class ContactsView(Fixed):
    """The contact record of one link and how its link tests were agreed."""

    link: str
    own: str  # our party
    party: str  # theirs
    now_ms: int
    test_interval_s: int
    record: ContactRecord


class CalendarView(Fixed):
    """The contact record as a picture; the table twin is in the same file."""

    link: str
    svg: str


class TimeView(Fixed):
    """One time that somebody attests of a message.

    `source` says whose word it is, `clock` how good the clock behind it was then; the
    true time by our clock lies between `from_ms` and `to_ms`, where that is known.
    """

    step: str  # "drafted", "released", "logged", "handed over", "received" ...
    at_ms: int | None
    source: str  # "our station", "their station", "our officer NAME" ...
    clock: str
    from_ms: int | None
    to_ms: int | None
    disagrees: str | None  # in words, with what


class ChronologyView(Fixed):
    """All times of one message, in the order of the ladder."""

    ref: str
    number: int
    precedence: str
    link: str
    party: str
    direction: str
    subject: str
    times: tuple[TimeView, ...]


class ChronologiesView(Fixed):
    """The oldest messages of a period; `left_out` of it are not among them."""

    messages: tuple[ChronologyView, ...]
    left_out: int


class RetentionView(Fixed):
    """What retention found and destroyed."""

    text_days: int
    before_ms: int  # texts filed before this are too old
    found: int
    destroyed: int
    waiting: int  # too old, and kept: still on the way, or not acknowledged
    dry_run: bool


class ArchiveView(Fixed):
    """An archive that was written, or the request that has to come before it."""

    link: str
    path: str
    entries: int  # of the period
    notes: int  # cosigned heads
    size: int  # bytes
    redacted: bool
    request: bytes = b""  # not empty: nothing was written, the counterpart must consent


class ArchiveWishView(Fixed):
    """What a counterpart's request would archive; `data` is our consent, if given."""

    link: str
    party: str
    from_ms: int
    to_ms: int
    redacted: bool
    entries: int  # of the period, in our own record, both directions
    messages: int
    data: bytes


class ArchiveCheckView(Fixed):
    """What a check of an archive found; no problem means sound."""

    station: str
    counterpart: str
    from_ms: int
    to_ms: int
    redacted: bool
    entries: int
    covered: int  # entries that stand under a cosigned head, all logs
    notes: int
    problems: tuple[str, ...]
