# SPDX-License-Identifier: Apache-2.0
"""One link looked back on: from the record, and from what was noted of its circuits."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from parley.core.entries import read_row
from parley.core.records import Rung
from parley.core.shelves import decode_fact, decode_head, ladder_key
from parley.core.targets import target
from parley.fixed import Fixed
from parley.model.entry import EntryKind, TestAnswer
from parley.model.precedence import Precedence
from parley.model.record import Direction, EntryFlag, EntryRow
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.facts import LinkKnowledge
from parley.station.observed.figures import (
    AlarmsView,
    WaitsView,
    alarms_view,
    waits_view,
)
from parley.station.observed.rows import ALARM, SHELF, Seen, decode_seen
from parley.station.observed.timeline import CircuitLineView, lines
from parley.station.queries import Queries
from parley.station.record.rows import rows_between

HOUR_MS = 3_600_000
HOURS_MAX = 31 * 24
ROWS_MAX = 50_000
_LOUD = frozenset({Precedence.FLASH, Precedence.IMMEDIATE})


class RoundTripView(Fixed):
    """One link test of ours that was answered."""

    at_ms: int
    took_ms: int


class LinkFiguresView(Fixed):
    """One link in a period.

    ``by_them`` are waits of our messages for their officers, ``by_us`` of theirs for
    ours.  ``unanswered`` counts our link tests without an answer on record.
    """

    link: str
    party: str
    from_ms: int
    to_ms: int
    circuits: tuple[CircuitLineView, ...]
    round_trips: tuple[RoundTripView, ...]
    unanswered: int
    by_them: tuple[WaitsView, ...]
    by_us: tuple[WaitsView, ...]
    alarms: AlarmsView
    cut: bool  # there was more traffic than is counted


@dataclass(slots=True)
class _Counted:
    tests: dict[bytes, int] = field(default_factory=dict)
    trips: list[RoundTripView] = field(default_factory=list)
    waits: dict[tuple[Direction, Precedence], list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )
    open: dict[tuple[Direction, Precedence], int] = field(
        default_factory=lambda: defaultdict(int)
    )
    sounded: list[int] = field(default_factory=list)
    rows: int = 0


class LookingBack:
    """Questions; changes nothing."""

    def __init__(self, queries: Queries, store: Store, clock: Clock) -> None:
        self._queries, self._store, self._clock = queries, store, clock

    async def figures(self, link: str | None, hours: int) -> LinkFiguresView:
        """Return the figures of a link's last hours."""
        known = self._queries.link_knowledge(link)
        now_ms = self._clock.now().wall_ms
        from_ms = now_ms - max(1, min(hours, HOURS_MAX)) * HOUR_MS
        circuits = tuple(
            (one.link, one.circuit)
            for one in self._queries.facts.circuits
            if one.link == known.facts.link
        )
        return await asyncio.to_thread(self._figures, known, circuits, from_ms, now_ms)

    def _figures(
        self,
        known: LinkKnowledge,
        circuits: tuple[tuple[str, str], ...],
        from_ms: int,
        to_ms: int,
    ) -> LinkFiguresView:
        link = known.facts.link
        notes = [decode_seen(key, data) for key, data in self._store.shelf(SHELF)]
        counted = _Counted()
        rows = rows_between(self._store, link, from_ms, to_ms + HOUR_MS)
        for row in islice(rows, ROWS_MAX):
            self._count(row, counted)
        raised = [each.at_ms for each in notes if _is_of(each, link)]
        return LinkFiguresView(
            link=link,
            party=known.facts.party,
            from_ms=from_ms,
            to_ms=to_ms,
            circuits=lines(notes, circuits, from_ms, to_ms),
            round_trips=tuple(sorted(counted.trips, key=lambda each: each.at_ms)),
            unanswered=len(counted.tests),
            by_them=tuple(_waits(known, counted, Direction.OUT)),
            by_us=tuple(_waits(known, counted, Direction.IN)),
            alarms=alarms_view([*raised, *counted.sounded], from_ms, to_ms),
            cut=counted.rows >= ROWS_MAX,
        )

    def _count(self, row: EntryRow, counted: _Counted) -> None:
        counted.rows += 1
        head = decode_head(row.head)
        out = row.key.direction is Direction.OUT
        if head.kind == EntryKind.LINK_TEST and out:
            counted.tests[row.leaf] = head.logged_ms
        elif head.kind == EntryKind.TEST_ANSWER and not out:
            payload = read_row(row)[1].payload
            assert isinstance(payload, TestAnswer), "its kind says so"
            sent_ms = counted.tests.pop(payload.leaf, None)
            if sent_ms is not None:
                took_ms = max(0, head.filed_ms - sent_ms)
                counted.trips.append(RoundTripView(sent_ms, took_ms))
        elif head.kind == EntryKind.MESSAGE and head.precedence is not None:
            if EntryFlag.BAD in row.flags or head.refusal is not None:
                return
            if not out and head.precedence in _LOUD:
                counted.sounded.append(head.filed_ms)
            self._wait(row, head.filed_ms, head.precedence, counted)

    def _wait(
        self, row: EntryRow, since_ms: int, precedence: Precedence, counted: _Counted
    ) -> None:
        """Count how long a message waited, from its filing at either side."""
        sort = (row.key.direction, precedence)
        key = ladder_key(row.key, Rung.ACKNOWLEDGEMENT, row.leaf)
        data = self._store.value("ladder", key)
        if data is None:
            counted.open[sort] += 1
        else:
            counted.waits[sort].append(decode_fact(data).attested_ms - since_ms)


def _is_of(note: Seen, link: str) -> bool:
    return note.what == ALARM and note.link in {link, ""}


def _waits(
    known: LinkKnowledge, counted: _Counted, way: Direction
) -> Iterator[WaitsView]:
    for precedence in sorted(Precedence, reverse=True):
        waits = counted.waits.get((way, precedence), [])
        unanswered = counted.open.get((way, precedence), 0)
        if not waits and not unanswered:
            continue
        limit_s = 0
        if known.agreement is not None:
            limit_s = target(known.agreement, precedence).acknowledge_s
        yield waits_view(precedence.name, waits, unanswered, limit_s * 1_000)
