# SPDX-License-Identifier: Apache-2.0
"""The newest line of the order wire, for a board that is asked for all the time.

What was looked through once is not read again, however much traffic there is.
"""

from __future__ import annotations

from threading import Lock

from parley.core.shelves import decode_head
from parley.model.entry import EntryKind
from parley.model.record import EntryRow
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.facts import LinkKnowledge
from parley.station.parties import Log
from parley.station.record.rows import PAGE, logs_of, rows_of
from parley.station.watch.floor import WIRE_S, Floor, WireLineView

_EVER_MS = 2**53 - 1


class LatestLine:
    """Follows the logs of each link; may be asked from any thread."""

    def __init__(self, floor: Floor, store: Store, clock: Clock) -> None:
        self._floor, self._store, self._clock = floor, store, clock
        self._seen: dict[Log, int] = {}
        self._newest: dict[str, EntryRow] = {}
        self._turn = Lock()

    def of(self, known: LinkKnowledge) -> WireLineView | None:
        """Return the newest line of the last day, or None."""
        link, now_ms = known.facts.link, self._clock.now().wall_ms
        with self._turn:
            for log in logs_of(self._store, link):
                for row in self._unseen(log, now_ms - WIRE_S * 1_000):
                    self._seen[log] = row.key.serial
                    if decode_head(row.head).kind == EntryKind.SERVICE:
                        self._take(link, row)
            newest = self._newest.get(link)
        if newest is None or now_ms - _logged_ms(newest) > WIRE_S * 1_000:
            return None
        return self._floor.line(known, newest)

    def _unseen(self, log: Log, from_ms: int) -> list[EntryRow]:
        seen = self._seen.get(log)
        if seen is None:
            return list(rows_of(self._store, log, from_ms, _EVER_MS))
        rows: list[EntryRow] = []
        while page := self._store.entries(*log, seen + 1, PAGE):
            rows += [filed.row for filed in page]
            seen = page[-1].row.key.serial
        return rows

    def _take(self, link: str, row: EntryRow) -> None:
        before = self._newest.get(link)
        if before is None or _logged_ms(before) <= _logged_ms(row):
            self._newest[link] = row


def _logged_ms(row: EntryRow) -> int:
    return decode_head(row.head).logged_ms
