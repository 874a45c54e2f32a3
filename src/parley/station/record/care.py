# SPDX-License-Identifier: Apache-2.0
"""The end of texts under retention; one pass at a time."""

from __future__ import annotations

import asyncio

from parley.errors import LocalFault
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.changes import Changes
from parley.station.config import Settings
from parley.station.queries import Queries
from parley.station.record.retention import Retention, retain
from parley.station.record.views import RetentionView


class Care:
    """Lets texts go that the settings no longer keep, in a thread of its own."""

    def __init__(
        self,
        store: Store,
        queries: Queries,
        clock: Clock,
        settings: Settings,
        changes: Changes,
    ) -> None:
        self._store = store
        self._queries = queries
        self._clock = clock
        self._settings = settings
        self._changes = changes
        self._busy = asyncio.Lock()

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
