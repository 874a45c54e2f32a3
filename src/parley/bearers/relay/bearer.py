# SPDX-License-Identifier: Apache-2.0
"""Frames by way of a relay: two boxes, one we fill and one we empty.

Left to the caller: what a frame means and whether it arrived.  `up` says that the relay
takes and gives, not that the counterpart fetches.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Awaitable, Callable

from parley.bearers.relay.config import RelaySettings
from parley.bearers.relay.form import box_of, mark_of
from parley.bearers.relay.guest import Guest, RelayError, Said
from parley.carriage.hatch import Hatch
from parley.carriage.slips import SlipMaker, SlipReader
from parley.crypto.carrier import CarrierKeys
from parley.errors import CounterpartFault
from parley.ports.bearer import CircuitListener
from parley.wire.slip import (
    RUN_BYTES,
    SLIPS_BYTES_MAX,
    SLIPS_MAX,
    decode_slips,
    encode_slips,
)

_MARGIN_BYTES = 128 * 1_024  # of a body, for the heads of its slips
_REASONS = {
    401: "the relay does not admit this station: ask for a new ticket",
    403: "the relay does not take this station's key",
    413: "the relay finds the frames too long",
    429: "the relay is asked too often from this address",
    503: "the relay is busy",
}
_FULL = 507
_GONE_QUIET = "the relay begins"


class RelayBearer:
    """One circuit to one counterpart through one relay."""

    def __init__(
        self, settings: RelaySettings, ours: CarrierKeys, theirs: CarrierKeys
    ) -> None:
        """Take the keys of our direction and of theirs; open nothing."""
        self.traits = settings.traits
        self._settings = settings
        self._ours, self._theirs = ours, theirs
        self._hatch = Hatch(self.traits)
        self._troubles: dict[str, str] = {}

    def send(self, frame: bytes) -> None:
        """Take one frame within the window; without a circuit it is dropped."""
        self._hatch.send(frame)

    async def run(self, listener: CircuitListener) -> None:
        """Carry frames until cancelled; comes back from every failure by itself."""
        self._hatch.open(listener)
        self._troubles = {"store": _GONE_QUIET, "fetch": _GONE_QUIET}
        store, fetch = Guest(self._settings), Guest(self._settings)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._again("store", lambda: self._store(store)))
                group.create_task(self._again("fetch", lambda: self._fetch(fetch)))
        finally:
            store.close()
            fetch.close()
            self._hatch.close()

    async def _again(self, side: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do one side's work for ever; after a failure wait, longer each time."""
        pause_s = self._settings.retry_s_min
        while True:
            try:
                await work()
            except RelayError as failed:
                pause_s = self._settings.retry_s_min if self._is_well(side) else pause_s
                self._tell(side, failed.reason)
            await asyncio.sleep(pause_s * random.uniform(0.5, 1.0))  # noqa: S311
            pause_s = min(pause_s * 2, self._settings.retry_s_max)

    async def _store(self, guest: Guest) -> None:
        """Put frames into the counterpart's box until something fails."""
        box = box_of(self._ours.derive("box"))
        # A run of its own after each failure: numbers that were never stored would
        # look as if the relay had withheld them.
        maker = SlipMaker(self._ours, os.urandom(RUN_BYTES))
        await self._put(guest, box, b"")
        while True:
            self._tell("store", "")
            frames = await self._hatch.take(SLIPS_MAX, SLIPS_BYTES_MAX - _MARGIN_BYTES)
            try:
                await self._put(guest, box, encode_slips([*map(maker.put, frames)]))
            except RelayError as failed:
                self._tell("store", failed.reason)  # before the places come back
                raise
            finally:
                self._hatch.left(len(frames))

    async def _put(self, guest: Guest, box: bytes, body: bytes) -> None:
        said = await guest.ask(
            "POST", box, body=body, within_s=self._settings.answer_s_max
        )
        if said.status == _FULL:
            full = "the counterpart's box at the relay is full: nobody fetches from it"
            raise RelayError(full if said.body == b"box" else "the relay is full")
        _refuse_unless_done(said)

    async def _fetch(self, guest: Guest) -> None:
        """Take slips out of our box until something fails."""
        key = self._theirs.derive("box")
        box = box_of(key)
        reader = SlipReader(self._theirs)
        wait_s = 0  # at first only to see whether it works
        while True:
            said = await guest.ask(
                "GET",
                box,
                key=key,
                query=f"?wait={wait_s}",
                within_s=self._settings.answer_s_max + wait_s,
            )
            _refuse_unless_done(said)
            self._tell("fetch", "")
            wait_s = self._settings.wait_s
            try:
                slips = decode_slips(said.body)
            except CounterpartFault as fault:
                raise RelayError(str(fault)) from None
            if not slips:
                continue
            for slip in slips:
                frame = reader.take(slip)
                if frame is not None:
                    self._hatch.arrived(frame)
            self._hatch.noted(reader.words())
            marks = b"".join(map(mark_of, slips))
            said = await guest.ask(
                "DELETE", box, key=key, body=marks, within_s=self._settings.answer_s_max
            )
            _refuse_unless_done(said)

    def _is_well(self, side: str) -> bool:
        return not self._troubles[side]

    def _tell(self, side: str, reason: str) -> None:
        self._troubles[side] = reason
        first = next(filter(None, self._troubles.values()), "")
        if not first:
            self._hatch.up()
        elif first != _GONE_QUIET:
            self._hatch.down(first)


def _refuse_unless_done(said: Said) -> None:
    if said.status not in (200, 204):
        reason = _REASONS.get(said.status, f"the relay answers with {said.status}")
        raise RelayError(reason)
