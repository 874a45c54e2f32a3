# SPDX-License-Identifier: Apache-2.0
"""parley.bearers.udp against the kit, on real sockets."""

from __future__ import annotations

import asyncio

import pytest

from parley.bearers.udp import UdpBearer, UdpSettings
from parley.testing.carried import ALFA_PAIR, BRAVO_PAIR
from parley.testing.check_bearer import BEARER_CHECKS, Check, MakePair
from parley.testing.two_ends import calling

RATE_BPS = 80_000_000


def listen(host: str) -> UdpBearer:
    return UdpBearer(
        UdpSettings(*BRAVO_PAIR, ALFA_PAIR[0], listen=(host, 0), rate_bps_max=RATE_BPS)
    )


def dial(host: str, port: int) -> UdpBearer:
    return UdpBearer(
        UdpSettings(*ALFA_PAIR, BRAVO_PAIR[0], dial=(host, port), rate_bps_max=RATE_BPS)
    )


PAIRS = {
    "ipv4": calling(listen, dial, "127.0.0.1"),
    "ipv6": calling(listen, dial, "::1"),
    "listener": calling(listen, dial, "127.0.0.1", listener_first=True),
}


@pytest.mark.parametrize("check", BEARER_CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("make_pair", PAIRS.values(), ids=PAIRS)
def test_udp_is_a_bearer(make_pair: MakePair, check: Check) -> None:
    """The station above relies on each of these on every bearer."""
    asyncio.run(check(make_pair))
