# SPDX-License-Identifier: Apache-2.0
"""What the floor of a watch asks: the order wire and MINIMIZE, from the record."""

from __future__ import annotations

from heapq import nlargest

from parley.core.authority.persons import officer_name
from parley.core.entries import read_row
from parley.core.shelves import decode_head
from parley.core.tended import Minimize
from parley.fixed import Fixed
from parley.model.act import Act, Minimized, Service
from parley.model.entry import EntryKind
from parley.model.record import Direction, EntryFlag, EntryRow
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.facts import LinkKnowledge
from parley.station.limits import LIST_MAX
from parley.station.names import ref_of
from parley.station.queries import Queries
from parley.station.reading import DESTROYED
from parley.station.record.rows import rows_between
from parley.station.time_words import date_time_group

WIRE_S = 24 * 3_600
"""How far back the order wire is shown where no time is given: one day."""


class WireLineView(Fixed):
    """One line of the order wire; not `good`: its signature does not count."""

    ref: str
    link: str
    direction: str  # "out" or "in"
    text: str
    by: str
    created_ms: int
    logged_ms: int
    date_time_group: str
    good: bool


class MinimizeView(Fixed):
    """MINIMIZE of one side, in force; `since_ms` by our clock."""

    ref: str
    link: str
    direction: str  # "out": ordered by us, "in": by them
    by: str
    spares: str
    reason: str
    since_ms: int
    until_ms: int | None


class Floor:
    """Questions; changes nothing."""

    def __init__(self, queries: Queries, store: Store, clock: Clock) -> None:
        self._queries = queries
        self._store = store
        self._clock = clock

    def order_wire(
        self, known: LinkKnowledge, from_ms: int | None, limit: int
    ) -> tuple[WireLineView, ...]:
        """Return lines of the order wire, the newest last."""
        now_ms = self._clock.now().wall_ms
        start_ms = now_ms - WIRE_S * 1_000 if from_ms is None else from_ms
        rows = (
            (head.logged_ms, head.filed_ms, row)
            for row in rows_between(
                self._store, known.facts.link, start_ms, now_ms + WIRE_S * 1_000
            )
            if (head := decode_head(row.head)).kind == EntryKind.SERVICE
        )
        newest = nlargest(min(limit, LIST_MAX), rows, key=lambda each: each[:2])
        return tuple(self.line(known, row) for _, _, row in reversed(newest))

    def line(self, known: LinkKnowledge, row: EntryRow) -> WireLineView:
        """Return one line of the order wire from its row."""
        head = decode_head(row.head)
        text, by, created_ms = DESTROYED, DESTROYED, head.logged_ms
        if head.forgotten_ms is None:
            payload = read_row(row)[1].payload
            assert isinstance(payload, Act), "a line of service is an act"
            assert isinstance(payload.said, Service), "its kind says so"
            text, created_ms = payload.said.text, payload.created_ms
            by = self._by(known, row.key.direction, payload)
        return WireLineView(
            ref=ref_of(row.key),
            link=known.facts.link,
            direction=row.key.direction.name.lower(),
            text=text,
            by=by,
            created_ms=created_ms,
            logged_ms=head.logged_ms,
            date_time_group=date_time_group(created_ms),
            good=EntryFlag.BAD not in row.flags and head.refusal is None,
        )

    def _by(self, known: LinkKnowledge, direction: Direction, act: Act) -> str:
        ours = direction is Direction.OUT
        roster = self._queries.facts.roster if ours else known.roster
        return officer_name(roster, act.release.officer)

    def minimize(self, known: LinkKnowledge) -> tuple[MinimizeView, ...]:
        """Return what is in force on a link, ours first."""
        now_ms = self._clock.now().wall_ms
        return tuple(
            self._order(known, each)
            for each in sorted(known.minimize, key=lambda each: each.entry.direction)
            if each.until_ms is None or each.until_ms > now_ms
        )

    def _order(self, known: LinkKnowledge, order: Minimize) -> MinimizeView:
        by, reason = DESTROYED, DESTROYED
        found = self._store.entry(order.entry)
        if found is not None and decode_head(found.row.head).forgotten_ms is None:
            payload = read_row(found.row)[1].payload
            assert isinstance(payload, Act), "an order is an act"
            assert isinstance(payload.said, Minimized), "its kind says so"
            by = self._by(known, order.entry.direction, payload)
            reason = payload.said.reason
        return MinimizeView(
            ref=ref_of(order.entry),
            link=known.facts.link,
            direction=order.entry.direction.name.lower(),
            by=by,
            spares=order.spares.name,
            reason=reason,
            since_ms=order.since_ms,
            until_ms=order.until_ms,
        )
