# SPDX-License-Identifier: Apache-2.0
"""What happened on a link, from the record alone: contacts, calendar, chronology.

Everything is read in a thread of its own, so that a long period holds up no message.
"""

from __future__ import annotations

import asyncio

from parley.core.shelves import decode_head
from parley.fixed import Fixed
from parley.model.record import EntryFlag, EntryKey
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.config import Settings
from parley.station.facts import Facts, LinkKnowledge
from parley.station.limits import LIST_MAX
from parley.station.names import parse_ref
from parley.station.queries import Queries
from parley.station.reading import Reading
from parley.station.record.calendar import calendar_svg
from parley.station.record.contacts import DAY_MS, Expected, contact_record
from parley.station.record.rows import contact_facts, rows_between
from parley.station.record.stamps import Stamps
from parley.station.record.views import (
    CalendarView,
    ChronologiesView,
    ChronologyView,
    ContactsView,
)

PERIOD_DAYS = 42
"""How far back is looked where no period is given: six weeks, to the end of today."""


class Period(Fixed):
    """From a moment up to, but without, another."""

    from_ms: int
    to_ms: int


def period_of(from_ms: int | None, to_ms: int | None, now_ms: int) -> Period:
    """Return the period that is meant; an end not given is the end of today."""
    end = (now_ms // DAY_MS + 1) * DAY_MS if to_ms is None else to_ms
    start = end - PERIOD_DAYS * DAY_MS if from_ms is None else from_ms
    return Period(start, max(start, end))


class History:
    """Answers about the past; changes nothing."""

    def __init__(
        self, store: Store, queries: Queries, clock: Clock, settings: Settings
    ) -> None:
        self._store = store
        self._settings = settings
        self._queries = queries
        self._clock = clock

    async def contacts(
        self, link: str | None, from_ms: int | None, to_ms: int | None
    ) -> ContactsView:
        """Return the contact record of a period."""
        known = self._queries.link_knowledge(link)
        now_ms = self._clock.now().wall_ms
        period = period_of(from_ms, to_ms, now_ms)
        return await asyncio.to_thread(self._contacts, known, period, now_ms)

    def _contacts(
        self, known: LinkKnowledge, period: Period, now_ms: int
    ) -> ContactsView:
        agreement = known.agreement
        interval_ms = (
            0 if agreement is None else agreement.terms.test_interval_s * 1_000
        )
        tolerance_ms = (
            0 if agreement is None else agreement.terms.test_tolerance_s * 1_000
        )
        # The last test before the period says when the first in it was due.
        before_ms = interval_ms + tolerance_ms
        facts = contact_facts(
            self._store, known.facts.link, period.from_ms - before_ms, period.to_ms
        )
        expected = Expected(
            period.from_ms, period.to_ms, now_ms, interval_ms, tolerance_ms
        )
        return ContactsView(
            link=known.facts.link,
            own=self._settings.station.party,
            party=known.facts.party,
            now_ms=now_ms,
            test_interval_s=interval_ms // 1_000,
            record=contact_record(facts, expected),
        )

    async def calendar(
        self, link: str | None, from_ms: int | None, to_ms: int | None
    ) -> CalendarView:
        """Return the contact record of a period as a picture."""
        found = await self.contacts(link, from_ms, to_ms)
        return CalendarView(found.link, calendar_svg(found))

    async def chronology(self, ref: str) -> ChronologyView:
        """Return the times of one message that both sides attest."""
        key = parse_ref(ref)
        facts = self._queries.facts
        return await asyncio.to_thread(self._one, key, facts)

    async def chronologies(
        self, link: str | None, from_ms: int, to_ms: int
    ) -> ChronologiesView:
        """Return the chronology of every message logged in a period, oldest first."""
        name = self._queries.link_named(link)
        facts = self._queries.facts
        period = Period(from_ms, to_ms)
        return await asyncio.to_thread(self._many, name, period, facts)

    def _one(self, key: EntryKey, facts: Facts) -> ChronologyView:
        # A reading of its own: the loop's must not be changed from a thread.
        reading = Reading(self._store, self._settings)
        told = reading.message(key)
        return Stamps(self._store, reading).chronology(told, facts)

    def _many(self, link: str, period: Period, facts: Facts) -> ChronologiesView:
        reading = Reading(self._store, self._settings)
        stamps = Stamps(self._store, reading)
        # Keys alone of both logs first: the oldest are shown, whoever wrote them.
        found = [
            (decode_head(row.head).filed_ms, row.key)
            for row in rows_between(self._store, link, period.from_ms, period.to_ms)
            if EntryFlag.MESSAGE in row.flags
        ]
        found.sort(key=lambda one: one[0])
        return ChronologiesView(
            messages=tuple(
                stamps.chronology(reading.message(key), facts)
                for _, key in found[:LIST_MAX]
            ),
            left_out=max(0, len(found) - LIST_MAX),
        )
