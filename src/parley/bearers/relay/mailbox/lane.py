# SPDX-License-Identifier: Apache-2.0
"""One thread that does one thing after another, and many in one transaction."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final, Generic, TypeVar

BATCH_MAX: Final = 256
WAITING_MAX: Final = 4_096

Act = TypeVar("Act")


class BusyError(Exception):
    """More waits than the disk can do; the guest comes again later."""


class Lane(Generic[Act]):
    """A bounded queue of acts and the thread that works it off."""

    def __init__(
        self, name: str, do_all: Callable[[Sequence[Act]], Sequence[object]]
    ) -> None:
        """Start the thread; results come to the loop that is running now.

        ``do_all`` returns for each act its result, or the exception it met.
        """
        self._do_all = do_all
        self._loop = asyncio.get_running_loop()
        self._work: queue.Queue[_Job[Act] | None] = queue.Queue(WAITING_MAX)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    async def do(self, act: Act) -> Any:  # noqa: ANN401 - of the act
        """Return what became of `act`, done in the thread.

        Raises:
            BusyError: too much waits already.

        """
        done = self._loop.create_future()
        try:
            self._work.put_nowait(_Job(act, done))
        except queue.Full:
            raise BusyError from None
        return await done

    def end(self) -> None:
        """Finish what waits; blocks."""
        self._work.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (job := self._work.get()) is not None:
            jobs = [job]
            last = False
            while len(jobs) < BATCH_MAX and not last:
                try:
                    more = self._work.get_nowait()
                except queue.Empty:
                    break
                if more is None:
                    last = True
                else:
                    jobs.append(more)
            self._settle(jobs, self._do_all([each.act for each in jobs]))
            if last:
                return

    def _settle(self, jobs: list[_Job[Act]], results: Sequence[object]) -> None:
        def tell() -> None:
            for job, result in zip(jobs, results, strict=True):
                if job.done.done():
                    continue
                if isinstance(result, Exception):
                    job.done.set_exception(result)
                else:
                    job.done.set_result(result)

        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(tell)


class _Job(Generic[Act]):
    __slots__ = ("act", "done")

    def __init__(self, act: Act, done: asyncio.Future[Any]) -> None:
        self.act = act
        self.done = done
