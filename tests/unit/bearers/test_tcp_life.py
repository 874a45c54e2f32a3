# SPDX-License-Identifier: Apache-2.0
"""How a circuit starts, falls silent, is missed and comes back."""

from __future__ import annotations

import asyncio
import socket
from contextlib import AsyncExitStack

import pytest

from parley.bearers.tcp import TcpBearer
from parley.bearers.tcp.dial import wait_s
from parley.errors import LocalFault
from parley.testing.check_bearer import running
from parley.testing.recorder import CircuitRecorder
from parley.testing.relay import TcpRelay

QUICK = {"keepalive_s": 0.05, "misses_max": 4}


def start_fault(settings) -> LocalFault:
    """Run a bearer that must not start and return its fault."""
    with pytest.raises(LocalFault) as caught:
        asyncio.run(TcpBearer(settings).run(CircuitRecorder()))
    return caught.value


def test_port_in_use_is_told_at_start(bench) -> None:
    """Two stations on one port: the second must say so, not wait in silence."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        fault = start_fault(bench.listen(port=port))
    assert fault.code == "PLY-BRR-001"
    assert f"127.0.0.1:{port}" in fault.what


def test_foreign_address_is_told_at_start(bench) -> None:
    """The address of the other side in our own settings is a common slip."""
    fault = start_fault(bench.listen(host="203.0.113.7", port=8470))
    assert fault.code == "PLY-BRR-002"
    assert "203.0.113.7:8470" in fault.what


def test_end_in_any_turn_of_a_beginning_gives_the_port_back(bench) -> None:
    """A port that nobody closes keeps the circuit from ever listening again."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

    async def story() -> int:
        bearer = TcpBearer(bench.listen(port=port))
        turns, listened = 0, False
        while not listened:
            run = asyncio.get_running_loop().create_task(bearer.run(CircuitRecorder()))
            for _ in range(turns):
                await asyncio.sleep(0)
            listened = bearer.listening.is_set()
            run.cancel()
            await asyncio.wait([run])
            assert run.cancelled(), f"after {turns} turns: {run.exception()}"
            turns += 1
        return turns

    assert asyncio.run(story()) > 2


@pytest.mark.parametrize("host", ["two..dots", "x" * 80])
def test_unusable_host_is_told_at_start(bench, host: str) -> None:
    """A slip in the settings is a sentence and not a traceback."""
    assert start_fault(bench.listen(host=host)).code == "PLY-BRR-004"


async def first_reason(settings) -> str:
    async with running(TcpBearer(settings)) as told:
        await told.until(lambda: told.reasons != [])
        return told.reasons[0]


def test_refusal_is_told_in_words(bench) -> None:
    """The watch must know whether the machine or the network is missing."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    reason = asyncio.run(first_reason(bench.dial(port)))
    assert reason == f"refused by 127.0.0.1:{port}"


def test_unknown_name_is_told_in_words(bench) -> None:
    """A name that cannot be one needs no network to be refused."""
    reason = asyncio.run(first_reason(bench.dial(8470, host="two..dots")))
    assert reason == "name two..dots not found"


def test_address_without_answer_is_told_in_words(bench) -> None:
    """A firewall that swallows everything answers nothing at all."""
    with socket.socket() as deaf, socket.socket() as caller:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        caller.connect(deaf.getsockname())  # the one place of the queue is taken
        port = deaf.getsockname()[1]
        reason = asyncio.run(first_reason(bench.dial(port, connect_timeout_s=0.1)))
    assert reason == f"no answer from 127.0.0.1:{port} within 0.1 s"


def test_listener_that_never_speaks_is_told_in_words(bench) -> None:
    """A hung station accepts calls, by its kernel, and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as hung:
        port = hung.getsockname()[1]
        reason = asyncio.run(first_reason(bench.dial(port, handshake_timeout_s=0.1)))
    assert reason == "the handshake was not finished within 0.1 s"


def test_same_reason_is_told_once(bench) -> None:
    """A night without the other side must not fill the record with one sentence."""

    async def story() -> None:
        async with running(TcpBearer(bench.dial(port))) as told:
            await told.until(lambda: told.reasons != [])
            with pytest.raises(TimeoutError):
                await told.until(lambda: len(told.reasons) > 1, within_s=0.4)

    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    asyncio.run(story())


def test_silent_line_is_noticed_by_both_and_heals(bench) -> None:
    """A cable cut says nothing; only a clock on silence finds it."""

    async def story() -> None:
        async with (
            bench.listening(**QUICK) as (far, theirs),
            TcpRelay(lambda: ("127.0.0.1", far.port)).open() as relay,
            running(TcpBearer(bench.dial(relay.port, **QUICK))) as ours,
        ):
            await ours.until_up()
            await theirs.until_up()
            relay.stall()
            begin = asyncio.get_running_loop().time()
            await ours.until(lambda: ours.reasons != [])
            await theirs.until(lambda: theirs.reasons != [])
            took = asyncio.get_running_loop().time() - begin
            relay.flow()
            await ours.until_up(2)
            await theirs.until_up(2)
        assert ours.reasons[0] == "nothing heard for 0.2 s"
        assert theirs.reasons[0] == "nothing heard for 0.2 s"
        assert took < 2  # 0.2 s, and room for a busy machine

    asyncio.run(story())


