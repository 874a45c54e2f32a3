# SPDX-License-Identifier: Apache-2.0
"""Frames by way of JetStream, which may lose what it has acknowledged.

So an answer of the cluster is no more than "accepted": only the counterpart's receipt
counts, and what it lacks goes out again, here or elsewhere.
"""

from __future__ import annotations

import asyncio
import os
import random
from contextlib import suppress

import nats
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from parley.bearers.nats.config import NatsSettings
from parley.carriage.hatch import Hatch
from parley.carriage.leaving import apart, heeding
from parley.carriage.slips import SlipMaker, SlipReader
from parley.crypto.carrier import CarrierKeys
from parley.crypto.digest import sha256
from parley.ports.bearer import CircuitListener
from parley.wire.slip import RUN_BYTES

_BATCH = 64
_TRIES = 3
_AGAIN_S = 0.5
_NOT_YET = (
    nats.errors.NoRespondersError,
    TimeoutError,  # the library's own among them
    nats.js.errors.NoStreamResponseError,
    nats.js.errors.ServiceUnavailableError,
)
_WORDS_MAX = 160
_NAME_CHARACTERS = 32
_CLOSE_S_MAX = 1.0


class NatsBearer:
    """One circuit to one counterpart through one cluster."""

    def __init__(
        self, settings: NatsSettings, ours: CarrierKeys, theirs: CarrierKeys
    ) -> None:
        """Take the keys of our direction and of theirs; open nothing.

        Raises:
            LocalFault: PLY-BRR-061.

        """
        self.traits = settings.traits
        self._settings = settings
        self._ours, self._theirs = ours, theirs
        self._tls = settings.tls()
        self._hatch = Hatch(self.traits)
        self._reader = SlipReader(theirs)

    def send(self, frame: bytes) -> None:
        """Take one frame within the window; without a circuit it is dropped."""
        self._hatch.send(frame)

    async def run(self, listener: CircuitListener) -> None:
        """Carry frames until cancelled; comes back from every failure by itself."""
        self._hatch.open(listener)
        self._reader = SlipReader(self._theirs)
        pause_s = self._settings.retry_s_min
        try:
            while True:
                try:
                    await apart(self._run_once())
                except* (NatsError, OSError, TimeoutError) as failed:
                    if self._hatch.is_up:
                        pause_s = self._settings.retry_s_min
                    self._hatch.down(_in_words(failed))
                await asyncio.sleep(pause_s * random.uniform(0.5, 1.0))  # noqa: S311
                pause_s = min(pause_s * 2, self._settings.retry_s_max)
        finally:
            self._hatch.close()

    async def _run_once(self) -> None:
        """Carry frames over one session, until something fails."""
        session = Client()
        try:
            stream = await self._opened(session)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._publish(stream))
                group.create_task(self._fetch(stream))
        finally:
            with suppress(NatsError, OSError, TimeoutError):
                async with asyncio.timeout(_CLOSE_S_MAX):
                    await session.close()

    async def _opened(self, session: Client) -> JetStreamContext:
        settings = self._settings
        hosts = [f"tls://{host}" for host in settings.hosts]
        random.shuffle(hosts)
        joining = session.connect(
            servers=hosts,
            tls=self._tls,
            user=settings.account,
            password=settings.password,
            # We come back by ourselves, with pauses of ours and reasons on the board.
            allow_reconnect=False,
            max_reconnect_attempts=1,
            connect_timeout=round(settings.answer_s_max),
            error_cb=_heard,
        )
        await heeding(joining)
        stream = session.jetstream(timeout=settings.answer_s_max)
        await heeding(stream.stream_info(settings.stream))
        return stream

    async def _publish(self, stream: JetStreamContext) -> None:
        subject = self._subject(self._ours)
        maker = SlipMaker(self._ours, os.urandom(RUN_BYTES))
        while True:
            frames = await self._hatch.take()
            try:
                await self._put(stream, subject, maker.put(frames[0]))
            except (NatsError, OSError, TimeoutError) as failed:
                self._hatch.down(_words(failed))  # before the place comes back
                raise
            finally:
                self._hatch.left(len(frames))

    async def _put(self, stream: JetStreamContext, subject: str, slip: bytes) -> None:
        """Publish a slip; while a leader is chosen nobody answers, so ask again.

        The cluster drops what comes twice under one name, and so does the reader.
        """
        for tries_left in reversed(range(_TRIES)):
            try:
                publishing = stream.publish(
                    subject,
                    slip,
                    stream=self._settings.stream,
                    timeout=self._settings.answer_s_max,
                    headers={nats.js.api.Header.MSG_ID: sha256(slip).hex()},
                )
                await heeding(publishing)
            except _NOT_YET:
                if not tries_left:
                    raise
                await asyncio.sleep(_AGAIN_S)
            else:
                return

    async def _fetch(self, stream: JetStreamContext) -> None:
        subject = self._subject(self._theirs)
        subscribing = stream.pull_subscribe(
            subject,
            durable=subject.rpartition(".")[2][:_NAME_CHARACTERS],
            stream=self._settings.stream,
        )
        waiting = await heeding(subscribing)
        self._hatch.up()
        while True:
            try:
                fetching = waiting.fetch(_BATCH, timeout=self._settings.wait_s)
                batch = await heeding(fetching)
            except TimeoutError:
                # Nothing came, or nobody is there: only asking tells.
                await heeding(waiting.consumer_info())
                continue
            for message in batch:
                frame = self._reader.take(message.data)
                if frame is not None:
                    self._hatch.arrived(frame)
                await message.ack()
            self._hatch.noted(self._reader.words())

    def _subject(self, keys: CarrierKeys) -> str:
        # SPEC 10.75: "A direction's subject is the stream's name, a full stop, and the
        # hexadecimal of what its secret gives for the purpose "subject"."
        return f"{self._settings.stream}.{keys.derive('subject').hex()}"


async def _heard(_mistake: Exception) -> None:
    """Take what the library would print; the calls raise it as well."""


def _in_words(failed: BaseExceptionGroup[Exception]) -> str:
    first: BaseException = failed
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    return _words(first)


def _words(failed: BaseException) -> str:
    if isinstance(failed, _NOT_YET):
        return "the NATS cluster does not serve: no node answers for the stream"
    said = "".join(each if each.isprintable() else "?" for each in str(failed))
    return f"the NATS cluster does not serve: {said or type(failed).__name__}"[
        :_WORDS_MAX
    ]
