# SPDX-License-Identifier: Apache-2.0
"""Everything a store can tell about its own soundness, without knowing what it keeps.

Reads through a connection of its own, a few hundred rows at a time, so that the station
can go on committing meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from parley.errors import LocalFault
from parley.model.record import Direction, EntryKey
from parley.store.sqlite import opening
from parley.store.sqlite.faults import from_sqlite
from parley.store.sqlite.sealing import Sealing, place

# Rows are read in short transactions: a long one would hold back checkpoints.
_ROWS = 256
_PROBLEMS_MAX = 100

_ENTRIES = """
SELECT filed, link, direction, incarnation, serial, flags, leaf, head, body
FROM entry WHERE filed > ? ORDER BY filed LIMIT ?
"""
_VALUES = """
SELECT slot.id, shelf.shelf, shelf.key, slot.value
FROM slot LEFT JOIN shelf ON shelf.slot = slot.id
WHERE slot.id > ? AND slot.free = 0 ORDER BY slot.id LIMIT ?
"""
_LOST_VALUES = """
SELECT shelf.shelf, shelf.key FROM shelf LEFT JOIN slot ON slot.id = shelf.slot
WHERE slot.id IS NULL OR slot.free = 1 ORDER BY shelf.shelf, shelf.key LIMIT ?
"""
_UNWIPED = """
SELECT id FROM slot
WHERE free = 1 AND value <> zeroblob(bytes) ORDER BY id LIMIT ?
"""
_GAPS = """
SELECT link, incarnation, serial, before FROM (
  SELECT link, incarnation, serial,
         lag(serial, 1, 0) OVER (PARTITION BY link, incarnation ORDER BY serial)
         AS before
  FROM entry WHERE direction = 0
) WHERE serial <> before + 1 ORDER BY link, incarnation, serial LIMIT ?
"""

Progress = Callable[[int, int], None]


def check_file(path: Path, sealing: Sealing, progress: Progress) -> list[str]:
    """Return what is wrong with the store at `path`, in words; empty if sound."""

    def open_value(raw: Any) -> None:  # noqa: ANN401 - a row as SQLite gives it
        if raw[1] is None:
            problems.append(f"slot {raw[0]} is in use but on no shelf")
        else:
            sealing.value(*raw[1:])

    problems: list[str] = []
    with closing(opening.open_reader(path)) as reader:
        meter = _Meter(progress, _total(reader))
        steps: tuple[Callable[[], Iterable[str]], ...] = (
            lambda: _structure(reader),
            lambda: _unopened(reader, _ENTRIES, sealing.entry, meter),
            lambda: _unopened(reader, _VALUES, open_value, meter),
            lambda: _misplaced(reader),
            lambda: _gaps(reader),
        )
        for step in steps:
            try:
                problems.extend(step())
            except sqlite3.DatabaseError as error:
                # A page that cannot be read ends one step, not the whole check.
                if from_sqlite(str(path), error).code != "PLY-STO-003":
                    raise
                problems.append(f"structure: {error}")
        meter.finish()
    return problems


def _total(reader: sqlite3.Connection) -> int:
    rows = reader.execute(
        "SELECT (SELECT count(*) FROM entry) + (SELECT count(*) FROM shelf)"
    )
    return int(rows.fetchone()[0])


class _Meter:
    """Counts up to a total that stays true while the station files more."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0
        progress(0, total)

    def advance(self, rows: int) -> None:
        self._done += rows
        self._total = max(self._total, self._done)
        self._progress(self._done, self._total)

    def finish(self) -> None:
        self._progress(self._total, self._total)


def _structure(reader: sqlite3.Connection) -> list[str]:
    found = reader.execute(f"PRAGMA integrity_check({_PROBLEMS_MAX})").fetchall()
    return [f"structure: {line}" for (line,) in found if line != "ok"]


def _unopened(
    reader: sqlite3.Connection,
    question: str,
    open_row: Callable[[Any], object],
    meter: _Meter,
) -> Iterator[str]:
    last = -1
    while rows := reader.execute(question, (last, _ROWS)).fetchall():
        for row in rows:
            try:
                open_row(row)
            except LocalFault as fault:
                yield f"{fault.facts['place']} does not open"
        last = rows[-1][0]
        meter.advance(len(rows))


def _misplaced(reader: sqlite3.Connection) -> Iterator[str]:
    """Find values that no slot holds, and slots given up but not wiped."""
    for shelf, key in reader.execute(_LOST_VALUES, (_PROBLEMS_MAX,)):
        yield f"value {key.hex()} of shelf {shelf} is lost"
    for (slot,) in reader.execute(_UNWIPED, (_PROBLEMS_MAX,)):
        yield f"slot {slot} is free but not empty"


def _gaps(reader: sqlite3.Connection) -> Iterator[str]:
    """Find serials missing in our own logs; the counterpart's may lack some."""
    for link, incarnation, serial, before in reader.execute(_GAPS, (_PROBLEMS_MAX,)):
        key = EntryKey(link, Direction.OUT, incarnation, serial)
        missing = serial - before - 1
        yield f"{missing} serials are missing before {place(key)}"
