# SPDX-License-Identifier: Apache-2.0
"""parley.bearers.nats against the kit, on a cluster of three, and what it may lose."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

import pytest

from parley.bearers.nats.bearer import NatsBearer
from parley.crypto.carrier import CarrierKeys
from parley.fixed import replace
from parley.testing.check_bearer import BEARER_CHECKS, BearerPair, Check, running
from parley.testing.nats_cluster import cluster_of_three

NUMBERS = count()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Return a cluster that runs; its nodes are processes, so its loop may end."""
    with asyncio.Runner() as runner:
        held = cluster_of_three(tmp_path_factory.mktemp("nats"))
        yield runner.run(held.__aenter__())
        runner.run(held.__aexit__(None, None, None))


def pair_over(settings) -> BearerPair:
    secret = next(NUMBERS).to_bytes(32, "big")  # subjects of their own
    there = CarrierKeys(secret, "nats", "a.example", "b.example")
    back = CarrierKeys(secret, "nats", "b.example", "a.example")
    return BearerPair(
        NatsBearer(settings, there, back),
        NatsBearer(settings, back, there),
        many_frames=300,
        patience_s=40.0,
    )


@pytest.mark.parametrize("check", BEARER_CHECKS, ids=lambda check: check.__name__)
def test_nats_is_a_bearer(check: Check, cluster) -> None:
    """The station above relies on each of these on every bearer."""

    @asynccontextmanager
    async def make_pair() -> AsyncIterator[BearerPair]:
        yield pair_over(cluster.settings)

    asyncio.run(check(make_pair))


def test_a_wrong_password_is_told(cluster):
    """The board must say why this circuit is down."""
    pair = pair_over(replace(cluster.settings, password="wrong"))

    async def run():
        async with running(pair.near, 40.0) as told:
            await told.until(lambda: told.reasons != [])
            assert "does not serve" in told.reasons[0]
            assert "wrong" not in told.reasons[0]

    asyncio.run(run())


def test_a_node_that_is_killed_is_replaced_by_another(cluster):
    """Two of three are a cluster."""
    pair = pair_over(cluster.settings)

    async def run():
        async with running(pair.near, 40.0) as near, running(pair.far, 40.0) as far:
            await near.until_up()
            await far.until_up()
            cluster.kill(0)
            # As the core does: what has no receipt is sent again.
            while b"frame" not in far.frames:
                if near.is_up:
                    pair.near.send(b"frame")
                await asyncio.sleep(0.2)
            cluster.start(0)

    asyncio.run(run())


def test_a_cluster_that_forgets_what_it_acknowledged_loses_nothing_of_ours(cluster):
    """Its word was never a delivery: the frame without a receipt goes out again."""
    pair = pair_over(cluster.settings)

    async def run():
        async with running(pair.near, 40.0) as near:
            await near.until_up()
            pair.near.send(b"acknowledged and lost")
            await near.until_places(1)
            cluster.lose_everything()
            await near.until_down()
            assert "does not serve" in near.reasons[-1]
            for number in range(3):
                cluster.start(number)
            await cluster.make_stream()
            await near.until_up(2)
            async with running(pair.far, 40.0) as far:
                await far.until_up()
                assert far.frames == []
                pair.near.send(b"acknowledged and lost")
                await far.until_frames(1)
                assert far.frames == [b"acknowledged and lost"]

    asyncio.run(run())
