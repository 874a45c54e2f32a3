# SPDX-License-Identifier: Apache-2.0
"""Pairs of bearers that call and listen on loopback, for the conformance kit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from parley.ports.bearer import Bearer
from parley.testing.check_bearer import BearerPair, MakePair, running


class ListeningBearer(Bearer, Protocol):
    """A bearer that waits on a port, and keeps to the one that it has had."""

    port: int
    listening: asyncio.Event


Relay = Callable[[int], AbstractAsyncContextManager[tuple[int, Callable[[], None]]]]
"""Made for a listening port: the port to call in its place, and how to clog it."""


def calling(
    listen: Callable[[str], ListeningBearer],
    dial: Callable[[str, int], Bearer],
    host: str,
    *,
    name: str | None = None,
    relay: Relay | None = None,
    listener_first: bool = False,
) -> MakePair:
    """Return a maker of pairs over `host`.

    `name` is called in its place, if it is given.  With `listener_first` the kit looks
    at the listening end as closely as it otherwise does at the calling one.
    """

    @asynccontextmanager
    async def make_pair() -> AsyncIterator[BearerPair]:
        far = await ported(listen(host))
        if relay is not None:
            async with relay(far.port) as (port, clog):
                yield BearerPair(dial(host, port), far, clog)
            return
        near = dial(name or host, far.port)
        yield BearerPair(far, near) if listener_first else BearerPair(near, far)

    return make_pair


async def ported(bearer: ListeningBearer) -> ListeningBearer:
    """Return a bearer that has had a free port once and keeps to it."""
    async with running(bearer):
        await bearer.listening.wait()
    return bearer
