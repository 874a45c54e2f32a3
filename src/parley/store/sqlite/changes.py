# SPDX-License-Identifier: Apache-2.0
"""The kinds of change as statements."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from parley.errors import LocalFault
from parley.model.record import (
    Append,
    Change,
    Clear,
    Drop,
    EntryFlag,
    EntryKey,
    Forget,
    Put,
)
from parley.store.sqlite import slots
from parley.store.sqlite.sealing import (
    Sealing,
    body_context,
    head_context,
    place,
    shelf_context,
)

# A head or body is at most one frame's worth, a value a few prekeys: this only stops
# a mistake from filling the disk.
VALUE_BYTES_MAX = 16 * 1024 * 1024

_APPEND = """
INSERT INTO entry (link, direction, incarnation, serial, flags, leaf, head, body)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_CLEAR = """
UPDATE entry SET flags = flags & ~?
WHERE link = ? AND direction = ? AND incarnation = ? AND serial = ?
"""
# Zeros take the place of the body, shorter by what the new head is longer: a row of
# one length is written over in place, where another length would leave pieces behind.
_FORGET = """
UPDATE entry SET head = ?1, flags = flags | ?2,
  body = zeroblob(max(0, length(body) + length(head) - length(?1)))
WHERE link = ?3 AND direction = ?4 AND incarnation = ?5 AND serial = ?6
"""
_LEAF = """
SELECT leaf FROM entry
WHERE link = ? AND direction = ? AND incarnation = ? AND serial = ?
"""
_FIND = """
SELECT 1 FROM entry
WHERE link = ? AND direction = ? AND incarnation = ? AND serial = ?
"""

_Values = tuple[str | int | bytes, ...]


class Changes:
    """Makes changes inside the transaction that the store has begun."""

    def __init__(self, writer: sqlite3.Connection, sealing: Sealing) -> None:
        self._writer = writer
        self._seal = sealing.seal

    def make(self, kind: type[Change], run: Sequence[Any]) -> bool:
        """Make a run of changes of one kind; return whether a value was destroyed."""
        if kind is Append:
            self._append(run)
        elif kind is Clear:
            self._clear(run)
        elif kind is Put:
            self._put(run)
        elif kind is Forget:
            self._forget(run)
            return True
        else:
            return self._drop(run)
        return False

    def _append(self, run: Sequence[Append]) -> None:
        reached = run[0]

        def rows() -> Iterator[_Values]:
            nonlocal reached
            for reached in run:
                yield self._sealed_append(reached)

        try:
            self._writer.executemany(_APPEND, rows())
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_CONSTRAINT_UNIQUE:
                raise
            where = place(reached.row.key)
            raise LocalFault("PLY-STO-006", place=where) from error

    def _clear(self, run: Sequence[Clear]) -> None:
        cleared = self._writer.executemany(
            _CLEAR, [(int(clear.flag), *_key(clear.key)) for clear in run]
        )
        if cleared.rowcount == len(run):
            return
        for clear in run:
            if not self._writer.execute(_FIND, _key(clear.key)).fetchone():
                raise LocalFault("PLY-STO-007", place=place(clear.key))

    def _forget(self, run: Sequence[Forget]) -> None:
        for forget in run:
            found = self._writer.execute(_LEAF, _key(forget.key)).fetchone()
            if found is None:
                raise LocalFault("PLY-STO-007", place=place(forget.key))
            head = self._sealed(head_context(forget.key, found[0]), forget.head)
            values = (head, int(EntryFlag.FORGOTTEN), *_key(forget.key))
            self._writer.execute(_FORGET, values)

    def _put(self, run: Sequence[Put]) -> None:
        for put in run:
            context = shelf_context(put.shelf, put.key)
            sealed = self._sealed(context, slots.pad(put.value))
            slots.fill(self._writer, put.shelf, put.key, sealed)

    def _drop(self, run: Sequence[Drop]) -> bool:
        destroyed = [
            slots.wipe(self._writer, drop.shelf, drop.key) and drop.secret
            for drop in run
        ]
        return any(destroyed)

    def _sealed_append(self, change: Append) -> _Values:
        row = change.row
        head = self._sealed(head_context(row.key, row.leaf), row.head)
        body = self._sealed(body_context(row.key, row.leaf), row.body)
        return *_key(row.key), int(row.flags), row.leaf, head, body

    def _sealed(self, context: bytes, data: bytes) -> bytes:
        if len(data) > VALUE_BYTES_MAX:
            reason = f"a value of {len(data)} bytes is over {VALUE_BYTES_MAX}"
            raise LocalFault("PLY-STO-015", reason=reason)
        return self._seal(context, data)


def _key(key: EntryKey) -> tuple[str, int, int, int]:
    return key.link, int(key.direction), key.incarnation, key.serial
