# SPDX-License-Identifier: Apache-2.0
"""Boxes on the disk: what waits for a flush, and how large the log of SQLite grows."""

from __future__ import annotations

import asyncio

import pytest

from parley.bearers.relay.form import mark_of
from parley.bearers.relay.mailbox import backfill
from parley.bearers.relay.mailbox import boxes as boxes_module
from parley.bearers.relay.mailbox.boxes import Boxes, Put
from parley.bearers.relay.mailbox.settings import STORE, open_folder
from parley.testing.relay_runs import new_relay

BOX = bytes(32)
NOON_S = 1_800_000_000.0
PAGE_BYTES = 4_096
WAIT_S = 20.0


@pytest.fixture
def folder(tmp_path):
    return open_folder(new_relay(tmp_path))


def slip(number: int) -> bytes:
    return number.to_bytes(4, "big") * 500


def test_slip_is_answered_for_only_when_flushed_and_a_removal_waits_for_nobody(folder):
    """After a cut of the power an answered slip must be there.

    A removal that is lost brings back what its reader knows; to flush it would make
    everybody's slips wait twice as often.
    """
    said = []

    async def run():
        boxes = Boxes(folder, lambda: NOON_S)
        boxes._base.set_trace_callback(said.append)
        await boxes.put(BOX, [slip(1)])
        await boxes.drop(BOX, [mark_of(slip(1))])
        async with asyncio.TaskGroup() as group:
            group.create_task(boxes.put(BOX, [slip(2)]))
            group.create_task(boxes.drop(BOX, [mark_of(slip(3))]))
        assert boxes.take(BOX) == [slip(2)]
        await boxes.close()

    asyncio.run(run())
    modes, mode = [], ""
    for words in said:
        if words.startswith("PRAGMA synchronous"):
            mode = words.rpartition(" ")[2]
        elif words.startswith(("INSERT", "DELETE FROM slip WHERE box")):
            modes.append((words.split()[0], mode))
    assert modes[:2] == [("INSERT", "FULL"), ("DELETE", "NORMAL")]
    assert ("INSERT", "FULL") in modes[2:]
    assert ("INSERT", "NORMAL") not in modes


def put_many(folder, count, after=None) -> list[int]:
    """Put slips in and take them out again; return how large the log was."""
    log = folder.root / f"{STORE}-wal"
    sizes = []

    async def run():
        boxes = Boxes(folder, lambda: NOON_S)
        for number in range(count):
            assert await boxes.put(BOX, [slip(number)]) is Put.KEPT
            await boxes.drop(BOX, [mark_of(slip(number))])
            sizes.append(log.stat().st_size)
        if after is not None:
            await after(boxes)
        await boxes.close()

    asyncio.run(run())
    return sizes


def test_log_of_a_busy_relay_stays_bounded(folder, monkeypatch):
    """Where the thread comes to nothing, a disk must not fill with the log."""
    monkeypatch.setattr(boxes_module, "LOG_PAGES_MAX", 64)
    monkeypatch.setattr(backfill, "ACTS", 1_000_000)
    assert max(put_many(folder, 200)) < 128 * PAGE_BYTES


def test_what_the_log_holds_is_brought_in_aside(folder, monkeypatch):
    """A commit that had to do it would hold up everybody."""
    monkeypatch.setattr(backfill, "ACTS", 10)
    whole = b""

    async def brought_in(boxes):
        nonlocal whole
        await boxes.put(BOX, [slip(99)])
        for number in range(100, 130):
            await boxes.put(BOX, [slip(number)])
        async with asyncio.timeout(WAIT_S):
            while slip(99) not in whole:
                whole = (folder.root / STORE).read_bytes()
                await asyncio.sleep(0.01)

    put_many(folder, 1, brought_in)
