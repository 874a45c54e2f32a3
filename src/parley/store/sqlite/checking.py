# SPDX-License-Identifier: Apache-2.0
"""Everything a store can tell about its own soundness, without knowing what it keeps.

Reads through a connection of its own, a few hundred rows at a time, so that the station
can go on committing meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from parley.errors import LocalFault
from parley.model.record import Direction, EntryKey
from parley.store.sqlite import opening
from parley.store.sqlite.sealing import Sealing, place

# Rows are read in short transactions: a long one would hold back checkpoints.
_ROWS = 256
_PROBLEMS_MAX = 100

_ENTRIES = """
SELECT filed, link, direction, incarnation, serial, flags, leaf, head, body
FROM entry WHERE filed > ? ORDER BY filed LIMIT ?
"""
_VALUES = "SELECT id, shelf, key, value FROM shelf WHERE id > ? ORDER BY id LIMIT ?"
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
    with closing(opening.open_reader(path)) as reader:
        rows = reader.execute(
            "SELECT (SELECT count(*) FROM entry) + (SELECT count(*) FROM shelf)"
        )
        meter = _Meter(progress, rows.fetchone()[0])
        problems = _structure(reader)
        problems += _unopened(reader, _ENTRIES, sealing.entry, meter)
        problems += _unopened(
            reader, _VALUES, lambda raw: sealing.value(raw[1], raw[2], raw[3]), meter
        )
        problems += _gaps(reader)
        meter.finish()
    return problems


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
) -> list[str]:
    problems: list[str] = []
    last = -1
    while rows := reader.execute(question, (last, _ROWS)).fetchall():
        for row in rows:
            try:
                open_row(row)
            except LocalFault as fault:
                problems.append(f"{fault.facts['place']} does not open")
        last = rows[-1][0]
        meter.advance(len(rows))
    return problems


def _gaps(reader: sqlite3.Connection) -> list[str]:
    """Find serials missing in our own logs; the counterpart's may lack some."""
    problems = []
    for link, incarnation, serial, before in reader.execute(_GAPS, (_PROBLEMS_MAX,)):
        key = EntryKey(link, Direction.OUT, incarnation, serial)
        missing = serial - before - 1
        problems.append(f"{missing} serials are missing before {place(key)}")
    return problems
