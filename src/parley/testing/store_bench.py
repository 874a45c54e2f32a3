# SPDX-License-Identifier: Apache-2.0
"""What the checks of a store work with: its author's bench, and made-up entries."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from parley.model.record import Direction, EntryFlag, EntryKey, EntryRow, FiledRow
from parley.ports.store import Store

IN, OUT = Direction.IN, Direction.OUT
PENDING, OPEN, MESSAGE = EntryFlag.PENDING, EntryFlag.OPEN, EntryFlag.MESSAGE
BAD, NONE = EntryFlag.BAD, EntryFlag(0)
LINK = "nrrc.bravo.example"


class StoreBench(Protocol):
    """What the checks need of a store's author; one bench serves one check."""

    folder: Path  # empty, for copies

    def new(self) -> Store:
        """Return a new, empty store."""
        ...

    def again(self, store: Store) -> Store:
        """Close `store` and return what a restarted station finds."""
        ...

    def copy(self, path: Path) -> Store:
        """Open what `copy_to` wrote."""
        ...


StoreCheck = Callable[[StoreBench], None]


def row(
    serial: int,
    flags: EntryFlag = NONE,
    *,
    link: str = LINK,
    direction: Direction = OUT,
    incarnation: int = 0,
    body: bytes = b"body",
) -> EntryRow:
    """Make up an entry; its leaf and head tell its serial."""
    key = EntryKey(link, direction, incarnation, serial)
    return EntryRow(key, flags, serial.to_bytes(32, "big"), b"head %d" % serial, body)


def serials(rows: list[FiledRow]) -> list[int]:
    """Return the serials of what a store answered, in its order."""
    return [filed.row.key.serial for filed in rows]


def log(store: Store, first: int = 1, limit: int = 100) -> list[int]:
    """Return the serials of our own log, as the store gives them."""
    return serials(store.entries(LINK, OUT, 0, first, limit))
