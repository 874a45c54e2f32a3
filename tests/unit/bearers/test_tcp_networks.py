# SPDX-License-Identifier: Apache-2.0
"""What real networks do to a TCP circuit: packets lost, swallowed, cut on the way."""

from __future__ import annotations

import asyncio
import queue
import socket
import threading
import time

import pytest

from parley.bearers.tcp import Role, TcpBearer, TcpSettings
from parley.carriage.aside import aside
from parley.crypto.certificate import make_certificate
from parley.fixed import replace
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


@tun
def test_path_that_swallows_long_pieces_is_told_within_the_silence(bench):
    """Short ones pass, so the call is made and all looks well until there is a text."""

    async def story(wan, near, told, _far, heard) -> None:
        near.send(b"short")
        await heard.until_frames(1)
        wan.there.bytes_max = wan.back.bytes_max = 700
        near.send(bytes(20_000))
        await heard.until_down()
        assert heard.reasons[-1] == "nothing heard for 0.6 s"
        await told.until_down()
        wan.there.bytes_max = wan.back.bytes_max = None
        await told.until_up(2)
        near.send(b"x" * 20_000)
        await heard.until(lambda: b"x" * 20_000 in heard.frames)

    over(bench, story, keepalive_s=0.2, misses_max=3)


def test_captive_portal_is_not_taken_for_the_counterpart(bench):
    """A hotel answers on every port with a page; the watch must be told that."""

    async def portal(hears, speaks) -> None:
        await hears.read(100)
        speaks.write(b"HTTP/1.1 302 Found\r\nLocation: /sign-in\r\n\r\n")
        await speaks.drain()
        speaks.close()

    async def story() -> None:
        server = await asyncio.start_server(portal, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with running(TcpBearer(bench.dial(port))) as told:
            await told.until(lambda: told.reasons)
            assert told.reasons[0] == "what came was not TLS 1.3"
            assert told.ups == 0
        server.close()

    asyncio.run(story())


def test_address_in_digits_needs_no_names(bench, monkeypatch):
    """Names are the first thing to be lost, or to be lied about."""
    honest = socket.getaddrinfo

    def lost(*given, **more):
        if more.get("flags", 0) & socket.AI_NUMERICHOST:
            return honest(*given, **more)
        raise socket.gaierror(socket.EAI_AGAIN, "no names today")

    async def story() -> None:
        far = TcpBearer(bench.listen(port=0))
        async with running(far) as heard:
            await far.listening.wait()
            monkeypatch.setattr(socket, "getaddrinfo", lost)
            async with running(TcpBearer(bench.dial(far.port))) as told:
                await told.until_up()
                await heard.until_up()
            named = bench.dial(far.port, host="nrrc.bravo.example")
            async with running(TcpBearer(named)) as told:
                await told.until(lambda: told.reasons)
                assert told.reasons[0] == "name nrrc.bravo.example not found"

    asyncio.run(story())


def test_suspended_machine_hears_first_and_judges_then(bench):
    """A laptop that slept for a moment finds what came meanwhile, and stays up."""
    ports: queue.Queue[int] = queue.Queue()
    over_now = threading.Event()

    async def far_end() -> None:
        patient = bench.listen(port=0, keepalive_s=0.2, misses_max=300)
        far = TcpBearer(patient)
        async with running(far):
            await far.listening.wait()
            ports.put(far.port)
            await aside(over_now.wait)

    async def near_end() -> None:
        near = TcpBearer(bench.dial(ports.get(), keepalive_s=1.0, misses_max=2))
        async with running(near) as told:
            await told.until_up()
            # The machine sleeps, and nothing on it runs.
            asyncio.get_running_loop().call_soon(time.sleep, 2.5)
            await asyncio.sleep(0)
            near.send(b"awake")
            await told.until_places(1)
            assert (told.ups, told.reasons) == (1, [])

    there = threading.Thread(target=lambda: asyncio.run(far_end()))
    there.start()
    try:
        asyncio.run(near_end())
    finally:
        over_now.set()
        there.join()


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
