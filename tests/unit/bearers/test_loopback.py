# SPDX-License-Identifier: Apache-2.0
"""The line with faults does the faults it was told, and the same ones each time."""

from __future__ import annotations

import asyncio

import pytest

from parley.testing.check_bearer import BearerPair, both_up, pour
from parley.testing.loopback import FaultPlan, loopback_pair

FRAMES = [number.to_bytes(2, "big") * 8 for number in range(400)]


async def carried(plan: FaultPlan) -> list[bytes]:
    near, far, _ = loopback_pair(plan)
    async with both_up(BearerPair(near, far)) as (told, theirs):
        await pour(near, told, FRAMES)
        await told.until_places(len(FRAMES))
        with pytest.raises(TimeoutError):
            await theirs.until(lambda: False, within_s=0.2)
        return theirs.frames


@pytest.mark.parametrize("fault", ["loss", "repeat", "corrupt", "reorder"])
def test_fault_happens_as_often_as_planned(fault: str) -> None:
    """A fault that never happens proves nothing about what withstands it."""
    found = asyncio.run(carried(FaultPlan(seed=7, **{fault: 0.25})))
    spread = range(60, 141)
    if fault == "loss":
        assert len(FRAMES) - len(found) in spread
    elif fault == "repeat":
        assert len(found) - len(FRAMES) in spread
    elif fault == "corrupt":
        assert len(set(found) - set(FRAMES)) in spread
    else:
        assert sorted(found) == FRAMES
        assert found != FRAMES


def test_one_seed_has_one_history() -> None:
    """A failure must be played again from its seed."""
    plan = FaultPlan(seed=3, loss=0.3, repeat=0.2, corrupt=0.1)
    first = asyncio.run(carried(plan))
    assert asyncio.run(carried(plan)) == first
    other = FaultPlan(seed=4, loss=0.3, repeat=0.2, corrupt=0.1)
    assert asyncio.run(carried(other)) != first


def test_faults_do_not_disturb_one_another() -> None:
    """Taking one fault out of a plan leaves the draws of the others as they were."""
    lossy = set(asyncio.run(carried(FaultPlan(seed=5, loss=0.3))))
    both = set(asyncio.run(carried(FaultPlan(seed=5, loss=0.3, repeat=0.5))))
    assert lossy == both


def test_cut_line_is_told_to_both_and_mends() -> None:
    """Stations above see a cut as they would see a real one."""

    async def story() -> None:
        near, far, line = loopback_pair()
        async with both_up(BearerPair(near, far)) as (told, theirs):
            line.cut("the cable is out")
            assert told.reasons == theirs.reasons == ["the cable is out"]
            near.send(b"lost")
            await told.until_places(1)
            line.mend()
            assert told.ups == theirs.ups == 2
            near.send(b"kept")
            await theirs.until_frames(1)
            assert theirs.frames == [b"kept"]

    asyncio.run(story())
