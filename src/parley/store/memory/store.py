# SPDX-License-Identifier: Apache-2.0
"""The whole record in dictionaries: the store of simulated worlds.

It promises what every store promises except to survive: `snapshot` stands for the disk
of a station that stops, `copy_to` writes JSON a person can read when a world fails.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.record import (
    Append,
    Change,
    Clear,
    Direction,
    Drop,
    EntryFlag,
    EntryKey,
    EntryRow,
    FiledRow,
    Forget,
    Put,
)
from parley.ports.store import nothing


class MemoryStore:
    """Keeps entries and shelves in memory; implements `parley.ports.store.Store`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closed = False
        self._filed = 0
        self._entries: dict[EntryKey, FiledRow] = {}
        self._shelves: dict[str, dict[bytes, bytes]] = {}

    def snapshot(self) -> MemoryStore:
        """Return a store that holds what this one holds now and goes its own way.

        It works on a closed store too: that is the disk of a station that stopped.
        """
        with self._lock:
            twin = MemoryStore()
            twin._filed = self._filed
            twin._entries = dict(self._entries)
            twin._shelves = {name: dict(kept) for name, kept in self._shelves.items()}
        return twin

    def commit(
        self, changes: Sequence[Change], flushing: Callable[[], None] = nothing
    ) -> None:
        """Make all changes, or none of them."""
        with self._open():
            undo: list[Callable[[], object]] = []
            filed = self._filed
            try:
                undo.extend(map(self._apply, changes))
            except LocalFault:
                for step in reversed(undo):
                    step()
                self._filed = filed
                raise
        flushing()

    def _apply(self, change: Change) -> Callable[[], object]:
        """Make one change and return the step that takes it back."""
        match change:
            case Append(row):
                return self._append(row)
            case Clear(key, flag):
                return self._clear(key, flag)
            case Forget(key, head):
                return self._forget(key, head)
            case Put(shelf, key, value):
                kept = self._shelves.setdefault(shelf, {})
                before = kept.get(key)
                kept[key] = value
                return partial(_restore, kept, key, before)
            case Drop(shelf, key):
                kept = self._shelves.setdefault(shelf, {})
                return partial(_restore, kept, key, kept.pop(key, None))

    def _append(self, row: EntryRow) -> Callable[[], object]:
        if row.key in self._entries:
            raise LocalFault("PLY-STO-006", place=_place(row.key))
        self._filed += 1
        self._entries[row.key] = FiledRow(self._filed, row)
        return lambda: self._entries.pop(row.key)

    def _clear(self, key: EntryKey, flag: EntryFlag) -> Callable[[], object]:
        before = self._entries.get(key)
        if before is None:
            raise LocalFault("PLY-STO-007", place=_place(key))
        row = replace(before.row, flags=before.row.flags & ~flag)
        self._entries[key] = FiledRow(before.filed, row)
        return lambda: self._entries.__setitem__(key, before)

    def _forget(self, key: EntryKey, head: bytes) -> Callable[[], object]:
        before = self._entries.get(key)
        if before is None:
            raise LocalFault("PLY-STO-007", place=_place(key))
        flags = before.row.flags | EntryFlag.FORGOTTEN
        row = replace(before.row, flags=flags, head=head, body=b"")
        self._entries[key] = FiledRow(before.filed, row)
        return lambda: self._entries.__setitem__(key, before)

    def shelf(self, name: str) -> Iterator[tuple[bytes, bytes]]:
        """Yield the pairs of a shelf in key order."""
        with self._open():
            return iter(sorted(self._shelves.get(name, {}).items()))

    def value(self, shelf: str, key: bytes) -> bytes | None:
        """Return one value, or None."""
        with self._open():
            return self._shelves.get(shelf, {}).get(key)

    def entry(self, key: EntryKey) -> FiledRow | None:
        """Return one entry, or None."""
        with self._open():
            return self._entries.get(key)

    def entries(
        self, link: str, direction: Direction, incarnation: int, first: int, limit: int
    ) -> list[FiledRow]:
        """Return up to `limit` entries of one log from `first` on, in order."""
        log = (link, direction, incarnation)
        with self._open():
            found = [
                filed
                for key, filed in self._entries.items()
                if (key.link, key.direction, key.incarnation) == log
                and key.serial >= first
            ]
        found.sort(key=lambda filed: filed.row.key.serial)
        return found[: max(limit, 0)]

    def logs(self, link: str) -> list[tuple[Direction, int]]:
        """Return the logs held of a link, as (direction, incarnation), in order."""
        with self._open():
            keys = [key for key in self._entries if key.link == link]
        return sorted({(key.direction, key.incarnation) for key in keys})

    def flagged(self, flag: EntryFlag) -> list[FiledRow]:
        """Return every entry with all bits of `flag`, in filing order."""
        bits = int(flag)  # plain numbers: an enum's own `&` makes an object each time
        with self._open():
            found = [
                filed
                for filed in self._entries.values()
                if int(filed.row.flags) & bits == bits
            ]
        return sorted(found, key=lambda filed: filed.filed)

    def recent(self, flag: EntryFlag, before: int | None, limit: int) -> list[FiledRow]:
        """Return entries with all bits of `flag`, newest first, filed before."""
        found = self.flagged(flag)[::-1]
        if before is not None:
            found = [filed for filed in found if filed.filed < before]
        return found[: max(limit, 0)]

    def count(self, link: str, direction: Direction) -> int:
        """Return how many entries one direction of a link holds."""
        with self._open():
            return sum(
                key.link == link and key.direction == direction for key in self._entries
            )

    def check(self, progress: Callable[[int, int], None]) -> list[str]:
        """Look for serials that are missing in our own logs."""
        with self._open():
            keys = sorted(self._entries)
        problems = []
        last: dict[tuple[str, int], int] = {}
        progress(0, len(keys))
        for done, key in enumerate(keys, start=1):
            if key.direction is Direction.OUT:
                log = (key.link, key.incarnation)
                if key.serial != last.get(log, 0) + 1:
                    problems.append(f"serials are missing before {_place(key)}")
                last[log] = key.serial
            progress(done, len(keys))
        return problems

    def copy_to(self, path: Path) -> None:
        """Write everything as JSON to a new file; `load` reads it."""
        with self._open():
            whole = {
                "filed": self._filed,
                "entries": [_spelled(filed) for filed in self._entries.values()],
                "shelves": {
                    name: {key.hex(): value.hex() for key, value in kept.items()}
                    for name, kept in self._shelves.items()
                },
            }
        try:
            with path.open("x") as file:
                json.dump(whole, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError as error:
            raise LocalFault("PLY-STO-011", path=str(path)) from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise LocalFault("PLY-STO-002", path=str(path), reason=reason) from error

    @classmethod
    def load(cls, path: Path) -> MemoryStore:
        """Read what `copy_to` wrote; for tests and for looking at a failed world."""
        whole = json.loads(path.read_text())
        store = cls()
        store._filed = whole["filed"]
        for link, direction, incarnation, serial, flags, *rest in whole["entries"]:
            key = EntryKey(link, Direction(direction), incarnation, serial)
            leaf, head, body = (bytes.fromhex(text) for text in rest[:3])
            row = EntryRow(key, EntryFlag(flags), leaf, head, body)
            store._entries[key] = FiledRow(rest[3], row)
        for name, kept in whole["shelves"].items():
            store._shelves[name] = {
                bytes.fromhex(key): bytes.fromhex(value) for key, value in kept.items()
            }
        return store

    def close(self) -> None:
        """Refuse everything from now on, except `snapshot`."""
        with self._lock:
            self._closed = True

    def _open(self) -> threading.Lock:
        """Return the lock of a store that is still open."""
        if self._closed:
            raise LocalFault("PLY-STO-012", path="in memory")
        return self._lock


def _restore(kept: dict[bytes, bytes], key: bytes, before: bytes | None) -> None:
    if before is None:
        kept.pop(key, None)
    else:
        kept[key] = before


def _place(key: EntryKey) -> str:
    way = "out" if key.direction is Direction.OUT else "in"
    return f"{key.link}/{way}/{key.incarnation}/{key.serial}"


def _spelled(filed: FiledRow) -> list[object]:
    key, row = filed.row.key, filed.row
    place = [key.link, int(key.direction), key.incarnation, key.serial]
    texts = [row.leaf.hex(), row.head.hex(), row.body.hex()]
    return [*place, int(row.flags), *texts, filed.filed]
