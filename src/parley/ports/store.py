# SPDX-License-Identifier: Apache-2.0
"""The store port, in the words of the record and not of SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from parley.model.record import (
    Change,
    Direction,
    EntryFlag,
    EntryKey,
    FiledRow,
)


def nothing() -> None:
    """Do nothing."""


class Store(Protocol):
    """Keeps entries and shelves.  Not shared between threads without `commit`'s lock.

    `commit` may be called from one writer thread while queries run on another.
    Every method raises `LocalFault` of the PLY-STO area and nothing else.
    """

    def commit(
        self, changes: Sequence[Change], flushing: Callable[[], None] = nothing
    ) -> None:
        """Make all changes durable (fsynced) as one transaction, or none of them.

        `flushing` is called when nothing is left but to wait for the disk.

        Raises:
            LocalFault: PLY-STO-... disk full, read-only, damaged, key already present.

        """
        ...

    def shelf(self, name: str) -> Iterator[tuple[bytes, bytes]]:
        """Yield the (key, value) pairs of a shelf in key order."""
        ...

    def value(self, shelf: str, key: bytes) -> bytes | None:
        """Return one value of a shelf, or None."""
        ...

    def entry(self, key: EntryKey) -> FiledRow | None:
        """Return one entry, or None."""
        ...

    def entries(
        self, link: str, direction: Direction, incarnation: int, first: int, limit: int
    ) -> list[FiledRow]:
        """Return up to `limit` entries of one log from serial `first` on, in order."""
        ...

    def logs(self, link: str) -> list[tuple[Direction, int]]:
        """Return the logs held of a link, as (direction, incarnation), in order."""
        ...

    def flagged(self, flag: EntryFlag) -> list[FiledRow]:
        """Return every entry that has `flag` set, in filing order (few, by design)."""
        ...

    def recent(self, flag: EntryFlag, before: int | None, limit: int) -> list[FiledRow]:
        """Return entries with `flag`, newest filed first, filed before `before`."""
        ...

    def count(self, link: str, direction: Direction) -> int:
        """Return how many entries one direction of a link holds."""
        ...

    def check(self, progress: Callable[[int, int], None]) -> list[str]:
        """Verify the store's own structure; return problems in words (empty: sound).

        `progress` is called with (done, total).  The meaning of entries is checked
        by the station's fsck, which sits above.
        """
        ...

    def copy_to(self, path: Path) -> None:
        """Write a consistent copy of everything to a new file at `path`."""
        ...

    def close(self) -> None:
        """Flush and release the store; later calls raise."""
        ...
