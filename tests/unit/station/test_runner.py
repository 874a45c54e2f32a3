# SPDX-License-Identifier: Apache-2.0
"""The loop when the disk, or we ourselves, fail."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from io import StringIO

import pytest

from parley.core.events import FrameArrived, TimerFired
from parley.core.station import Station
from parley.errors import LocalFault
from parley.station.catalogue import open_store
from parley.station.places import StationFolder
from parley.station.secrets import load_secrets, station_keystore
from parley.testing.faulty_store import CommitFailure, DiskFailure, FaultyStore
from parley.testing.loopback import loopback_pair
from parley.testing.stations import DRAFTER, PASSPHRASE, both, open_parts, running


@asynccontextmanager
async def both_with(folders, store):
    """Run both stations, BRAVO on a store of the test's own."""
    near, far, _line = loopback_pair()
    async with (
        running(folders / "alfa", lambda _c, _p: near) as alfa,
        running(folders / "bravo", lambda _c, _p: far, store) as bravo,
    ):
        await alfa.until(alfa.connected)
        yield alfa, bravo


def faulty(folder, plan):
    root = StationFolder(folder)
    secrets = load_secrets(station_keystore(root.keys), PASSPHRASE, root.keys)
    return FaultyStore(open_store(root, secrets), plan)


FULL = CommitFailure(DiskFailure.FULL, lasting=True)


def test_full_disk_makes_read_only_says_so_and_heals(run, folders):
    """What is not on the disk was not said; the station must not die of it."""

    async def story() -> None:
        store = faulty(folders / "alfa", {})
        async with running(folders / "alfa", lambda _c, _p: None, store) as alfa:
            await alfa.send("Before.", "ROUTINE")
            store._plan[store.commits + 1] = FULL
            with pytest.raises(LocalFault, match="PLY-STO-001"):
                await alfa.send("Never recorded.", "ROUTINE")
            with pytest.raises(LocalFault, match="PLY-CFG-016"):
                await alfa.send("Refused at once.", "ROUTINE")
            status = await alfa.parts.api.status()
            assert not status.ready
            assert "read-only" in status.reasons[0]
            assert len(await alfa.parts.api.messages()) == 1  # looking goes on
            store.heal()

            async def ready() -> bool:
                return (await alfa.parts.api.status()).ready

            await alfa.until(ready)
            await alfa.send("After.", "ROUTINE")
            found = await alfa.parts.api.messages()
            assert [one.subject for one in found] == ["After.", "Before."]
            assert "record.read-only" in alfa.log.getvalue()

    run(story())


def test_each_commit_may_fail_once_and_all_arrives(run, folders):
    """Memory must never run ahead of the disk, whichever commit it is."""

    async def story() -> None:
        once = {
            number: CommitFailure(DiskFailure.IO_ERROR) for number in range(2, 30, 3)
        }
        store = faulty(folders / "bravo", once)
        async with both_with(folders, store) as (alfa, bravo):
            for number in range(5):
                await alfa.send(f"Message {number}.", "ROUTINE")

            async def all_there() -> bool:
                return len((await bravo.parts.api.board()).open) == 5

            await bravo.until(all_there)
            subjects = sorted(
                one.subject for one in (await bravo.parts.api.board()).open
            )
            assert subjects == [f"Message {number}." for number in range(5)]
            assert (await bravo.parts.api.fsck()).problems == ()

    run(story())


def test_mistake_of_the_core_costs_one_event_and_not_the_station(
    run, folders, monkeypatch
):
    """One poisonous frame must not take the line down with it."""
    handle = Station.handle

    def poisoned(self, event, now):
        if isinstance(event, FrameArrived) and event.frame == b"poison":
            raise ZeroDivisionError("a secret text")
        return handle(self, event, now)

    monkeypatch.setattr(Station, "handle", poisoned)

    async def story() -> None:
        async with both(folders) as (alfa, _bravo):
            before = await alfa.parts.api.status()
            alfa.parts.runner.tell(FrameArrived("line-1", b"poison"))
            await alfa.send("Still here.", "ROUTINE")
            assert alfa.parts.meters.mistakes == 1
            assert "core.mistake" in alfa.log.getvalue()
            assert "a secret text" not in alfa.log.getvalue()
            assert (await alfa.parts.api.test_link()).answered
            assert before.counterparts[0].circuits[0].state == "up"

    run(story())


def test_core_that_fails_with_everything_ends_the_process(run, folders, monkeypatch):
    """A loop of mistakes is for the supervisor, not for hiding."""

    async def story() -> None:
        parts = open_parts(folders / "alfa", StringIO())

        def broken(*_given):
            raise ZeroDivisionError

        monkeypatch.setattr(Station, "handle", broken)
        try:
            for _ in range(20):
                parts.runner.tell(TimerFired())
            with pytest.raises(AssertionError, match="mistake"):
                await parts.runner.run()
        finally:
            parts.runner.close()
            parts.store.close()

    run(story())


def test_stopping_station_takes_no_act(run, folders):
    """What cannot be finished must not be begun."""

    async def story() -> None:
        async with running(folders / "alfa", lambda _c, _p: None) as alfa:
            alfa.parts.runner.stop()
            with pytest.raises(LocalFault, match="PLY-CFG-017"):
                await alfa.parts.api.write_draft(
                    None, DRAFTER, "ROUTINE", [], [("en", "late")]
                )

    run(story())


def test_many_acts_share_commits(run, folders):
    """One fsync serves all who wait, or a crisis waits for the disk."""

    async def story() -> None:
        async with running(folders / "alfa", lambda _c, _p: None) as alfa:
            before = alfa.parts.meters.commits
            async with asyncio.TaskGroup() as group:
                for number in range(100):
                    group.create_task(
                        alfa.parts.api.write_draft(
                            None, DRAFTER, "ROUTINE", [], [("en", f"{number}")]
                        )
                    )
            assert alfa.parts.meters.commits - before < 10
            assert len(await alfa.parts.api.drafts()) == 100

    run(story())
