# SPDX-License-Identifier: Apache-2.0
"""parley.bearers.tcp against the kit, on real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from parley.bearers.tcp import Role, TcpBearer, TcpSettings
from parley.crypto.certificate import make_certificate
from parley.testing.check_bearer import (
    BEARER_CHECKS,
    BearerPair,
    Check,
    MakePair,
    running,
)
from parley.testing.relay import TcpRelay

ALFA, ALFA_KEY = make_certificate("alfa.example", 1577836800, 4102444800)
BRAVO, BRAVO_KEY = make_certificate("bravo.example", 1577836800, 4102444800)


def dialling(host: str, port: int) -> TcpBearer:
    return TcpBearer(
        TcpSettings(
            Role.DIAL,
            host,
            port,
            ALFA,
            ALFA_KEY,
            BRAVO,
            retry_s_min=0.01,
            retry_s_max=0.05,
        )
    )


async def listening(host: str) -> TcpBearer:
    """Return a bearer that has had a free port once and keeps to it."""
    bearer = TcpBearer(TcpSettings(Role.LISTEN, host, 0, BRAVO, BRAVO_KEY, ALFA))
    async with running(bearer):
        await bearer.listening.wait()
    return bearer


@asynccontextmanager
async def over_ipv6() -> AsyncIterator[BearerPair]:
    far = await listening("::1")
    yield BearerPair(dialling("::1", far.port), far)


@asynccontextmanager
async def over_a_name() -> AsyncIterator[BearerPair]:
    far = await listening("127.0.0.1")
    yield BearerPair(dialling("localhost", far.port), far)


@asynccontextmanager
async def over_a_relay() -> AsyncIterator[BearerPair]:
    far = await listening("127.0.0.1")
    async with TcpRelay(lambda: ("127.0.0.1", far.port)).open() as relay:
        yield BearerPair(dialling("127.0.0.1", relay.port), far, relay.stall)


@asynccontextmanager
async def listening_end_first() -> AsyncIterator[BearerPair]:
    """Let the kit look at the listening end as closely as at the dialling one."""
    far = await listening("127.0.0.1")
    yield BearerPair(far, dialling("127.0.0.1", far.port))


@pytest.mark.parametrize("check", BEARER_CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize(
    "make_pair", [over_ipv6, over_a_name, over_a_relay, listening_end_first]
)
def test_tcp_is_a_bearer(make_pair: MakePair, check: Check) -> None:
    """The station above relies on each of these on every bearer."""
    asyncio.run(check(make_pair))
