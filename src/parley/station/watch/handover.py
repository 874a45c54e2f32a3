# SPDX-License-Identifier: Apache-2.0
"""Who has the watch, the sheet under way and the sheets of before, as faces show them.

English words stand here once, for the command line and for paper; a console has its
own in its own language.
"""

from __future__ import annotations

from itertools import islice

from parley.core.authority.persons import officer_name
from parley.core.watch.handing_over import OPEN, SHELF, digest_of
from parley.crypto.fingerprint import release_code
from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.model.handover import Item, Matter, Sheet, Side
from parley.ports.store import Store
from parley.station.config import Settings
from parley.station.facts import Facts
from parley.station.queries import Queries
from parley.station.time_words import date_time_group
from parley.station.views import SigningView
from parley.wire.handover import decode_sheet, handover_manifest

_WORDS = {
    Matter.UNACKNOWLEDGED: "Message {subject} waits for an officer{since}.",
    Matter.ANSWER_OWED: "We promised {link} an answer to {subject}{until}.",
    Matter.ANSWER_PROMISED: "{link} promised an answer to our {subject}{until}.",
    Matter.TRANSLATION: "The translation of {subject} is not certified.",
    Matter.TEST_MISSED: "{subject} link tests of {link} did not come in a row.",
    Matter.KEY_EXPIRES: "{subject} signs nothing more after a while{until}.",
    Matter.PATH: "Circuit {subject} to {link} is not as it should be{since}.",
    Matter.SHELVED: "The alarm {subject} about {link} is owned by name{until}.",
    Matter.ALARM: "The alarm {subject} stands{about}{since}.",
    Matter.DRAFT: "Draft {subject} to {link} waits for release{since}.",
    Matter.NOTICE: "What {subject} announced comes up{since}.",
    Matter.ONWARD: "{subject} has not reached everybody inside.",
    Matter.MORE: "{subject} lines more did not fit; look at the board.",
}


class LineView(Fixed):
    """One line of a sheet; `note` None: not answered yet, empty: he has it."""

    line: int  # from 0
    matter: str
    link: str
    subject: str
    at_ms: int | None
    words: str  # in English
    note: str | None


class SheetView(Fixed):
    """A sheet of handover; `sound` says who listened, and why he heard nothing.

    `in_place_of` is who had the watch, if another signs for him.
    """

    begun_ms: int
    outgoing: int
    outgoing_name: str
    incoming: int
    incoming_name: str
    had: int | None
    in_place_of: str | None
    lines: tuple[LineView, ...]
    unanswered: int
    sound_officer: int | None
    sound_by: str | None
    sound_heard: bool | None
    sound_reason: str
    signed: tuple[str, ...]  # OUTGOING, INCOMING
    done_ms: int | None


class WatchView(Fixed):
    """Who has the watch, since when, and the handover under way."""

    officer: int | None
    name: str | None
    since_ms: int | None
    under_way: SheetView | None


class Handovers:
    """Questions; changes nothing."""

    def __init__(self, queries: Queries, store: Store, settings: Settings) -> None:
        self._queries = queries
        self._store = store
        self._settings = settings

    def watch(self) -> WatchView:
        """Return who has the watch."""
        facts = self._queries.facts
        last, now = facts.watch, facts.handover
        officer = None if last is None else last.incoming
        return WatchView(
            officer=officer,
            name=None if officer is None else officer_name(facts.roster, officer),
            since_ms=None if last is None else last.done_ms,
            under_way=None if now is None else sheet_view(facts, now),
        )

    def before(self, limit: int) -> tuple[SheetView, ...]:
        """Return the sheets that both officers signed, newest first."""
        facts = self._queries.facts
        kept = [data for key, data in self._store.shelf(SHELF) if key != OPEN]
        newest = islice(reversed(kept), limit)
        return tuple(sheet_view(facts, decode_sheet(data)) for data in newest)

    def request(self, side: Side) -> SigningView:
        """Return what the officer of a side signs.

        Raises:
            LocalFault: PLY-WCH-055 no handover is under way.

        """
        sheet = self._queries.facts.handover
        if sheet is None:
            raise LocalFault("PLY-WCH-055")
        name, mode = self._settings.station.name, self._settings.mode
        manifest = handover_manifest(name, mode, sheet, side)
        digest = digest_of(manifest)
        return SigningView(
            ref="",
            officer=sheet.officer(side),
            created_ms=sheet.begun_ms,
            manifest=manifest.hex(),
            digest=digest.hex(),
            release_code=release_code(digest),
            kind=f"HANDOVER {side.name}",
        )


def sheet_view(facts: Facts, sheet: Sheet) -> SheetView:
    """Return a sheet as a face shows it."""
    roster, sound = facts.roster, sheet.sound
    replaced = sheet.had not in {None, sheet.outgoing}
    signed = ((Side.OUTGOING, sheet.given), (Side.INCOMING, sheet.taken))
    lines = tuple(
        LineView(
            line=at,
            matter=each.matter.name,
            link=each.link,
            subject=each.subject,
            at_ms=each.at_ms,
            words=_words(each),
            note=each.note,
        )
        for at, each in enumerate(sheet.items)
    )
    return SheetView(
        begun_ms=sheet.begun_ms,
        outgoing=sheet.outgoing,
        outgoing_name=officer_name(roster, sheet.outgoing),
        incoming=sheet.incoming,
        incoming_name=officer_name(roster, sheet.incoming),
        had=sheet.had,
        in_place_of=officer_name(roster, sheet.had or 0) if replaced else None,
        lines=lines,
        unanswered=sum(each.note is None for each in lines),
        sound_officer=None if sound is None else sound.officer,
        sound_by=None if sound is None else officer_name(roster, sound.officer),
        sound_heard=None if sound is None else sound.heard,
        sound_reason="" if sound is None else sound.reason,
        signed=tuple(side.name for side, release in signed if release is not None),
        done_ms=sheet.done_ms,
    )


def _words(item: Item) -> str:
    at = None if item.at_ms is None else date_time_group(item.at_ms)
    return _WORDS[item.matter].format(
        subject=item.subject,
        link=item.link,
        about=f" about {item.link}" if item.link else "",
        since=f", since {at}" if at else "",
        until=f", until {at}" if at else "",
    )
