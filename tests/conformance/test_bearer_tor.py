# SPDX-License-Identifier: Apache-2.0
"""parley.bearers.tor against the kit, with a Tor that has no network around it.

tests/unit/bearers/test_tor_network.py has a real one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from parley.bearers.tcp import Role
from parley.bearers.tor.bearer import TorBearer
from parley.bearers.tor.config import TorSettings
from parley.crypto.carrier import CarrierKeys, shared_secret
from parley.crypto.certificate import make_certificate
from parley.crypto.onion import OnionKeys
from parley.testing.check_bearer import BEARER_CHECKS, BearerPair, Check
from parley.testing.tor_alone import TorAlone

ALFA, ALFA_KEY = make_certificate("alfa.example", 1577836800, 4102444800)
BRAVO, BRAVO_KEY = make_certificate("bravo.example", 1577836800, 4102444800)


def bearer(tor: TorAlone, role: Role) -> TorBearer:
    own = (ALFA, ALFA_KEY, BRAVO) if role is Role.DIAL else (BRAVO, BRAVO_KEY, ALFA)
    settings = TorSettings(
        role, tor.control, tor.socks, *own, retry_s_min=0.02, retry_s_max=0.05
    )
    # Each end computes the service for itself.
    secret = shared_secret(own[1], own[2])
    keys = OnionKeys(CarrierKeys(secret, "tor", "a.example", "b.example"))
    return TorBearer(settings, keys)


@asynccontextmanager
async def make_pair() -> AsyncIterator[BearerPair]:
    async with TorAlone().open() as tor:
        near, far = bearer(tor, Role.DIAL), bearer(tor, Role.LISTEN)
        yield BearerPair(near, far, many_frames=400)


@pytest.mark.parametrize("check", BEARER_CHECKS, ids=lambda check: check.__name__)
def test_tor_is_a_bearer(check: Check) -> None:
    """The station above relies on each of these on every bearer."""
    asyncio.run(check(make_pair))
