# SPDX-License-Identifier: Apache-2.0
"""Texts that are being written: kept by the station until they are filed or dropped.

A browser that closes, or a desk that is left, loses nothing.  They are sealed on the
disk as everything is, leave this station never, and only their writer is shown them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from parley.core.shelves import number_key
from parley.errors import LocalFault
from parley.model.record import Drop, Put
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.writing.views import UnfinishedView
from parley.wire.cbor import dumps, loads
from parley.wire.limits import TEXT_BYTES_MAX

SHELF = "unfinished"
SLOTS_MAX = 16  # an officer; more are not looked at again
FIELDS_MAX = 128
UNFINISHED_BYTES_MAX = TEXT_BYTES_MAX + 16_384


class Unfinished:
    """Keeps, lists and drops unfinished texts; one at a time."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._turn = asyncio.Lock()

    async def listed(self, officer: int) -> tuple[UnfinishedView, ...]:
        """Return an officer's unfinished texts, by their slots."""
        return await asyncio.to_thread(self._listed, officer)

    async def keep(
        self, officer: int, slot: int | None, version: int, fields: Mapping[str, str]
    ) -> UnfinishedView:
        """Keep a text in a slot of its officer's, a free one if none is named.

        Raises:
            LocalFault: PLY-UI-020 another screen has changed it since `version`;
                PLY-UI-021 there is no free slot; PLY-UI-022 it is too large.

        """
        async with self._turn:
            return await asyncio.to_thread(self._keep, officer, slot, version, fields)

    async def drop(self, officer: int, slot: int) -> None:
        """Forget an unfinished text; one that is not there is fine."""
        if not 0 <= slot < SLOTS_MAX:
            return
        async with self._turn:
            gone = [Drop(SHELF, _key(officer, slot))]
            await asyncio.to_thread(self._store.commit, gone)

    def _listed(self, officer: int) -> tuple[UnfinishedView, ...]:
        found = (self._read(officer, slot) for slot in range(SLOTS_MAX))
        return tuple(each for each in found if each is not None)

    def _read(self, officer: int, slot: int) -> UnfinishedView | None:
        data = self._store.value(SHELF, _key(officer, slot))
        if data is None:
            return None
        kept: Any = loads(data, bytes_max=2 * UNFINISHED_BYTES_MAX)
        version, saved_ms, fields = kept
        pairs = tuple((name, value) for name, value in fields)
        return UnfinishedView(officer, slot, version, saved_ms, pairs)

    def _keep(
        self, officer: int, slot: int | None, version: int, fields: Mapping[str, str]
    ) -> UnfinishedView:
        size = sum(len(f"{name}{value}".encode()) for name, value in fields.items())
        if size > UNFINISHED_BYTES_MAX or len(fields) > FIELDS_MAX:
            raise LocalFault("PLY-UI-022", size=size, limit=UNFINISHED_BYTES_MAX)
        place = self._free(officer) if slot is None else slot
        if not 0 <= place < SLOTS_MAX:
            raise LocalFault("PLY-UI-020")
        before = self._read(officer, place)
        if slot is not None and (before is None or before.version != version):
            raise LocalFault("PLY-UI-020")
        now_ms = self._clock.now().wall_ms
        fresh = 1 if before is None else before.version + 1
        pairs = [[name, value] for name, value in fields.items()]
        data = dumps([fresh, now_ms, pairs])
        self._store.commit([Put(SHELF, _key(officer, place), data)])
        made = tuple(fields.items())
        return UnfinishedView(officer, place, fresh, now_ms, made)

    def _free(self, officer: int) -> int:
        for slot in range(SLOTS_MAX):
            if self._store.value(SHELF, _key(officer, slot)) is None:
                return slot
        raise LocalFault("PLY-UI-021", limit=SLOTS_MAX)


def _key(officer: int, slot: int) -> bytes:
    return number_key(officer) + bytes([slot])
