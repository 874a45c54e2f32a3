# SPDX-License-Identifier: Apache-2.0
"""The one thread that waits for the disk, so that the loop does not.

An executor hands a result over three times on its way back; this hands it over once.
On the way of a message to its alarm that is a tenth of a millisecond at either station.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import TypeAlias

_Job: TypeAlias = tuple[
    asyncio.AbstractEventLoop, asyncio.Future[None], Callable[[], None]
]


class Writer:
    """Does one job after another, in the order in which they were given."""

    def __init__(self, name: str) -> None:
        """Begin a thread of that name; it ends with `close` or with the process."""
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    async def do(self, job: Callable[[], None]) -> None:
        """Wait until the thread has done `job`; raise what it raised.

        A job that was given is done, even if nobody waits for it any more.
        """
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._jobs.put((loop, done, job))
        await done

    def close(self) -> None:
        """Let the thread end after the jobs it has, and wait for that."""
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (given := self._jobs.get()) is not None:
            loop, done, job = given
            fault: BaseException | None = None
            try:
                job()
            except BaseException as raised:  # noqa: BLE001 - raised again in the loop
                fault = raised
            # A loop that is closed has nobody left who waits.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(_tell, done, fault)


def _tell(done: asyncio.Future[None], fault: BaseException | None) -> None:
    if done.done():
        return
    if fault is None:
        done.set_result(None)
    else:
        done.set_exception(fault)
