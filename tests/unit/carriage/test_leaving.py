# SPDX-License-Identifier: Apache-2.0
"""A task that was told to end ends, whatever a library makes of the word."""

from __future__ import annotations

import asyncio

import pytest

from parley.carriage.leaving import apart, heeding


def left(going_round) -> bool:
    """Tell a task to end in the turn that brings its answer; say whether it did."""

    async def story() -> bool:
        answer = asyncio.get_running_loop().create_future()
        task = asyncio.get_running_loop().create_task(going_round(answer))
        for _ in range(5):
            await asyncio.sleep(0)
        answer.set_result("came")
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled()

    return asyncio.run(story())


def test_end_that_comes_with_an_answer_is_not_forgotten():
    """A circuit that goes on after its end keeps a station from ever stopping."""

    async def asks(answer) -> None:
        await heeding(asyncio.wait_for(answer, 5))

    assert left(asks)


def test_end_that_comes_with_a_failure_is_not_forgotten():
    """A line that breaks while its circuit ends is not opened again."""

    async def breaks(answer) -> None:
        try:
            await answer
        finally:
            raise OSError("the line broke")

    async def once(answer) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(breaks(answer))

    async def goes_round(answer) -> None:
        try:
            await apart(once(answer))
        except* OSError:
            pass

    assert left(goes_round)


def test_failure_of_a_round_ends_nothing_else():
    """A line that broke is opened again, and the round after it is heeded too."""

    async def breaks() -> None:
        await asyncio.sleep(0)
        raise OSError("the line broke")

    async def once() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(breaks())

    async def story() -> str:
        for _ in range(2):
            with pytest.raises(ExceptionGroup):
                await apart(once())
        with pytest.raises(OSError, match="broke"):
            await heeding(breaks())
        return await heeding(asyncio.sleep(0, "came"))

    assert asyncio.run(story()) == "came"
