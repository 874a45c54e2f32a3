# SPDX-License-Identifier: Apache-2.0
"""Backup and check of a station that runs; both leave the loop free."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from parley.errors import LocalFault
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.judging import Progress
from parley.station.places import StationFolder
from parley.station.queries import Queries
from parley.station.upkeep.notes import BACKUP, CHECK, note_done
from parley.station.views import BackupView, CheckView
from parley.tlog.policy import Signer


class Custody:
    """What a custodian asks of a whole station; one thing at a time."""

    def __init__(
        self,
        folder: StationFolder,
        store: Store,
        queries: Queries,
        own: Signer,
        clock: Clock,
    ) -> None:
        self._folder = folder
        self._own = own
        self._clock = clock
        self._store = store
        self._queries = queries
        self._busy = asyncio.Lock()

    async def backup(self, target: str) -> BackupView:
        """Copy the station and verify the copy."""
        # Loaded when somebody asks: a start must not wait for it.
        from parley.station.backup import backup_store  # noqa: PLC0415

        async with self._busy:
            made = await asyncio.to_thread(
                backup_store, self._folder, self._store, Path(target)
            )
            await self._note(BACKUP, made.entries)
            return made

    async def fsck(
        self, progress: Callable[[Progress], None] = lambda _: None
    ) -> CheckView:
        """Check the record and what it means; `progress` is called from a thread."""
        from parley.station.fsck import check_record  # noqa: PLC0415 - as above

        async with self._busy:
            found = await asyncio.to_thread(
                check_record, self._store, self._queries.judging(self._own), progress
            )
            await self._note(CHECK, len(found.problems))
            return found

    async def _note(self, what: bytes, count: int) -> None:
        """Keep when it was done; a disk that refuses does not undo it."""
        at_ms = self._clock.now().wall_ms
        with suppress(LocalFault):
            await asyncio.to_thread(note_done, self._store, what, at_ms, count)
