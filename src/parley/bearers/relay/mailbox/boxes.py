# SPDX-License-Identifier: Apache-2.0
"""Boxes in SQLite: a thread commits what waits as one transaction.

The disk holds names of boxes, slips and the hour each came: no address, no party.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Final

from parley.bearers.relay.form import mark_of
from parley.bearers.relay.mailbox.backfill import LOG_PAGES_MAX, Backfill
from parley.bearers.relay.mailbox.lane import Lane
from parley.bearers.relay.mailbox.settings import STORE, RelayFolder
from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.wire.slip import SLIPS_BYTES_MAX, SLIPS_MAX

SWEEP_S: Final = 60.0
_HOUR_S = 3_600
_LENGTH_BYTES = 4

_SCHEMA = """
CREATE TABLE IF NOT EXISTS slip (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  box BLOB NOT NULL,
  mark BLOB NOT NULL,
  hour INTEGER NOT NULL,
  data BLOB NOT NULL,
  UNIQUE (box, mark)
) STRICT;
CREATE INDEX IF NOT EXISTS by_hour ON slip (hour);
"""


class Put(Enum):
    """What became of slips that were handed in."""

    KEPT = "kept"
    BOX_FULL = "box full"
    RELAY_FULL = "relay full"


class _Keep(Fixed):
    box: bytes
    slips: list[bytes]


class _Remove(Fixed):
    box: bytes
    marks: list[bytes]


class Boxes:
    """All boxes of a relay.  Made and closed in the loop that uses it."""

    def __init__(self, folder: RelayFolder, wall_s: Callable[[], float]) -> None:
        """Open the store and start the threads; `wall_s` tells seconds since 1970.

        Raises:
            LocalFault: PLY-BRR-052 it cannot be opened.

        """
        self._folder = folder
        self._wall_s = wall_s
        self._base = _open(folder.root / STORE)
        self._counts: dict[bytes, tuple[int, int]] = {}
        self._bytes = 0
        self._count()
        self._swept_s = 0.0
        # Reading is quick and waits for no flush of what others write.
        self._reads = _open(folder.root / STORE)
        self._backfill = Backfill(lambda: _open(folder.root / STORE))
        self._writer: Lane[_Keep | _Remove] = Lane("boxes-write", self._commit)

    async def put(self, box: bytes, slips: list[bytes]) -> Put:
        """Keep slips, all or none; return when they are on the disk."""
        result: Put = await self._writer.do(_Keep(box, slips))
        return result

    def take(self, box: bytes) -> list[bytes]:
        """Return the oldest slips of a box, as many as one answer holds."""
        if box not in self._counts:
            return []
        found: list[bytes] = []
        size = 0
        rows = self._reads.execute(
            "SELECT data FROM slip WHERE box = ? ORDER BY id LIMIT ?", (box, SLIPS_MAX)
        )
        for (data,) in rows:
            size += len(data) + _LENGTH_BYTES
            if size > SLIPS_BYTES_MAX:
                break
            found.append(data)
        rows.close()  # an open reader would keep the log from being written back
        return found

    async def drop(self, box: bytes, marks: list[bytes]) -> None:
        """Remove slips; what is not there is no fault.

        A cut of the power may bring them back, once: they are known by their numbers.
        """
        await self._writer.do(_Remove(box, marks))

    async def close(self) -> None:
        """Finish what waits and close the store."""
        await asyncio.to_thread(self._end)

    def _end(self) -> None:
        self._writer.end()
        self._backfill.end()
        self._reads.close()
        self._base.close()

    # In the writing thread.

    def _commit(self, acts: Sequence[_Keep | _Remove]) -> Sequence[object]:
        # Only what was put in is promised to be on the disk: a removal waits for no
        # flush, and is flushed with the next slip.
        keeps = any(isinstance(act, _Keep) for act in acts)
        try:
            self._base.execute(f"PRAGMA synchronous = {'FULL' if keeps else 'NORMAL'}")
            self._base.execute("BEGIN IMMEDIATE")
            results = [self._do(act) for act in acts]
            self._sweep()
            self._base.execute("COMMIT")
            self._backfill.committed(len(acts))
        except (sqlite3.Error, OSError) as refused:
            with suppress(sqlite3.Error):
                self._base.execute("ROLLBACK")
                self._count()
            return [refused for _ in acts]
        return results

    def _do(self, act: _Keep | _Remove) -> Put | None:
        match act:
            case _Keep(box, slips):
                return self._put(box, slips)
            case _Remove(box, marks):
                self._drop(box, marks)
                return None

    def _put(self, box: bytes, slips: list[bytes]) -> Put:
        count, size = self._counts.get(box, (0, 0))
        fresh = sum(map(len, slips))
        table = self._folder.table
        # An empty request only asks whether there is room.
        if count + max(1, len(slips)) > table.box_slips_max or (
            size + fresh > self._folder.box_bytes_max
        ):
            return Put.BOX_FULL
        if self._bytes + fresh > self._folder.bytes_max or (
            count == 0 and len(self._counts) >= table.boxes_max
        ):
            return Put.RELAY_FULL
        # SPEC 10.67: "`POST /1/boxes/BOX` puts slips in, all or none, and MUST be
        # answered 204 only when they are on the disk; 507 says that there is no room."
        hour = int(self._wall_s()) // _HOUR_S
        for slip in slips:
            done = self._base.execute(
                "INSERT INTO slip (box, mark, hour, data) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (box, mark) DO NOTHING",
                (box, mark_of(slip), hour, slip),
            )
            if done.rowcount:
                self._add(box, 1, len(slip))
        return Put.KEPT

    def _drop(self, box: bytes, marks: list[bytes]) -> None:
        for mark in marks:
            rows = self._base.execute(
                "DELETE FROM slip WHERE box = ? AND mark = ? RETURNING length(data)",
                (box, mark),
            )
            for (size,) in rows.fetchall():
                self._add(box, -1, -size)

    def _sweep(self) -> None:
        """Drop what is too old, now and then."""
        now_s = time.monotonic()
        if now_s - self._swept_s < SWEEP_S:
            return
        self._swept_s = now_s
        oldest = int(self._wall_s() - self._folder.table.days_max * 86_400) // _HOUR_S
        gone = self._base.execute("DELETE FROM slip WHERE hour < ?", (oldest,))
        if gone.rowcount:
            self._count()

    def _add(self, box: bytes, slips: int, size: int) -> None:
        count, held = self._counts.get(box, (0, 0))
        self._bytes += size
        if count + slips > 0:
            self._counts[box] = (count + slips, held + size)
        else:
            self._counts.pop(box, None)

    def _count(self) -> None:
        rows = self._base.execute(
            "SELECT box, count(*), sum(length(data)) FROM slip GROUP BY box"
        )
        self._counts = {box: (count, size) for box, count, size in rows}
        self._bytes = sum(size for _, size in self._counts.values())


def _open(path: Path) -> sqlite3.Connection:
    try:
        base = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = FULL")
        base.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES_MAX}")
        base.execute("PRAGMA secure_delete = ON")
        base.executescript(_SCHEMA)
    except sqlite3.Error as refused:
        raise LocalFault("PLY-BRR-052", folder=path, reason=str(refused)) from refused
    path.chmod(0o600)
    return base
