# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door that is about the floor of a watch."""

from __future__ import annotations

import asyncio

from parley.core.events import DraftReviewed
from parley.core.floor_events import AlarmShelved
from parley.core.records import AlarmRecord, DraftRecord
from parley.station.authority.audit import AuditLog, Deed
from parley.station.glance import alarm_view
from parley.station.queries import Queries
from parley.station.runner import Runner
from parley.station.views import AlarmView, DraftView
from parley.station.watch.floor import Floor, MinimizeView, WireLineView
from parley.station.watch.latest_line import LatestLine


class FloorActs:
    """Mixed into `StationApi`, which sets what is named here."""

    _audit: AuditLog
    _floor: Floor
    _latest: LatestLine
    _runner: Runner
    _queries: Queries

    async def order_wire(
        self, link: str | None = None, from_ms: int | None = None, limit: int = 50
    ) -> tuple[WireLineView, ...]:
        """Return the newest lines of the order wire since a time, the newest last.

        Without `from_ms`, those of the last 24 hours.  A line is said with `act`.
        """
        known = self._queries.link_knowledge(link)
        return await asyncio.to_thread(
            self._floor.order_wire, known, from_ms, max(1, limit)
        )

    async def latest_lines(self) -> tuple[WireLineView, ...]:
        """Return the newest line of every link's order wire, of the last day."""
        links = tuple(self._queries.facts.links.values())
        found = await asyncio.to_thread(lambda: [self._latest.of(one) for one in links])
        return tuple(line for line in found if line is not None)

    async def minimize(self, link: str | None = None) -> tuple[MinimizeView, ...]:
        """Return what MINIMIZE is in force on a link; it is ordered with `act`."""
        return self._floor.minimize(self._queries.link_knowledge(link))

    async def shelve_alarm(
        self,
        code: str,
        link: str,
        subject: str,
        officer: int,
        until_ms: int | None,
        reason: str = "",
    ) -> AlarmView:
        """Let a named officer answer for a standing alarm until a time; None ends that.

        `link` and `subject` are those of the alarm, empty where it has none.
        """
        event = AlarmShelved(code, link, subject, officer, until_ms, reason)
        alarm = await self._runner.act(event, AlarmRecord)
        about = " ".join(part for part in (code, link, subject) if part)
        until = "off the shelf" if until_ms is None else f"until {until_ms}: {reason}"
        await self._audit.note(Deed.SHELVED, officer, f"{about}, {until}"[:200])
        return alarm_view(alarm, self._queries.facts.roster)

    async def review(self, number: int, officer: int) -> DraftView:
        """Note that an officer found that a draft must go although MINIMIZE holds."""
        self._queries.officer_view(officer)
        event = DraftReviewed(number, officer)
        return self._queries.draft_view(await self._runner.act(event, DraftRecord))
