# SPDX-License-Identifier: Apache-2.0
"""What one durable write costs: bare, and as the record makes it with its seals."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

from parley.crypto.vault import Vault
from parley.model.record import (
    Append,
    Change,
    Direction,
    EntryFlag,
    EntryKey,
    EntryRow,
    Put,
)
from parley.ports.store import Store
from parley.store.sqlite.store import SqliteStore

ROW_BYTES = 200
_LINK = "nrrc.bravo.example"
_HEAD_BYTES, _BODY_BYTES, _VALUE_BYTES = 96, 176, 160


@contextmanager
def bare_commits(path: Path) -> Iterator[Callable[[], None]]:
    """Give what commits a single row to a SQLite file at `path`, flushed each time."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("PRAGMA synchronous = FULL")
        file.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, value BLOB)")
        value = os.urandom(ROW_BYTES)

        def commit() -> None:
            file.execute("BEGIN IMMEDIATE")
            file.execute("INSERT INTO bare (value) VALUES (?)", (value,))
            file.execute("COMMIT")

        yield commit


@contextmanager
def new_store(path: Path) -> Iterator[Store]:
    """Give an empty store at `path`, sealed under a key of its own."""
    with closing(SqliteStore.create(path, Vault(os.urandom(32)))) as store:
        yield store


def entry(serial: int) -> Append:
    """Return an entry of the size of a short message; `serial` names it."""
    key = EntryKey(_LINK, Direction.IN, 1, serial)
    head, body = os.urandom(_HEAD_BYTES), os.urandom(_BODY_BYTES)
    leaf = serial.to_bytes(32, "big")
    return Append(EntryRow(key, EntryFlag.MESSAGE, leaf, head, body))


def state() -> Sequence[Change]:
    """Return the two values that move with every batch of entries."""
    key = _LINK.encode()
    return (
        Put("in", key, os.urandom(_VALUE_BYTES)),
        Put("out", key, os.urandom(_VALUE_BYTES)),
    )


def group_commits(store: Store, size: int, serials: count[int]) -> Callable[[], None]:
    """Return what commits `size` entries with their state as one transaction."""

    def commit() -> None:
        store.commit([*(entry(next(serials)) for _ in range(size)), *state()])

    return commit
