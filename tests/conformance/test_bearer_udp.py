# SPDX-License-Identifier: Apache-2.0
"""parley.bearers.udp against the kit, on real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from parley.bearers.udp import UdpBearer, UdpSettings
from parley.crypto.certificate import make_certificate
from parley.testing.check_bearer import (
    BEARER_CHECKS,
    BearerPair,
    Check,
    MakePair,
    running,
)

ALFA, ALFA_KEY = make_certificate("alfa.example", 1577836800, 4102444800)
BRAVO, BRAVO_KEY = make_certificate("bravo.example", 1577836800, 4102444800)


async def listening(host: str) -> UdpBearer:
    """Return a bearer that has had a free port once and keeps to it."""
    bearer = UdpBearer(
        UdpSettings(BRAVO, BRAVO_KEY, ALFA, listen=(host, 0), rate_bps_max=80_000_000)
    )
    async with running(bearer):
        await bearer.listening.wait()
    return bearer


def dialling(host: str, port: int) -> UdpBearer:
    return UdpBearer(
        UdpSettings(ALFA, ALFA_KEY, BRAVO, dial=(host, port), rate_bps_max=80_000_000)
    )


@asynccontextmanager
async def over_ipv4() -> AsyncIterator[BearerPair]:
    far = await listening("127.0.0.1")
    yield BearerPair(dialling("127.0.0.1", far.port), far)


@asynccontextmanager
async def over_ipv6() -> AsyncIterator[BearerPair]:
    far = await listening("::1")
    yield BearerPair(dialling("::1", far.port), far)


@asynccontextmanager
async def listening_end_first() -> AsyncIterator[BearerPair]:
    """Let the kit look at the listening end as closely as at the dialling one."""
    far = await listening("127.0.0.1")
    yield BearerPair(far, dialling("127.0.0.1", far.port))


@pytest.mark.parametrize("check", BEARER_CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("make_pair", [over_ipv4, over_ipv6, listening_end_first])
def test_udp_is_a_bearer(make_pair: MakePair, check: Check) -> None:
    """The station above relies on each of these on every bearer."""
    asyncio.run(check(make_pair))