def test_idle_circuit_stays_up(bench) -> None:
    """Silence of officers is not silence of the line: signs of life keep it."""
    idle = {"keepalive_s": 0.1, "misses_max": 6}

    async def story() -> None:
        async with (
            bench.listening(**idle) as (far, theirs),
            running(TcpBearer(bench.dial(far.port, **idle))) as ours,
        ):
            await ours.until_up()
            with pytest.raises(TimeoutError):
                await theirs.until(lambda: theirs.reasons != [], within_s=1.2)
            assert ours.reasons == []
            assert ours.frames == theirs.frames == []

    asyncio.run(story())


def test_counterpart_stopping_is_known_at_once(bench) -> None:
    """A closed socket needs no clock; and a port without a station refuses."""

    async def story() -> None:
        async with AsyncExitStack() as stack:
            far, _ = await stack.enter_async_context(bench.listening())
            async with running(TcpBearer(bench.dial(far.port))) as ours:
                await ours.until_up()
                await stack.aclose()
                await ours.until(lambda: len(ours.reasons) == 2)
        refused = f"refused by 127.0.0.1:{far.port}"
        assert ours.reasons == ["closed by the other side", refused]

    asyncio.run(story())


def test_nothing_is_buffered_beyond_the_window(bench) -> None:
    """A FLASH stands behind the frames handed over and not behind a hidden buffer."""

    async def story() -> None:
        async with (
            bench.listening() as (far, told),
            running(TcpBearer(bench.dial(far.port))),
        ):
            await told.until_up()
            wire = far._circuit._session._wire
            assert wire.get_write_buffer_limits() == (0, 0)
            endpoint = wire.get_extra_info("socket")
            assert endpoint.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            unsent = endpoint.getsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT)
            assert unsent == 16_384

    asyncio.run(story())


async def clogged(near: TcpBearer, told: CircuitRecorder, size: int) -> int:
    """Hand over frames until no place has come back for a while; return how many."""
    sent = 0
    while True:
        try:
            await told.until_places(sent + 1 - near.traits.window_frames, 0.2)
        except TimeoutError:
            return sent
        near.send(sent.to_bytes(4, "big") * (size // 4))
        sent += 1


def test_clogged_circuit_goes_on_when_it_clears(bench) -> None:
    """What waited is carried in full, and every place comes back."""

    async def story() -> None:
        async with (
            bench.listening() as (far, theirs),
            TcpRelay(lambda: ("127.0.0.1", far.port)).open() as relay,
        ):
            near = TcpBearer(bench.dial(relay.port))
            async with running(near) as ours:
                await ours.until_up()
                relay.stall()
                sent = await clogged(near, ours, 1 << 16)
                assert ours.places < sent
                relay.flow()
                await theirs.until_frames(sent)
                await ours.until_places(sent)
                assert ours.places == sent
                assert [frame[:4] for frame in theirs.frames] == [
                    number.to_bytes(4, "big") for number in range(sent)
                ]

    asyncio.run(story())


def test_places_come_back_when_a_clogged_circuit_dies(bench) -> None:
    """Else every silent cut would eat a part of the window until none is left."""

    async def story() -> None:
        settings = {"keepalive_s": 0.3, "misses_max": 3}
        async with (
            bench.listening(**settings) as (far, _),
            TcpRelay(lambda: ("127.0.0.1", far.port)).open() as relay,
        ):
            near = TcpBearer(bench.dial(relay.port, **settings))
            async with running(near) as ours:
                await ours.until_up()
                relay.stall()
                sent = await clogged(near, ours, 1 << 16)
                await ours.until(lambda: ours.reasons != [])
                assert ours.reasons[0] == "nothing heard for 0.9 s"
                await ours.until_places(sent)
                assert ours.places == sent

    asyncio.run(story())


def test_retries_spread_and_stay_within_bounds(bench) -> None:
    """Two stations that fell together must not knock in step, nor ever give up."""
    settings = bench.dial(1, retry_s_min=0.2, retry_s_max=5.0)
    for failures in (0, 1, 4, 100, 10_000):
        for fraction in (0.0, 0.5, 0.999):
            assert 0.2 <= wait_s(settings, failures, fraction) <= 5.0
    assert wait_s(settings, 3, 0.5) == pytest.approx(0.8)
    assert wait_s(settings, 100, 0.5) == pytest.approx(2.5)


def test_one_bearer_is_not_run_twice(bench) -> None:
    """Two runs of one circuit would share one window and cheat it."""

    async def story() -> None:
        async with bench.listening() as (bearer, told):
            with pytest.raises(AssertionError):
                await bearer.run(told)

    asyncio.run(story())
