# SPDX-License-Identifier: Apache-2.0
"""Frames by mail.

Left to the caller: what a frame means and whether it arrived.  `up` says that both mail
hosts serve us, not that anything is delivered.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import Awaitable, Callable

from parley.bearers.mail.config import MailError, MailSettings
from parley.bearers.mail.inbox import Found, Inbox
from parley.bearers.mail.letter import write_letter
from parley.bearers.mail.outbox import Outbox
from parley.carriage.aside import aside
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

NAMES_MAX = 256
"""Mails of ours whose return would be recognised."""

_MARGIN_BYTES = 128 * 1_024  # for the heads of slips
_BEGINS = "the mail hosts are asked for the first time"


class MailBearer:
    """One circuit to one counterpart by mail."""

    def __init__(
        self, settings: MailSettings, ours: CarrierKeys, theirs: CarrierKeys
    ) -> None:
        """Take the keys of our direction and of theirs; open nothing.

        Raises:
            LocalFault: PLY-BRR-061.

        """
        self.traits = settings.traits
        self._settings = settings
        self._ours, self._theirs = ours, theirs
        self._hatch = Hatch(self.traits)
        self._troubles: dict[str, str] = {}
        self._names: deque[str] = deque(maxlen=NAMES_MAX)
        self._outbox = Outbox(settings)
        self._inbox = Inbox(settings, theirs)

    def send(self, frame: bytes) -> None:
        """Take one frame within the window; without a circuit it is dropped."""
        self._hatch.send(frame)

    async def run(self, listener: CircuitListener) -> None:
        """Carry frames until cancelled; comes back from every failure by itself."""
        self._hatch.open(listener)
        self._troubles = {"out": _BEGINS, "in": _BEGINS}
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._again("out", self._send))
                group.create_task(self._again("in", self._fetch))
        finally:
            self._outbox.close()
            await aside(self._inbox.close)
            self._hatch.close()

    async def _again(self, side: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do one side's work for ever; after a failure wait, longer each time."""
        pause_s = self._settings.retry_s_min
        while True:
            try:
                await work()
            except MailError as failed:
                if not self._troubles[side]:
                    pause_s = self._settings.retry_s_min
                self._tell(side, failed.reason)
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, self._settings.retry_s_max)

    async def _send(self) -> None:
        settings = self._settings
        # A run of its own after each failure: numbers that were never sent would look
        # as if they had been lost.
        maker = SlipMaker(self._ours, os.urandom(RUN_BYTES))
        await self._outbox.check()
        while True:
            self._tell("out", "")
            frames = await self._hatch.take(SLIPS_MAX, SLIPS_BYTES_MAX - _MARGIN_BYTES)
            body = encode_slips([maker.put(frame) for frame in frames])
            letter = write_letter(body, self._ours, settings.sender, settings.recipient)
            self._names.append(letter.name)
            try:
                await self._outbox.send(letter.mail)
            except MailError as failed:
                self._tell("out", failed.reason)  # before the places come back
                raise
            finally:
                self._hatch.left(len(frames))

    async def _fetch(self) -> None:
        reader = SlipReader(self._theirs)
        inbox = self._inbox
        while True:
            names = frozenset(self._names)
            found = await aside(lambda: inbox.look(names), inbox.wake)  # noqa: B023
            self._tell("in", "")
            self._pass_on(reader, found)
            if not found.is_more:
                await aside(inbox.wait, inbox.wake)

    def _pass_on(self, reader: SlipReader, found: Found) -> None:
        for body in found.bodies:
            try:
                slips = decode_slips(body)
            except CounterpartFault:
                reader.strange += 1
                continue
            for slip in slips:
                frame = reader.take(slip)
                if frame is not None:
                    self._hatch.arrived(frame)
        words = [reader.words()]
        if found.returned is not None:
            words.append(f"a mail came back: {found.returned}")
        self._hatch.noted("; ".join(filter(None, words)))

    def _tell(self, side: str, reason: str) -> None:
        self._troubles[side] = reason
        first = next(filter(None, self._troubles.values()), "")
        if not first:
            self._hatch.up()
        elif first != _BEGINS:
            self._hatch.down(first)
