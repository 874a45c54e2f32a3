# SPDX-License-Identifier: Apache-2.0
"""parley.bearers.relay against the kit, by way of a relay as an operator runs it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

import pytest

from parley.bearers.relay import RelayBearer
from parley.bearers.relay.config import settings_from
from parley.carriage.credentials import parse_credential
from parley.crypto.carrier import CarrierKeys
from parley.testing.check_bearer import BEARER_CHECKS, BearerPair, Check
from parley.testing.relay_runs import relay_runs

NUMBERS = count()


@pytest.fixture(scope="module")
def ticket(tmp_path_factory):
    with relay_runs(tmp_path_factory.mktemp("relay")) as given:
        yield parse_credential(given)


@pytest.mark.parametrize("check", BEARER_CHECKS, ids=lambda check: check.__name__)
def test_relay_is_a_bearer(check: Check, ticket) -> None:
    """The station above relies on each of these on every bearer."""

    @asynccontextmanager
    async def make_pair() -> AsyncIterator[BearerPair]:
        secret = next(NUMBERS).to_bytes(32, "big")  # boxes of their own
        there = CarrierKeys(secret, "relay", "a.example", "b.example")
        back = CarrierKeys(secret, "relay", "b.example", "a.example")
        settings = settings_from(ticket)
        yield BearerPair(
            RelayBearer(settings, there, back), RelayBearer(settings, back, there)
        )

    asyncio.run(check(make_pair))
