# SPDX-License-Identifier: Apache-2.0
"""What a counterpart with the right key, and bad intent or a bug, can do: little."""

from __future__ import annotations

import asyncio

import pytest

from parley.bearers.tcp import TcpBearer
from parley.bearers.tcp.circuit import REPLACED
from parley.bearers.tcp.tls import CLOSED
from parley.testing.check_bearer import running

HELLO = b"\x00"


async def heard(bench, said: bytes, **changes):
    """Let the counterpart say `said` and hang up; return what the bearer told."""
    async with bench.listening(**changes) as (bearer, told):
        async with bench.call(bearer.port, bench.counterpart()) as caller:
            caller.writer.write(HELLO)
            await told.until_up()
            caller.writer.write(said)
            caller.writer.close()
            await told.until_down()
        return told


@pytest.mark.parametrize("said", [b"\x40", b"\x05half", b"\x80\x00\x40\x00rest"])
def test_half_frame_is_never_passed_on(bench, said: bytes) -> None:
    """A frame is whole or it did not come."""
    told = asyncio.run(heard(bench, b"\x03one" + said))
    assert told.frames == [b"one"]
    assert told.reasons == [CLOSED]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"\xbf\xff\xff\xff", "PLY-BRR-010"),
        (b"\x80\x10\x00\x01", "PLY-BRR-010"),
        (b"\x40\x05right", "PLY-BRR-011"),
        (b"\x40\x00", "PLY-BRR-011"),
        (b"\x80\x00\x00\x05right", "PLY-BRR-011"),
        (b"\xc0\x00\x00\x00\x00\x00\x00\x05right", "PLY-BRR-012"),
    ],
)
def test_bad_length_mark_closes_the_circuit(bench, said: bytes, code: str) -> None:
    """One length has one form; a gigabyte announced is not waited for."""
    told = asyncio.run(heard(bench, b"\x03one" + said + b"\x03two"))
    assert told.frames == [b"one"]
    assert len(told.reasons) == 1
    assert told.reasons[0].endswith(f"[{code}]")


def test_damaged_record_closes_the_circuit(bench) -> None:
    """TLS notices every changed byte; nothing after it is believed."""

    async def story() -> None:
        async with bench.listening() as (bearer, told):
            async with bench.call(bearer.port, bench.counterpart()) as caller:
                caller.writer.write(HELLO)
                await told.until_up()
                raw = caller.writer.get_extra_info("socket").dup()
                with raw:
                    raw.send(b"\x17\x03\x03\x00\x20" + bytes(32))
                await told.until_down()
            assert told.reasons == ["the bytes came in damaged"]

    asyncio.run(story())


def test_newer_session_of_the_counterpart_replaces_the_older(bench) -> None:
    """After a silent cut the counterpart calls anew long before we see the old dead."""

    async def story() -> None:
        async with bench.listening() as (bearer, told):
            async with bench.call(bearer.port, bench.counterpart()) as first:
                first.writer.write(HELLO + b"\x03old")
                await told.until_frames(1)
                async with bench.call(bearer.port, bench.counterpart()) as second:
                    second.writer.write(HELLO + b"\x03new")
                    await told.until_frames(2)
                    assert await first.hung_up_on()
                    bearer.send(b"answer")
                    assert await second.reader.readexactly(8) == b"\x00\x06answer"
            assert told.reasons[0] == REPLACED
            assert told.ups == 2
            assert told.frames == [b"old", b"new"]
            assert bearer.strangers == {}

    asyncio.run(story())


def test_stranger_does_not_replace_a_session(bench) -> None:
    """Else anybody who knows the address could cut the line at will."""

    async def story() -> None:
        async with (
            bench.listening() as (bearer, told),
            running(TcpBearer(bench.dial(bearer.port))) as theirs,
        ):
            await told.until_up()
            async with bench.call(bearer.port) as caller:
                caller.writer.write(b"no hello of anybody's" * 20)
                assert await caller.hung_up_on()
            bearer.send(b"still here")
            await theirs.until_frames(1)
            assert told.reasons == []

    asyncio.run(story())


def test_frames_of_one_turn_share_a_record(bench) -> None:
    """A burst costs two bytes a frame and one record, not a record each."""

    async def story() -> None:
        async with (
            bench.listening() as (bearer, told),
            bench.call(bearer.port, bench.counterpart()) as caller,
        ):
            caller.writer.write(HELLO)
            await told.until_up()
            for number in range(10):
                bearer.send(bytes([number]) * 183)
            said = await caller.reader.readexactly(1 + 10 * 185)
            assert said[1:187] == b"\x40\xb7" + bytes(183) + b"\x40"

    asyncio.run(story())
