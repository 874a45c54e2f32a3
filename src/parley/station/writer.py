# SPDX-License-Identifier: Apache-2.0
"""The one thread that waits for the disk, so that the loop does not.

A quick disk is done before the way back through the loop's selector would be: whoever
waits may first stay for a moment, which is bounded, and only then let the loop turn.
On the way of a message to its alarm that is a tenth of a millisecond at either station.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Lock, Thread

Job = Callable[[Callable[[], None]], None]
"""What the thread does; it calls what it is given when only the disk is left."""


class Given:
    """One job that was given to the thread; it is done even if nobody waits."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._working = Lock()  # until only the disk is left, or the job has ended
        self._working.acquire()
        self._running = Lock()  # until the job has ended
        self._running.acquire()
        self._fault: BaseException | None = None
        self._asker: tuple[asyncio.AbstractEventLoop, asyncio.Future[None]] | None
        self._asker = None

    def let_work(self, stay_s: float) -> None:
        """Stand back until only the disk is left of the job, for `stay_s` at most.

        The interpreter runs one thread at a time: whoever goes on at once does before
        the job what was to be done beside it.
        """
        self._working.acquire(timeout=stay_s)

    async def done(self, stay_s: float = 0.0) -> None:
        """Wait until the job has ended, holding the loop for `stay_s` at most.

        Raises what the job raised.
        """
        if not self._running.acquire(timeout=stay_s):
            loop = asyncio.get_running_loop()
            woken: asyncio.Future[None] = loop.create_future()
            self._asker = (loop, woken)
            # Asked again: an end before the line above has told nobody.
            if not self._running.acquire(blocking=False):
                await woken
        if self._fault is not None:
            raise self._fault

    def run(self) -> None:
        """Do the job; on the thread."""
        try:
            self._job(self._leave_to_disk)
        except BaseException as raised:  # noqa: BLE001 - raised again where it is waited for
            self._fault = raised
        self._leave_to_disk()
        self._running.release()
        if self._asker is not None:
            loop, woken = self._asker
            # A loop that is closed has nobody left who waits.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(_wake, woken)

    def _leave_to_disk(self) -> None:
        if self._working.locked():
            self._working.release()


class Writer:
    """Does one job after another, in the order in which they were given."""

    def __init__(self, name: str) -> None:
        """Begin a thread of that name; it ends with `close` or with the process."""
        self._jobs: SimpleQueue[Given | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def give(self, job: Job) -> Given:
        """Let the thread do `job` after those it has."""
        given = Given(job)
        self._jobs.put(given)
        return given

    def close(self) -> None:
        """Let the thread end after the jobs it has, and wait for that."""
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (given := self._jobs.get()) is not None:
            given.run()


def _wake(woken: asyncio.Future[None]) -> None:
    if not woken.done():
        woken.set_result(None)
