# SPDX-License-Identifier: Apache-2.0
"""Where the values of shelves lie, so that a destroyed one is really gone.

Theory of operation.  SQLite's ``secure_delete`` overwrites a row that is deleted, but
not the copies that stay behind when rows move between pages, and a row moves whenever
its neighbours grow, shrink or go.  A prekey that was dropped was found again that way.

So a value lies in a slot that never moves: slots are only appended at the end of their
table, never deleted and never resized, and SQLite splits such a table without touching
the rows it has.  Values are padded to a size class; a new value of the same class goes
over the old one in place, another class takes another slot, and a slot that is given up
is overwritten with zeros and used again.
"""

from __future__ import annotations

import sqlite3

# A class is at most a quarter larger than what it holds, and at least this.
_STEP_BYTES_MIN = 32
_MARK = b"\x80"  # ends the data; zeros follow

_FIND = "SELECT slot FROM shelf WHERE shelf = ? AND key = ?"
# Most values are written over in place: their class is what it was.
_REFILL = """
UPDATE slot SET value = ?1 WHERE bytes = length(?1)
  AND id = (SELECT slot FROM shelf WHERE shelf = ?2 AND key = ?3)
"""
_TAKE = "SELECT id FROM slot INDEXED BY slot_free WHERE free = 1 AND bytes = ? LIMIT 1"
_GROW = "INSERT INTO slot (free, bytes, value) VALUES (0, ?, ?)"
_FILL = "UPDATE slot SET free = 0, value = ? WHERE id = ?"
_WIPE = "UPDATE slot SET free = 1, value = zeroblob(bytes) WHERE id = ?"
_POINT = """
INSERT INTO shelf (shelf, key, slot) VALUES (?, ?, ?)
ON CONFLICT (shelf, key) DO UPDATE SET slot = excluded.slot
"""
_FORGET = "DELETE FROM shelf WHERE shelf = ? AND key = ? RETURNING slot"


def pad(data: bytes) -> bytes:
    """Return `data` grown to its size class."""
    least = len(data) + len(_MARK)
    step = max(_STEP_BYTES_MIN, 1 << max(least.bit_length() - 3, 0))
    return (data + _MARK).ljust(-(-least // step) * step, b"\0")


def unpad(padded: bytes) -> bytes:
    """Return what `pad` was given."""
    return padded[: padded.rindex(_MARK)]


def fill(writer: sqlite3.Connection, shelf: str, key: bytes, value: bytes) -> None:
    """Put a padded and sealed value in the place of `key`, inside a transaction."""
    if writer.execute(_REFILL, (value, shelf, key)).rowcount:
        return
    writer.executemany(_WIPE, writer.execute(_FIND, (shelf, key)).fetchall())
    taken = writer.execute(_TAKE, (len(value),)).fetchone()
    if taken is not None:
        slot = taken[0]
        writer.execute(_FILL, (value, slot))
    else:
        slot = writer.execute(_GROW, (len(value), value)).lastrowid
    writer.execute(_POINT, (shelf, key, slot))


def wipe(writer: sqlite3.Connection, shelf: str, key: bytes) -> bool:
    """Destroy the value of `key`; return whether there was one."""
    given_up = writer.execute(_FORGET, (shelf, key)).fetchall()
    writer.executemany(_WIPE, given_up)
    return bool(given_up)
