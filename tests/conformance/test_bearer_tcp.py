# SPDX-License-Identifier: Apache-2.0
"""parley.bearers.tcp against the kit, on real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from parley.bearers.tcp import Role, TcpBearer, TcpSettings
from parley.testing.carried import ALFA_PAIR, BRAVO_PAIR
from parley.testing.check_bearer import BEARER_CHECKS, Check, MakePair
from parley.testing.relay import TcpRelay
from parley.testing.two_ends import calling


def dial(host: str, port: int) -> TcpBearer:
    return TcpBearer(
        TcpSettings(
            Role.DIAL,
            host,
            port,
            *ALFA_PAIR,
            BRAVO_PAIR[0],
            retry_s_min=0.01,
            retry_s_max=0.05,
        )
    )


def listen(host: str) -> TcpBearer:
    return TcpBearer(TcpSettings(Role.LISTEN, host, 0, *BRAVO_PAIR, ALFA_PAIR[0]))


@asynccontextmanager
async def relayed(port: int) -> AsyncIterator[tuple[int, Callable[[], None]]]:
    async with TcpRelay(lambda: ("127.0.0.1", port)).open() as relay:
        yield relay.port, relay.stall


PAIRS = {
    "ipv6": calling(listen, dial, "::1"),
    "name": calling(listen, dial, "127.0.0.1", name="localhost"),
    "relay": calling(listen, dial, "127.0.0.1", relay=relayed),
    "listener": calling(listen, dial, "127.0.0.1", listener_first=True),
}


@pytest.mark.parametrize("check", BEARER_CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("make_pair", PAIRS.values(), ids=PAIRS)
def test_tcp_is_a_bearer(make_pair: MakePair, check: Check) -> None:
    """The station above relies on each of these on every bearer."""
    asyncio.run(check(make_pair))
