# SPDX-License-Identifier: Apache-2.0
"""Places of the window: each comes back once, whatever the bearer does."""

from __future__ import annotations

import asyncio

import pytest

from parley.carriage.hatch import Hatch
from parley.model.circuit import Traits
from parley.testing.recorder import CircuitRecorder

TRAITS = Traits(frame_bytes_max=100, window_frames=3, retry_s_min=1.0)


def opened() -> tuple[Hatch, CircuitRecorder]:
    hatch, told = Hatch(TRAITS), CircuitRecorder()
    hatch.open(told)
    return hatch, told


async def turn() -> None:
    await asyncio.sleep(0)


def test_frames_taken_with_a_circuit_that_fell_give_their_places_back_once():
    """A place lost for ever is a circuit that falls silent at last."""

    async def run():
        hatch, told = opened()
        hatch.up()
        for number in range(3):
            hatch.send(bytes((number + 1,)))
        batch = await hatch.take(2)
        hatch.down("gone")
        await turn()
        assert told.places == 1  # the one that waited
        hatch.left(len(batch))
        await turn()
        assert told.places == 3
        for _ in range(3):
            hatch.send(b"down")
        await turn()
        assert told.places == 6

    asyncio.run(run())


def test_one_frame_too_many_is_a_mistake_of_the_caller():
    """Without the bound a carrier that hangs would fill the memory."""

    async def run():
        hatch, _ = opened()
        hatch.up()
        for _ in range(3):
            hatch.send(b"x")
        with pytest.raises(AssertionError, match="window"):
            hatch.send(b"x")
        with pytest.raises(AssertionError, match="101 bytes"):
            hatch.send(bytes(101))

    asyncio.run(run())


def test_take_keeps_to_its_bounds():
    """A batch that is too long for a parcel could never be written."""

    async def run():
        hatch, _ = opened()
        hatch.up()
        for size in (60, 50, 5):
            hatch.send(bytes(size))
        assert [len(each) for each in await hatch.take(9, 100)] == [60]
        assert [len(each) for each in await hatch.take(1)] == [50]
        assert [len(each) for each in await hatch.take(9)] == [5]

    asyncio.run(run())


def test_what_is_told_twice_is_told_once():
    """A board that blinks says nothing."""

    async def run():
        hatch, told = opened()
        hatch.down("no stick")
        hatch.down("no stick")
        hatch.up()
        hatch.up()
        hatch.down("no stick")
        hatch.noted("a")
        hatch.noted("a")
        hatch.noted("")
        assert (told.ups, told.reasons) == (1, ["no stick", "no stick"])
        assert told.notes == ["a", ""]

    asyncio.run(run())


def test_a_frame_from_outside_that_is_too_long_is_dropped():
    """The bound of the traits holds for what comes in as well."""

    async def run():
        hatch, told = opened()
        hatch.arrived(bytes(101))
        hatch.arrived(b"")
        hatch.arrived(bytes(100))
        assert [len(each) for each in told.frames] == [100]

    asyncio.run(run())


def test_a_run_begins_with_all_places_free():
    """What was out when a bearer was cancelled belongs to nobody."""

    async def run():
        hatch, _ = opened()
        hatch.up()
        for _ in range(3):
            hatch.send(b"x")
        hatch.close()
        hatch.send(b"vanishes")
        told = CircuitRecorder()
        hatch.open(told)
        hatch.up()
        for _ in range(3):
            hatch.send(b"y")
        assert await hatch.take(9) == [b"y"] * 3
        hatch.left(3)
        await turn()
        assert told.places == 3

    asyncio.run(run())
