# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door that is about a message inside the party."""

from __future__ import annotations

import asyncio

from parley.core.floor_events import NoticeKept
from parley.model.record import EntryKey
from parley.station.names import parse_ref
from parley.station.queries import Queries
from parley.station.runner import Runner
from parley.station.watch.clocks import Clocks, ClocksView
from parley.station.watch.inside import (
    CopyView,
    Inside,
    NoticeView,
    OnwardView,
)


class InsideActs:
    """Mixed into `StationApi`, which sets what is named here."""

    _clocks: Clocks
    _inside: Inside
    _queries: Queries
    _runner: Runner

    async def clocks(self) -> ClocksView:
        """Return the clocks on the wall: Zulu, ours, theirs."""
        return self._clocks.view()

    async def notices(self) -> tuple[NoticeView, ...]:
        """Return the messages that wait for the time of their event."""
        return self._inside.notices()

    async def keep_notice(
        self, ref: str, officer: int, event_ms: int | None
    ) -> tuple[NoticeView, ...]:
        """Let a message come up at a time; None takes that back."""
        key = parse_ref(ref)
        self._queries.told(key)
        await self._runner.act(NoticeKept(key, event_ms, officer), EntryKey)
        return self._inside.notices()

    async def onward(self, ref: str) -> OnwardView:
        """Return who inside must have a message of theirs, and who has it."""
        return self._inside.of(parse_ref(ref))

    async def onward_missing(self) -> tuple[OnwardView, ...]:
        """Return the messages of the last days that somebody inside has not got."""
        return await asyncio.to_thread(self._inside.missing)

    async def onward_copy(self, ref: str, addressee: str) -> CopyView:
        """Return the copy of an inner addressee, with the code that he reads back."""
        return self._inside.copy(parse_ref(ref), addressee)

    async def onward_got(
        self, ref: str, addressee: str, name: str, code: str, officer: int
    ) -> OnwardView:
        """Note that a person has the copy of an inner addressee."""
        return await self._inside.got(parse_ref(ref), addressee, name, code, officer)
