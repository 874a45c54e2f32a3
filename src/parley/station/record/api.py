# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door that asks about the past; changes nothing."""

from __future__ import annotations

from parley.station.record.history import History
from parley.station.record.views import (
    CalendarView,
    ChronologiesView,
    ChronologyView,
    ContactsView,
)


class RecordQuestions:
    """Mixed into `StationApi`, which sets `_history`."""

    _history: History

    async def contacts(
        self,
        link: str | None = None,
        from_ms: int | None = None,
        to_ms: int | None = None,
    ) -> ContactsView:
        """Return the contacts of a period, counted from the log alone."""
        return await self._history.contacts(link, from_ms, to_ms)

    async def calendar(
        self,
        link: str | None = None,
        from_ms: int | None = None,
        to_ms: int | None = None,
    ) -> CalendarView:
        """Return the contact record of a period as an SVG picture with its table."""
        return await self._history.calendar(link, from_ms, to_ms)

    async def chronology(self, ref: str) -> ChronologyView:
        """Return all times of one message that both sides attest."""
        return await self._history.chronology(ref)

    async def chronologies(
        self, from_ms: int, to_ms: int, link: str | None = None
    ) -> ChronologiesView:
        """Return the chronology of every message logged in a period, oldest first."""
        return await self._history.chronologies(link, from_ms, to_ms)
