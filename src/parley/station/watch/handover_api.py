# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door through which a watch is handed over."""

from __future__ import annotations

import asyncio

from parley.core.floor_events import (
    HandoverAnswered,
    HandoverBegun,
    HandoverDropped,
    HandoverHeard,
    HandoverSigned,
)
from parley.crypto.digest import sha256
from parley.model.handover import Item, Sheet, Side, SoundTest
from parley.model.identity import KeyScheme
from parley.model.message import Release
from parley.station.authority.audit import AuditLog, Deed
from parley.station.limits import LIST_MAX
from parley.station.names import enum_named
from parley.station.queries import Queries
from parley.station.runner import Runner
from parley.station.views import SigningView
from parley.station.watch.handover import (
    Handovers,
    SheetView,
    WatchView,
    sheet_view,
)
from parley.station.watch.sheets import Sheets
from parley.wire.handover import encode_sheet
from parley.wire.limits import SHEET_ITEMS_MAX


class HandoverActs:
    """Mixed into `StationApi`, which sets what is named here."""

    _audit: AuditLog
    _handovers: Handovers
    _queries: Queries
    _runner: Runner
    _sheets: Sheets

    async def watch(self) -> WatchView:
        """Return who has the watch, and the handover under way."""
        return self._handovers.watch()

    async def handovers(self, limit: int = 20) -> tuple[SheetView, ...]:
        """Return the sheets that both officers signed, newest first."""
        return await asyncio.to_thread(
            self._handovers.before, max(1, min(limit, LIST_MAX))
        )

    async def handover_begin(self, outgoing: int, incoming: int) -> SheetView:
        """Write the sheet of everything that is open, to be answered line by line."""
        for officer in (outgoing, incoming):
            self._queries.officer_view(officer)
        items = await self._items()
        return await self._handed(HandoverBegun(outgoing, incoming, items))

    async def handover_answer(
        self, line: int, officer: int, note: str = ""
    ) -> SheetView:
        """Answer a line of the sheet, from 0, as the incoming officer.

        Without a note he says that he has it.
        """
        return await self._handed(HandoverAnswered(officer, line, note))

    async def handover_sound(
        self, officer: int, heard: bool, reason: str = ""
    ) -> SheetView:
        """Say whether an officer heard the alarm at the desk, and if not, why."""
        return await self._handed(HandoverHeard(SoundTest(officer, heard, reason)))

    async def handover_request(self, side: str) -> SigningView:
        """Return what an officer signs; `side` is OUTGOING or INCOMING."""
        return self._handovers.request(enum_named(Side, side, "side"))

    async def handover_sign(
        self,
        side: str,
        officer: int,
        scheme: str,
        signature: bytes,
        detail: bytes = b"",
    ) -> SheetView:
        """File one officer's signature; with the second the watch has changed."""
        named = enum_named(Side, side, "side")
        release = Release(
            officer, enum_named(KeyScheme, scheme, "scheme"), signature, detail
        )
        event = HandoverSigned(named, release, await self._items())
        sheet = await self._runner.act(event, Sheet)
        view = sheet_view(self._queries.facts, sheet)
        if sheet.done_ms is not None:
            digest = sha256(encode_sheet(sheet)).hex()
            about = f"{view.outgoing_name} to {view.incoming_name}, sheet {digest}"
            await self._audit.note(Deed.HANDED_OVER, sheet.incoming, about)
        return view

    async def handover_drop(self) -> SheetView:
        """Let the handover under way not take place."""
        return await self._handed(HandoverDropped())

    async def _handed(
        self, event: HandoverBegun | HandoverAnswered | HandoverHeard | HandoverDropped
    ) -> SheetView:
        sheet = await self._runner.act(event, Sheet)
        return sheet_view(self._queries.facts, sheet)

    async def _items(self) -> tuple[Item, ...]:
        waiting = tuple(self._runner.waiting.first(SHEET_ITEMS_MAX))
        return await asyncio.to_thread(self._sheets.items, waiting)
