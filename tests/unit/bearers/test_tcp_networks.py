# SPDX-License-Identifier: Apache-2.0
"""What real networks do to a TCP circuit: packets lost, swallowed, cut on the way."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from parley.bearers.tcp import Role, TcpBearer, TcpSettings
from parley.crypto.certificate import make_certificate
from parley.testing.check_bearer import running
from parley.testing.wan import TunWan, Weather, can_tun

tun = pytest.mark.skipif(not can_tun(), reason="needs root and /dev/net/tun")


def over(bench, story, there=None, back=None, **quick):
    """Play a story on a circuit through the made-up network."""

    async def play() -> None:
        async with TunWan(there or Weather(), back or Weather(seed=1)).open() as wan:
            far = TcpBearer(replace(bench.listen(port=0), host=wan.near, **quick))
            async with running(far) as heard:
                await far.listening.wait()
                wan.port = far.port
                near = TcpBearer(replace(bench.dial(far.port), host=wan.far, **quick))
                async with running(near) as told:
                    await told.until_up()
                    await heard.until_up()
                    await story(wan, near, told, far, heard)

    asyncio.run(play())


@tun
def test_half_open_circuit_is_known_on_both_ends(bench):
    """A router forgets the connection: neither end is told, both must find out."""

    async def story(wan, _near, told, _far, heard) -> None:
        wan.there.is_dark = wan.back.is_dark = True
        await told.until_down()
        await heard.until_down()
        assert told.reasons[-1] == heard.reasons[-1] == "nothing heard for 0.6 s"
        wan.there.is_dark = wan.back.is_dark = False
        await told.until_up(2)
        await heard.until_up(2)

    over(bench, story, keepalive_s=0.2, misses_max=3)


@tun
def test_line_that_is_deaf_in_one_direction_is_down_on_the_deaf_end(bench):
    """It hears nothing although everything it says arrives."""

    async def story(wan, near, told, _far, heard) -> None:
        wan.back.is_dark = True
        near.send(b"this still arrives")
        await heard.until_frames(1)
        await told.until_down()
        assert told.reasons[-1] == "nothing heard for 0.6 s"

    over(bench, story, keepalive_s=0.2, misses_max=3)


@tun
def test_frames_arrive_although_a_tenth_is_lost(bench):
    """TCP makes it good; the circuit must bear with its pauses."""

    async def story(_wan, near, _told, far, heard) -> None:
        for number in range(30):
            near.send(bytes([number]) * 300)
        await heard.until_frames(30)
        assert len(set(heard.frames)) == 30
        assert far.strangers.total() == 0

    there, back = (Weather(loss=0.1, delay_s=0.01, seed=seed) for seed in (5, 6))
    over(bench, story, there, back)


def test_certificate_that_has_expired_still_opens_the_circuit():
    """The pin decides: a clock that stands in 1970, or in 2090, must not cut a line."""
    alfa = make_certificate("alfa.example", 0, 86_400)
    bravo = make_certificate("bravo.example", 4_000_000_000, 4_000_086_400)

    async def story() -> None:
        far = TcpBearer(TcpSettings(Role.LISTEN, "127.0.0.1", 0, *bravo, alfa[0]))
        async with running(far) as heard:
            await far.listening.wait()
            near = TcpBearer(
                TcpSettings(Role.DIAL, "127.0.0.1", far.port, *alfa, bravo[0])
            )
            async with running(near) as told:
                await told.until_up()
                await heard.until_up()

    asyncio.run(story())
