# SPDX-License-Identifier: Apache-2.0
"""The thread of the disk: order, faults, and nobody left who waits."""

from __future__ import annotations

import asyncio
import threading
from contextlib import nullcontext

import pytest

from parley.errors import LocalFault
from parley.station.writer import Writer


@pytest.fixture
def writer():
    made = Writer("record")
    yield made
    made.close()


def test_commits_keep_their_order_and_leave_the_loop_free(run, writer):
    """Two transactions in the wrong order would be another record."""
    done = []
    disk = threading.Event()

    async def story() -> None:
        async with asyncio.TaskGroup() as group:
            first = writer.give(lambda _: (disk.wait(), done.append(1))[1])
            second = writer.give(lambda _: done.append(2))
            group.create_task(first.done())
            group.create_task(second.done())
            await asyncio.sleep(0)
            assert done == []  # the disk hangs, the loop does not
            disk.set()

    run(story())
    assert done == [1, 2]


def test_fault_of_the_disk_reaches_whoever_waits(run, writer):
    """A commit that failed in silence would be shown as done."""

    def full(_) -> None:
        raise LocalFault("PLY-STO-001", path="a test")

    async def story() -> None:
        with pytest.raises(LocalFault, match="PLY-STO-001"):
            await writer.give(full).done()
        await writer.give(lambda _: None).done()

    run(story())


def test_a_commit_that_nobody_waits_for_is_done_all_the_same(run, writer):
    """A station that is told to stop must not tear a transaction."""
    done = []
    disk, begun = threading.Event(), threading.Event()

    def commit(_) -> None:
        begun.set()
        disk.wait()
        done.append(1)

    async def story() -> None:
        async with asyncio.TaskGroup() as group:
            waiting = group.create_task(writer.give(commit).done())
            await asyncio.to_thread(begun.wait)
            waiting.cancel()

    run(story())
    disk.set()  # its loop is closed by now
    writer.close()
    assert done == [1]


@pytest.mark.parametrize("stay_s", [0.0, 0.002])
def test_slow_disk_holds_the_loop_for_a_moment_and_no_longer(run, writer, stay_s):
    """Staying with a quick disk must never become waiting for a slow one."""
    disk = threading.Event()
    turned = []

    async def screen() -> None:
        turned.append(not disk.is_set())
        disk.set()

    async def story() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(writer.give(lambda _: disk.wait()).done(stay_s))
            group.create_task(screen())

    run(story())
    assert turned == [True]


def test_quick_disk_is_stayed_with(run, writer):
    """What is done within the stay must not cost a turn of the loop."""
    begun = threading.Event()
    turned = []

    async def commit() -> None:
        given = writer.give(lambda _: begun.set())
        begun.wait()
        await given.done(stay_s=60.0)
        assert turned == []

    async def screen() -> None:
        turned.append(1)

    async def story() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(commit())
            group.create_task(screen())

    run(story())
    assert turned == [1]


def test_work_before_the_disk_is_let_go_first(run, writer):
    """What is done beside the disk must not keep the commit from reaching it."""
    order = []
    copied = threading.Event()

    def commit(flushing) -> None:
        order.append("changes")
        flushing()
        copied.wait()
        order.append("flushed")

    async def story() -> None:
        given = writer.give(commit)
        given.let_work(60.0)
        order.append("copied")
        copied.set()
        await given.done(60.0)

    run(story())
    assert order == ["changes", "copied", "flushed"]


@pytest.mark.parametrize("fails", [False, True])
def test_job_that_never_says_flushing_lets_go_at_its_end(run, writer, fails):
    """A commit refused before the disk must not hold the loop for the whole stay."""

    def refused(_) -> None:
        if fails:
            raise LocalFault("PLY-STO-001", path="a test")

    async def story() -> None:
        given = writer.give(refused)
        began_s = asyncio.get_running_loop().time()
        given.let_work(60.0)
        assert asyncio.get_running_loop().time() - began_s < 30.0
        with pytest.raises(LocalFault) if fails else nullcontext():
            await given.done(60.0)

    run(story())
