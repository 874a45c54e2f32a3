# SPDX-License-Identifier: Apache-2.0
"""Archives of the record and the end of texts under retention; one at a time."""

from __future__ import annotations

import asyncio
from pathlib import Path

from parley.errors import LocalFault
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.changes import Changes
from parley.station.config import Settings
from parley.station.parties import parties_of
from parley.station.queries import Queries
from parley.station.record.archive import Archive
from parley.station.record.history import History
from parley.station.record.retention import Retention, retain
from parley.station.record.views import ArchiveView, RetentionView
from parley.tlog.policy import Signer


class Care:
    """What a custodian does with the record as a whole, in threads of its own."""

    def __init__(
        self,
        store: Store,
        queries: Queries,
        clock: Clock,
        settings: Settings,
        changes: Changes,
        history: History,
        own: Signer,
    ) -> None:
        self._history = history
        self._own = own
        self._store = store
        self._queries = queries
        self._clock = clock
        self._settings = settings
        self._changes = changes
        self._busy = asyncio.Lock()

    async def archive(
        self,
        link: str | None,
        from_ms: int | None,
        to_ms: int | None,
        target: str,
        *,
        redacted: bool,
    ) -> ArchiveView:
        """Write a period of the record into a new folder.

        Raises:
            LocalFault: PLY-CFG-007, -008 it cannot be written; PLY-CFG-014 it is no
                absolute path; PLY-LNK-002 the counterpart is not confirmed.

        """
        path = Path(target)
        if not path.is_absolute():
            raise LocalFault(
                "PLY-CFG-014", key="out", method="archive", allowed="an absolute path"
            )
        known = self._queries.link_knowledge(link)
        parties = parties_of(self._own, self._settings.mode, known)
        contacts = await self._history.contacts(known.facts.link, from_ms, to_ms)
        made = Archive(self._store, parties, contacts, redacted)
        async with self._busy:
            return await asyncio.to_thread(made.write, path)

    async def retain(self, *, dry_run: bool) -> RetentionView:
        """Destroy the texts that the retention of this station lets go.

        Raises:
            LocalFault: PLY-CFG-030 there is no retention in the settings; PLY-STO.

        """
        days = self._settings.retention.text_days
        if days is None:
            raise LocalFault("PLY-CFG-030")
        now_ms = self._clock.now().wall_ms
        links = list(self._queries.facts.links)
        rule = Retention(self._settings.station.name, self._settings.mode, days)
        async with self._busy:
            found = await asyncio.to_thread(
                retain, self._store, links, now_ms, rule, dry_run=dry_run
            )
        self._changes.look_again()
        return found
