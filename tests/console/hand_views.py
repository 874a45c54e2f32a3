# SPDX-License-Identifier: Apache-2.0
"""A month of a line by hand, for pictures: what the station by hand answers."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from parley.errors import LocalFault
from parley.fixed import replace
from parley.station.authority.keys_views import (
    DelegationView,
    KeysView,
    LinkKeysView,
)
from parley.station.authority.views import (
    AgreementView,
    NewsView,
    PersonView,
    ProposalView,
    RosterView,
)
from parley.station.observed.figures import alarms_view, waits_view
from parley.station.observed.looking_back import LinkFiguresView, RoundTripView
from parley.station.observed.rows import CIRCUIT, OFF, Seen
from parley.station.observed.timeline import lines
from parley.station.record.contacts import (
    ContactFact,
    Expected,
    contact_record,
)
from parley.station.record.views import ContactsView
from parley.station.upkeep.upkeep import UpkeepView
from parley.station.views import MessageView
from parley.station.watch.calls import CallView
from parley.station.watch.floor import MinimizeView, WireLineView
from parley.station.writing.views import DraftLookView, FindingView, SendTimeView
from parley.texts.characters import REFUSED, findings

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
ALFA, BRAVO = "nrrc.alfa.example", "nrrc.bravo.example"
LIMITS = {"FLASH": 120, "IMMEDIATE": 600, "PRIORITY": 3_600, "ROUTINE": 21_600}


@dataclass
class Beside:
    """What a test may put there."""

    minimize: tuple[MinimizeView, ...] = ()
    unread: tuple[MessageView, ...] = ()


def figures(link: str, now_ms: int, hours: int) -> LinkFiguresView:
    """Return a period in which the satellite fell, with one flood of alarms."""
    dice = random.Random(7)
    start = now_ms - hours * HOUR_MS
    at = lambda share: int(start + share * (now_ms - start))  # noqa: E731 - a ruler
    notes = [
        Seen(at(0.03), CIRCUIT, link, "fibre", "up"),
        Seen(at(0.03), CIRCUIT, link, "satellite", "up"),
        Seen(at(0.03), CIRCUIT, link, "radio", "by hand"),
        Seen(at(0.31), CIRCUIT, link, "satellite", "slow"),
        Seen(at(0.36), CIRCUIT, link, "satellite", "down"),
        Seen(at(0.44), CIRCUIT, link, "satellite", "up"),
        Seen(at(0.62), OFF, since_ms=at(0.58)),
        *(Seen(at(0.62), CIRCUIT, link, name, "up") for name in ("fibre", "satellite")),
        Seen(at(0.62), CIRCUIT, link, "radio", "by hand"),
        Seen(at(0.90), CIRCUIT, link, "satellite", "down"),
    ]
    names = [(link, name) for name in ("fibre", "satellite", "radio")]
    trips = tuple(
        RoundTripView(
            at((n + 0.5) / 48), round(38 + dice.random() * 9 + 500 * (n in {15, 17}))
        )
        for n in range(48)
        if not 27 <= n <= 30
    )
    first = at(0.36) // 600_000 * 600_000
    flood = [first + n * 30_000 for n in range(13)]
    alarms = flood + [at(dice.random()) for _ in range(30)]
    return LinkFiguresView(
        link=link,
        party="ALFA",
        from_ms=start,
        to_ms=now_ms,
        circuits=lines(notes, names, start, now_ms),
        round_trips=trips,
        unanswered=2,
        by_them=_waits(dice, 1.0),
        by_us=_waits(dice, 0.6),
        alarms=alarms_view(alarms, start, now_ms),
        cut=False,
    )


def _waits(dice: random.Random, pace: float) -> tuple[Any, ...]:
    made = []
    for name, limit_s in LIMITS.items():
        count = {"FLASH": 9, "IMMEDIATE": 24}.get(name, 60)
        waits = [
            round(1_000 * pace * limit_s * dice.lognormvariate(-1.6, 0.8))
            for _ in range(count)
        ]
        made.append(waits_view(name, waits, int(name == "ROUTINE"), limit_s * 1_000))
    return tuple(made)


def rosters(now_ms: int) -> tuple[RosterView, ...]:
    """Return two rosters: one officer ended, one key ended, one about to."""
    hardware, software = "hardware key (ES256)", "software key"
    far = now_ms + 400 * DAY_MS

    def person(index: int, name: str, *, to_ms: int = far, **more: Any) -> PersonView:
        given = {
            "position": "Duty officer",
            "classes": ("WATCH",),
            "keys": ((hardware, None),),
            **more,
        }
        return PersonView(index, name, valid_from_ms=0, valid_to_ms=to_ms, **given)

    ours = (
        person(1, "LT Adaeze Okoye"),
        person(2, "CDR Nils Lindqvist", classes=("WATCH", "RELEASER")),
        person(
            3, "LT Samir Haddad", keys=((software, now_ms - DAY_MS), (hardware, None))
        ),
        person(4, "MAJ I. Roos", to_ms=now_ms + 12 * DAY_MS, classes=("CUSTODIAN",)),
        person(5, "CAPT L. Ferro", to_ms=now_ms - 9 * DAY_MS),
        person(6, "LT P. Novak", keys=()),
    )
    theirs = (
        person(3, "CAPT R. Castillo", classes=("WATCH", "RELEASER")),
        person(4, "MAJ A. Petrov\u202e", classes=("RELEASER",)),
    )
    positions = ("Duty officer", "Watch chief", "Minister")
    return (
        RosterView(BRAVO, "BRAVO", True, 12, far, positions, ours),
        RosterView(ALFA, "ALFA", False, 31, now_ms + 20 * DAY_MS, positions, theirs),
    )


def keys(now_ms: int) -> KeysView:
    """Return our keys, which end soon, and theirs, which turned once."""
    ended = DelegationView(1, "77c1 09ab e2d4 5f60", 0, now_ms - 40 * DAY_MS)
    theirs = DelegationView(
        2, "1b9e 44f0 a3c7 d852", now_ms - 41 * DAY_MS, now_ms + 359 * DAY_MS
    )
    ours = DelegationView(
        3, "c05a 9d31 6e28 f7b4", now_ms - 380 * DAY_MS, now_ms + 20 * DAY_MS
    )
    opened_ms = now_ms - 7 * HOUR_MS
    line = LinkKeysView(ALFA, "ALFA", "in force", theirs, (ended,), opened_ms, 1, 12, 9)
    return KeysView(ours, (line,))


AGREEMENT = AgreementView(
    link=ALFA,
    state="in force",
    version=3,
    digest="5d" * 32,
    words=("FLASH: acknowledged within 2 min.", "Two releasers for every free text."),
    file="",
    proposed=ProposalView(4, "6e" * 32, ("Link tests every 30 min instead of 1 h.",)),
    open_proposals=1,
)


def news(now_ms: int) -> tuple[NewsView, ...]:
    """Return what two entries changed."""
    return (
        NewsView(
            ALFA, "in", 1, 790, now_ms - 2 * DAY_MS, "roster 31", ("key of 3 ended",)
        ),
        NewsView(
            ALFA, "out", 1, 640, now_ms - 9 * DAY_MS, "roster 12", ("officer 6 added",)
        ),
    )


def upkeep(now_ms: int, reasons: tuple[str, ...]) -> UpkeepView:
    """Return a station that is well but for its disk and its last copy."""
    return UpkeepView(
        now_ms=now_ms,
        started_ms=now_ms - 41 * DAY_MS,
        reasons=reasons,
        disk_free=6_400_000_000,
        disk_size=120_000_000_000,
        record_size=412_000_000,
        backup_ms=now_ms - 3 * DAY_MS,
        backup_entries=81_220,
        check_ms=now_ms - 2 * DAY_MS,
        check_problems=0,
        commits=61_204,
        commit_ms=1.9,
        commits_failed=0,
        frames_refused=3,
        bearer_failures=1,
        mistakes=0,
        versions=(("Parley", "0.1.0"), ("Python", "3.11.7"), ("SQLite", "3.40.1")),
    )


def look(given: tuple[Any, ...], unread: tuple[MessageView, ...]) -> DraftLookView:
    """Return what a station with three circuits makes of a text."""
    _link, _precedence, _to, texts, _read, _stop = given
    found = tuple(
        FindingView(
            language, one.start, one.text, one.code_points, one.trait.name,
            one.trait in REFUSED,
        )
        for language, text in texts
        for one in findings(text)
    )  # fmt: skip
    return DraftLookView(
        link=ALFA,
        party="ALFA",
        refused=None,
        characters=sum(len(text) for _, text in texts),
        words=sum(len(text.split()) for _, text in texts),
        hasty=False,
        size=1_184,
        findings=found,
        circuits=(
            SendTimeView("fibre", "up", "", 0.2, carries=True),
            SendTimeView("satellite", "slow", "answers late", 4.1, carries=True),
            SendTimeView("radio", "up", "", 132.0, carries=True),
        ),
        needed=2,
        by=("releaser",),
        read_through=1,
        newest=2 if unread else 1,
        unread=unread,
        texts=tuple(texts),
        suspended=False,
        minimize=None,
    )


class Answers:
    """What the station by hand answers to the pages that only look."""

    now_ms: int
    reasons: tuple[str, ...]
    wire: tuple[WireLineView, ...]
    beside: Beside
    contact_facts: tuple[ContactFact, ...]
    called: tuple[CallView, ...]
    noted: list[tuple[str, str, int | None]]
    other: str

    async def link_figures(self, link: str | None = None, hours: int = 24) -> Any:
        return figures(str(link), self.now_ms, hours)

    async def order_wire(self, *_: object) -> tuple[WireLineView, ...]:
        return self.wire

    async def minimize(self, _link: str | None = None) -> tuple[Any, ...]:
        return self.beside.minimize

    async def rosters(self) -> tuple[Any, ...]:
        return rosters(self.now_ms)

    async def key_state(self) -> KeysView:
        return keys(self.now_ms)

    async def agreement(self, _link: str | None = None) -> Any:
        return AGREEMENT

    async def authority_news(self, _link: str | None = None, _limit: int = 50) -> Any:
        return news(self.now_ms)

    async def upkeep(self) -> Any:
        return upkeep(self.now_ms, self.reasons)

    async def look_at_draft(self, *given: Any) -> Any:
        return look(given, self.beside.unread)

    async def contacts(
        self, link: str | None, from_ms: int | None, to_ms: int | None
    ) -> ContactsView:
        start = self.now_ms - 42 * DAY_MS if from_ms is None else from_ms
        end = (self.now_ms // DAY_MS + 1) * DAY_MS if to_ms is None else to_ms
        expected = Expected(start, end, self.now_ms, 3_600_000, 300_000)
        record = contact_record(self.contact_facts, expected)
        return ContactsView(str(link), "BRAVO", self.other, self.now_ms, 3_600, record)

    async def calls(self) -> tuple[CallView, ...]:
        return self.called

    async def reached(self, code: str, officer: int | None) -> CallView:
        if code != "482 913":
            raise LocalFault("PLY-WCH-071")
        self.noted.append(("REACHED", code, officer))
        self.called = tuple(
            replace(each, reached_ms=self.now_ms) for each in self.called
        )
        return self.called[0]
