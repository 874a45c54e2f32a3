# SPDX-License-Identifier: Apache-2.0
"""The record of a station in one SQLite file; `README.md` tells the life of a commit.

Two connections, a lock each: one writes, one reads.  The write-ahead log lets a screen
read the last committed state while the writer waits for the disk, so a slow fsync never
stops the station's loop.  Every query fetches whole under its lock; no cursor stays
open, so no query can hold back a checkpoint.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import groupby
from pathlib import Path
from typing import Any

from parley.crypto.vault import Vault
from parley.errors import LocalFault
from parley.model.record import (
    Change,
    Direction,
    EntryFlag,
    EntryKey,
    FiledRow,
)
from parley.ports.store import nothing
from parley.store.sqlite import opening
from parley.store.sqlite.changes import Changes
from parley.store.sqlite.checking import check_file
from parley.store.sqlite.copying import copy_file
from parley.store.sqlite.faults import told_plainly
from parley.store.sqlite.sealing import Sealing

_COLUMNS = "filed, link, direction, incarnation, serial, flags, leaf, head, body"

# The index of each flag, rarest first; a query names its index, so that the planner
# can never choose to read the whole table.
_INDEX_BY_FLAG = {
    EntryFlag.BAD: "entry_bad",
    EntryFlag.PENDING: "entry_pending",
    EntryFlag.OPEN: "entry_open",
    EntryFlag.MESSAGE: "entry_message",
}
_FILED_MAX = 2**63 - 1


class SqliteStore:
    """Keeps the record in the file at `path`, values sealed by `vault`.

    Implements `parley.ports.store.Store`.  The constructor opens a store that is there;
    only `create` makes one, so a lost file is never mistaken for a new station.
    """

    def __init__(self, path: Path, vault: Vault) -> None:
        """Open the store at `path`.

        Raises:
            LocalFault: PLY-STO-002, -003, -004, -005, -008, -010, -013, -016.

        """
        self._path = path
        self._name = str(path)
        self._sealing = Sealing(self._name, vault)
        self._writing = threading.Lock()
        self._reading = threading.Lock()
        self._closed = False
        self._traces = False  # destroyed values still in the write-ahead log
        with told_plainly(self._name):
            opening.believe_first_bytes(path)
            self._lock = opening.lock(path)
            try:
                self._writer = opening.open_writer(path)
                try:
                    self._sealing.check_probe(opening.probe(self._writer))
                    self._reader = opening.open_reader(path)
                except BaseException:
                    self._writer.close()
                    raise
            except BaseException:
                os.close(self._lock)
                raise
        self._changes = Changes(self._writer, self._sealing)

    @classmethod
    def create(cls, path: Path, vault: Vault) -> SqliteStore:
        """Write a new, empty store to `path`, which must be free, and open it.

        It is made under another name and moved: a crash leaves a store or nothing.

        Raises:
            LocalFault: PLY-STO-001, -002, -009, -011.

        """
        with told_plainly(str(path)):
            opening.create(path, Sealing(str(path), vault).probe())
        return cls(path, vault)

    def commit(
        self, changes: Sequence[Change], flushing: Callable[[], None] = nothing
    ) -> None:
        """Make all changes durable as one transaction, or none of them."""
        with self._write() as writer:
            if not changes:
                return
            try:
                writer.execute("BEGIN IMMEDIATE")
                destroyed = False
                for kind, run in groupby(changes, type):
                    destroyed |= self._changes.make(kind, list(run))
                flushing()
                writer.execute("COMMIT")
            except BaseException:
                # After a full disk or a failed write SQLite has rolled back by itself.
                if writer.in_transaction:
                    with suppress(sqlite3.Error):
                        writer.execute("ROLLBACK")
                raise
            self._traces |= destroyed
            if self._traces:
                self._clear_traces(writer)

    def _clear_traces(self, writer: sqlite3.Connection) -> None:
        """Empty the write-ahead log, which still holds pages from before a `Drop`.

        The commit is durable already: a failure here (a reader in the middle, a full
        disk) is no fault of it, and the next commit tries again.
        """
        with suppress(sqlite3.Error, OSError):
            writer.execute("PRAGMA busy_timeout = 20")
            busy = writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            writer.execute(f"PRAGMA busy_timeout = {opening.BUSY_MS}")
            if not busy:
                opening.sync_file(self._path.with_name(self._path.name + "-wal"))
                self._traces = False

    def shelf(self, name: str) -> Iterator[tuple[bytes, bytes]]:
        """Yield the pairs of a shelf in key order, as they were when asked."""
        rows = self._ask(
            "SELECT shelf.key, slot.value FROM shelf JOIN slot ON slot.id = shelf.slot"
            " WHERE shelf.shelf = ? ORDER BY shelf.key",
            name,
        )
        return ((key, self._sealing.value(name, key, sealed)) for key, sealed in rows)

    def value(self, shelf: str, key: bytes) -> bytes | None:
        """Return one value of a shelf, or None."""
        rows = self._ask(
            "SELECT slot.value FROM shelf JOIN slot ON slot.id = shelf.slot"
            " WHERE shelf.shelf = ? AND shelf.key = ?",
            shelf,
            key,
        )
        return self._sealing.value(shelf, key, rows[0][0]) if rows else None

    def entry(self, key: EntryKey) -> FiledRow | None:
        """Return one entry, or None."""
        found = self._ask(
            f"SELECT {_COLUMNS} FROM entry WHERE link = ? AND direction = ?"  # noqa: S608
            " AND incarnation = ? AND serial = ?",
            key.link,
            int(key.direction),
            key.incarnation,
            key.serial,
        )
        return self._sealing.entry(found[0]) if found else None

    def entries(
        self, link: str, direction: Direction, incarnation: int, first: int, limit: int
    ) -> list[FiledRow]:
        """Return up to `limit` entries of one log from `first` on, in order."""
        return self._opened(
            f"SELECT {_COLUMNS} FROM entry WHERE link = ? AND direction = ?"  # noqa: S608
            " AND incarnation = ? AND serial >= ? ORDER BY serial LIMIT ?",
            link,
            int(direction),
            incarnation,
            first,
            max(limit, 0),
        )

    def logs(self, link: str) -> list[tuple[Direction, int]]:
        """Return the logs held of a link, as (direction, incarnation), in order."""
        rows = self._ask(
            "SELECT DISTINCT direction, incarnation FROM entry WHERE link = ?"
            " ORDER BY direction, incarnation",
            link,
        )
        return [(Direction(direction), incarnation) for direction, incarnation in rows]

    def flagged(self, flag: EntryFlag) -> list[FiledRow]:
        """Return every entry with all bits of `flag`, in filing order."""
        return self._opened(f"{_with_flag(flag)} ORDER BY filed")

    def recent(self, flag: EntryFlag, before: int | None, limit: int) -> list[FiledRow]:
        """Return entries with all bits of `flag`, newest first, filed before."""
        return self._opened(
            f"{_with_flag(flag)} AND filed < ? ORDER BY filed DESC LIMIT ?",
            _FILED_MAX if before is None else before,
            max(limit, 0),
        )

    def count(self, link: str, direction: Direction) -> int:
        """Return how many entries one direction of a link holds."""
        found = self._ask(
            "SELECT count(*) FROM entry WHERE link = ? AND direction = ?",
            link,
            int(direction),
        )
        return int(found[0][0])

    def check(self, progress: Callable[[int, int], None]) -> list[str]:
        """Verify structure, seals and the serials of our own logs."""
        self._refuse_if_closed()
        with told_plainly(self._name):
            return check_file(self._path, self._sealing, progress)

    def copy_to(self, path: Path) -> None:
        """Write a consistent, verified copy to a new file at `path`."""
        self._refuse_if_closed()
        copy_file(self._path, path, self._sealing)

    def close(self) -> None:
        """Flush and release the file; every later call raises PLY-STO-012."""
        with self._writing, self._reading, told_plainly(self._name):
            if self._closed:
                return
            self._closed = True
            try:
                self._reader.close()
                self._clear_traces(self._writer)
                self._writer.close()
            finally:
                os.close(self._lock)

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._writing, told_plainly(self._name):
            self._refuse_if_closed()
            yield self._writer

    def _ask(self, question: str, *values: object) -> list[Any]:
        with self._reading, told_plainly(self._name):
            self._refuse_if_closed()
            return self._reader.execute(question, values).fetchall()

    def _opened(self, question: str, *values: object) -> list[FiledRow]:
        return [self._sealing.entry(raw) for raw in self._ask(question, *values)]

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise LocalFault("PLY-STO-012", path=self._name)


def _with_flag(flag: EntryFlag) -> str:
    """Return the SELECT of entries with all bits of `flag`, up to its WHERE."""
    for bit, index in _INDEX_BY_FLAG.items():
        if flag & bit:
            # The first term is written as in the index, or SQLite cannot use it.
            return (
                f"SELECT {_COLUMNS} FROM entry INDEXED BY {index}"  # noqa: S608
                f" WHERE flags & {int(bit)} AND flags & {int(flag)} = {int(flag)}"
            )
    return f"SELECT {_COLUMNS} FROM entry WHERE flags & {int(flag)} = {int(flag)}"  # noqa: S608
