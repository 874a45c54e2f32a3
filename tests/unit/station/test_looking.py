# SPDX-License-Identifier: Apache-2.0
"""Whoever is told to look again must then see what he was told of."""

from __future__ import annotations

import asyncio
import threading

from parley.core.events import CircuitDown
from parley.model.message import Relation, RelationKind
from parley.testing.stations import both


def test_facts_are_shown_when_they_are_on_the_disk_and_not_before(
    run, folders, monkeypatch
):
    """They are copied while the disk works; a crash could still take them back."""

    async def story() -> None:
        async with both(folders) as (alfa, _bravo):
            at_work = alfa.parts.runner
            commit = at_work._store.commit
            begun, disk = threading.Event(), threading.Event()

            def slow(changes, flushing=None) -> None:
                if flushing is None:  # what observes the station keeps its own notes
                    commit(changes)
                    return

                def at_the_disk() -> None:
                    flushing()
                    begun.set()
                    disk.wait()

                commit(changes, at_the_disk)

            monkeypatch.setattr(at_work._store, "commit", slow)

            def shown() -> list[str]:
                return [one.state for one in at_work.facts.circuits]

            async def shown_as_down() -> bool:
                return shown() == ["down"]

            at_work.tell(CircuitDown("line-1", "a test"))
            try:
                await asyncio.to_thread(begun.wait)
                assert shown() == ["up"]
            finally:
                disk.set()
            await alfa.until(shown_as_down)

    run(story())


def test_alarm_is_told_before_it_is_noted(run, folders, monkeypatch):
    """A log on a slow disk must not stand between a message and the watch."""

    async def story() -> None:
        async with both(folders) as (alfa, bravo):
            order: list[str] = []
            note = bravo.parts.runner._note

            def noted(batch) -> None:
                if any(type(one).__name__ == "Sound" for one in batch.outward):
                    order.append("noted")
                note(batch)

            monkeypatch.setattr(bravo.parts.runner, "_note", noted)

            async def watch() -> None:
                async for _ in bravo.parts.api.watch_changes():
                    if bravo.parts.changes.sounds:
                        order.append("told")
                        return

            async with asyncio.TaskGroup() as group:
                group.create_task(watch())
                group.create_task(alfa.send("Wake up.", "ROUTINE"))
            await bravo.parts.api.test_link()  # a later turn of the loop
            assert order == ["told", "noted"]

    run(story())


def test_board_that_was_drawn_shows_the_cancellation_of_what_waits(run, folders):
    """What was read once is kept; what followed it must be seen all the same."""

    async def story() -> None:
        async with both(folders) as (alfa, bravo):

            async def waiting() -> dict[int, str | None]:
                board = await bravo.parts.api.board()
                return {one.serial: one.followed for one in board.open}

            async def one_waits() -> bool:
                return list((await waiting()).values()) == [None]

            async def is_cancelled() -> bool:
                return "cancels" in (await waiting()).values()

            sent = await alfa.send("Missile inbound.")
            await bravo.until(one_waits)
            assert sent.ref is not None
            serial = int(sent.ref.rpartition("/")[2])
            relation = Relation(RelationKind.CANCELS, ours=True, serial=serial)
            await alfa.send("Cancelled.", relation=relation)
            await bravo.until(is_cancelled)

    run(story())
