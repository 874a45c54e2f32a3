# SPDX-License-Identifier: Apache-2.0
"""Ends a task that was told to end, where Python 3.11 loses the word.

A task group that is left while a child of it fails raises the child's failure and
nothing else, and a count of cancellations after it means nothing; `asyncio.wait_for`
returns a result that came in the same turn as the cancellation.  Whoever goes round for
ever does each round apart and heeds what libraries lose, or he goes round once more,
and a station that stops waits for him for ever.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")


async def apart(call: Coroutine[Any, Any, T]) -> T:
    """Return what a call returns that runs in a task of its own.

    Raises:
        asyncio.CancelledError: we were told to end, and it has ended, however it did.

    """
    # No group: what is lost in one is the reason for this.  It is waited for below.
    task = asyncio.get_running_loop().create_task(call)
    try:
        await asyncio.wait([task])
    except asyncio.CancelledError:
        task.cancel()
        while not task.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([task])
        if not task.cancelled():
            task.exception()  # looked at, so that nobody reports it
        raise
    return task.result()


async def heeding(call: Awaitable[T]) -> T:
    """Return what a call of a library returns, unless this task was told to end.

    Only for a task in which no task group has failed yet.

    Raises:
        asyncio.CancelledError: it was, whatever the call made of that.

    """
    try:
        return await call
    finally:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise asyncio.CancelledError
