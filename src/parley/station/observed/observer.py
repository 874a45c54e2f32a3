# SPDX-License-Identifier: Apache-2.0
"""Notes every change of a circuit and every alarm raised, while the station runs.

It looks at the facts that screens see, never at the core, and a disk that refuses costs
a gap in a picture and nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from parley.errors import LocalFault
from parley.model.record import Change, Drop, Put
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.changes import Changes
from parley.station.circuit_words import state_word
from parley.station.facts import Facts
from parley.station.logs import Log
from parley.station.observed.rows import (
    ALARM,
    ALIVE,
    ALIVE_SHELF,
    CIRCUIT,
    KEPT_MS,
    OFF,
    ROWS_MAX,
    SHELF,
    Seen,
    seen_key,
)

LOOK_S = 1.0  # however quickly things change, one note a second
ALIVE_S = 60.0
PRUNE_S = 86_400.0


class Observer:
    """Follows what screens are told; one for a running station."""

    def __init__(
        self, facts: Callable[[], Facts], store: Store, clock: Clock, log: Log
    ) -> None:
        self._facts, self._store, self._clock, self._log = facts, store, clock, log
        self._circuits: dict[tuple[str, str], str] = {}
        self._alarms: set[tuple[str, str, str]] = set()
        self._number = 0
        self._alive_ms = 0
        self._pruned_ms = 0

    async def run(self, changes: Changes) -> None:
        """Look at every change until the station stops."""
        await self._begin()
        while not changes.closed:
            seen = changes.count
            await self._look()
            try:
                async with asyncio.timeout(ALIVE_S):
                    await changes.after(seen)
            except TimeoutError:
                continue
            await asyncio.sleep(LOOK_S)

    async def _begin(self) -> None:
        """Say since when nobody looked; what stands now was raised in that time."""
        now_ms = self._clock.now().wall_ms
        try:
            before = await asyncio.to_thread(self._store.value, ALIVE_SHELF, ALIVE)
        except LocalFault:
            return
        self._alarms = {
            (each.link, each.code, each.subject) for each in self._facts().alarms
        }
        if before is not None:
            since_ms = min(now_ms, int.from_bytes(before, "big"))
            await self._keep([Seen(now_ms, OFF, since_ms=since_ms)])

    async def _look(self) -> None:
        now = self._clock.now()
        facts = self._facts()
        fresh = [*self._changed(facts, now.wall_ms), *self._raised(facts, now.wall_ms)]
        if (
            fresh
            or now.mono_ms - self._alive_ms >= ALIVE_S * 1_000
            or not self._alive_ms
        ):
            self._alive_ms = now.mono_ms
            await self._keep(fresh)
        if now.mono_ms - self._pruned_ms >= PRUNE_S * 1_000 or not self._pruned_ms:
            self._pruned_ms = now.mono_ms
            await self._prune(now.wall_ms)

    def _changed(self, facts: Facts, now_ms: int) -> list[Seen]:
        now = {(one.link, one.circuit): state_word(one) for one in facts.circuits}
        before, self._circuits = self._circuits, now
        return [
            Seen(now_ms, CIRCUIT, link, name, word)
            for (link, name), word in now.items()
            if before.get((link, name)) != word
        ]

    def _raised(self, facts: Facts, now_ms: int) -> list[Seen]:
        now = {(each.link, each.code, each.subject) for each in facts.alarms}
        before, self._alarms = self._alarms, now
        return [
            Seen(now_ms, ALARM, link, code) for link, code, _ in sorted(now - before)
        ]

    async def _keep(self, fresh: list[Seen]) -> None:
        now_ms = self._clock.now().wall_ms
        changes: list[Change] = [Put(ALIVE_SHELF, ALIVE, now_ms.to_bytes(8, "big"))]
        for one in fresh:
            self._number += 1
            key = seen_key(one.at_ms, self._number)
            changes.append(Put(SHELF, key, one.encode()))
        await self._commit(changes)

    async def _prune(self, now_ms: int) -> None:
        try:
            keys = await asyncio.to_thread(self._keys)
        except LocalFault:
            return
        oldest = seen_key(max(0, now_ms - KEPT_MS), 0)
        many = len(keys) - ROWS_MAX
        gone = [key for at, key in enumerate(keys) if key < oldest or at < many]
        await self._commit([Drop(SHELF, key, secret=False) for key in gone])

    def _keys(self) -> list[bytes]:
        return [key for key, _ in self._store.shelf(SHELF)]

    async def _commit(self, changes: list[Change]) -> None:
        if not changes:
            return
        try:
            await asyncio.to_thread(self._store.commit, changes)
        except LocalFault as fault:
            self._log.warning("observed.refused", code=fault.code)
