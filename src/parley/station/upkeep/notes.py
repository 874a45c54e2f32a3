# SPDX-License-Identifier: Apache-2.0
"""When the station was last copied and last checked, kept with its record."""

from __future__ import annotations

from typing import Any

from parley.model.record import Put
from parley.ports.store import Store
from parley.wire.cbor import dumps, loads

SHELF = "upkeep"
BACKUP, CHECK = b"backup", b"check"


def note_done(store: Store, what: bytes, at_ms: int, count: int) -> None:
    """Keep when something was done; `count` is of entries, or of problems.

    Blocking.

    Raises:
        LocalFault: the disk refuses.

    """
    store.commit([Put(SHELF, what, dumps([at_ms, count]))])


def last_done(store: Store, what: bytes) -> tuple[int, int] | None:
    """Return when it was last done, and its count; None if never."""
    data = store.value(SHELF, what)
    if data is None:
        return None
    kept: Any = loads(data)
    at_ms, count = kept
    return at_ms, count
