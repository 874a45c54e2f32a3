# SPDX-License-Identifier: Apache-2.0
"""What a custodian looks at once a watch: whether the station itself is well."""

from __future__ import annotations

import asyncio
import platform
import shutil
import sqlite3

from parley import __version__
from parley.fixed import Fixed
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.meters import Meters
from parley.station.places import StationFolder
from parley.station.queries import Queries
from parley.station.upkeep.notes import BACKUP, CHECK, last_done


class UpkeepView(Fixed):
    """The station itself; None means "never", or "not known here"."""

    now_ms: int
    started_ms: int
    reasons: tuple[str, ...]  # why it is not ready
    disk_free: int | None  # bytes
    disk_size: int | None
    record_size: int | None  # bytes of the store
    backup_ms: int | None
    backup_entries: int
    check_ms: int | None
    check_problems: int
    commits: int  # since the start
    commit_ms: float  # on average
    commits_failed: int
    frames_refused: int
    bearer_failures: int
    mistakes: int
    versions: tuple[tuple[str, str], ...]


class Upkeep:
    """Questions; changes nothing."""

    def __init__(
        self,
        folder: StationFolder,
        store: Store,
        queries: Queries,
        clock: Clock,
        meters: Meters,
    ) -> None:
        self._folder, self._store = folder, store
        self._queries, self._clock, self._meters = queries, clock, meters
        self._started_ms = clock.now().wall_ms

    async def view(self) -> UpkeepView:
        """Return how the station is."""
        return await asyncio.to_thread(self._view, self._queries.reasons())

    def _view(self, reasons: tuple[str, ...]) -> UpkeepView:
        backup = last_done(self._store, BACKUP)
        check = last_done(self._store, CHECK)
        free, size = self._disk()
        meters = self._meters
        return UpkeepView(
            now_ms=self._clock.now().wall_ms,
            started_ms=self._started_ms,
            reasons=reasons,
            disk_free=free,
            disk_size=size,
            record_size=self._record_size(),
            backup_ms=None if backup is None else backup[0],
            backup_entries=0 if backup is None else backup[1],
            check_ms=None if check is None else check[0],
            check_problems=0 if check is None else check[1],
            commits=meters.commits,
            commit_ms=meters.commit_ms_sum / max(1, meters.commits),
            commits_failed=meters.commits_failed,
            frames_refused=meters.frames_refused.total(),
            bearer_failures=meters.bearer_failures.total(),
            mistakes=meters.mistakes,
            versions=versions(),
        )

    def _disk(self) -> tuple[int | None, int | None]:
        try:
            usage = shutil.disk_usage(self._folder.root)
        except OSError:
            return None, None
        return usage.free, usage.total

    def _record_size(self) -> int | None:
        try:
            return self._folder.store.stat().st_size
        except OSError:
            return None


def versions() -> tuple[tuple[str, str], ...]:
    """Return what this station is made of."""
    from importlib.metadata import version  # noqa: PLC0415 - a start does without

    return (
        ("Parley", __version__),
        ("Python", platform.python_version()),
        ("SQLite", sqlite3.sqlite_version),
        ("cryptography", version("cryptography")),
    )
