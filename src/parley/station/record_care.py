# SPDX-License-Identifier: Apache-2.0
"""Archives of the record and the end of texts under retention; one at a time."""

from __future__ import annotations

import asyncio

from parley.errors import LocalFault
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.changes import Changes
from parley.station.config import Settings
from parley.station.queries import Queries
from parley.station.record_retention import retain
from parley.station.record_views import RetentionView


class Care:
    """What a custodian does with the record as a whole, in threads of its own."""

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
        async with self._busy:
            found = await asyncio.to_thread(
                retain, self._store, links, now_ms, days, dry_run=dry_run
            )
        self._changes.look_again()
        return found
