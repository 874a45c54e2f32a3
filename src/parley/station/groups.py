# SPDX-License-Identifier: Apache-2.0
"""The date-time group of a message: one minute for one message of a log and day.

Both sides hold the same log, so both give the same group, and nothing more need travel.
"""

from __future__ import annotations

from parley.core.records import EntryHead
from parley.core.shelves import decode_head
from parley.model.entry import EntryKind
from parley.model.record import EntryKey
from parley.ports.store import Store
from parley.station.time_words import date_time_group

_DAY_MS = 86_400_000
_MINUTE_MS = 60_000
_PAGE = 256
_LAST = _DAY_MS // _MINUTE_MS - 1


def group_of(store: Store, key: EntryKey, logged_ms: int) -> str:
    """Return the group of a message; empty while an entry before it is missing.

    Empty too where its day has no minute left.
    """
    # SPEC 8.95: "The date-time group of a message is the minute at which it was logged,
    # or the next one that no earlier message of its log and day has; 0000Z is not
    # used."
    day_ms = logged_ms - logged_ms % _DAY_MS
    heads = _day(store, key, day_ms)
    if heads is None:
        return ""
    taken = 0
    for head in heads:
        if head.kind == EntryKind.MESSAGE:
            taken = max((head.logged_ms - day_ms) // _MINUTE_MS, taken + 1)
    return "" if taken > _LAST else date_time_group(day_ms + taken * _MINUTE_MS)


def _day(store: Store, key: EntryKey, day_ms: int) -> list[EntryHead] | None:
    """Return the heads of a day's log up to an entry, oldest first; None with a gap."""
    heads: list[EntryHead] = []
    serial = key.serial
    while serial > 0:
        first = max(1, serial - _PAGE + 1)
        page = store.entries(key.link, key.direction, key.incarnation, first, _PAGE)
        found = {each.row.key.serial: each.row for each in page}
        while serial >= first:
            row = found.get(serial)
            if row is None:
                return None
            head = decode_head(row.head)
            if head.logged_ms < day_ms:
                return heads[::-1]
            heads.append(head)
            serial -= 1
    return heads[::-1]
