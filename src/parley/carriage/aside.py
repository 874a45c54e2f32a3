# SPDX-License-Identifier: Apache-2.0
"""Does what blocks in a thread that nobody has to wait for.

A mount that hangs holds its thread for ever; such a thread must keep neither the loop
nor the end of the process waiting, so it is a daemon of its own and not one of a pool.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeVar

T = TypeVar("T")

CANCEL_S_MAX: Final = 2.0
"""How long a cancelled call is waited for, so that it leaves nothing half-open."""


async def aside(call: Callable[[], T], wake: Callable[[], None] | None = None) -> T:
    """Return what `call` returns, done in a thread; raises what it raises.

    ``wake`` is called on a cancellation, to end what the thread waits for.
    """
    done = _started(call)
    try:
        return await asyncio.shield(done)
    except asyncio.CancelledError:
        if wake is not None:
            wake()
        await _see_off(done)
        raise


def _started(call: Callable[[], T]) -> asyncio.Future[T]:
    """Begin `call` in a thread; its result comes to the loop that is running."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def tell(settle: Callable[[], None]) -> None:
        def unless_cancelled() -> None:
            if not done.cancelled():
                settle()

        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(unless_cancelled)

    def work() -> None:
        try:
            result = call()
        except BaseException as mistake:  # noqa: BLE001 - raised where it is awaited
            raised = mistake
            tell(lambda: done.set_exception(raised))
        else:
            tell(lambda: done.set_result(result))

    threading.Thread(target=work, name="parley-aside", daemon=True).start()
    return done


async def _see_off(done: asyncio.Future[T]) -> None:
    """Wait a little for a call that nobody wants any more."""
    if not done.done():
        await asyncio.wait([done], timeout=CANCEL_S_MAX)
    if done.done() and not done.cancelled():
        done.exception()  # looked at, so that nobody reports it
    done.cancel()
