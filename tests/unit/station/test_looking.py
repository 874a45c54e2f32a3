# SPDX-License-Identifier: Apache-2.0
"""Whoever is told to look again must then see what he was told of."""

from __future__ import annotations

import asyncio

from parley.core.events import CircuitDown, CircuitReady
from parley.station import runner
from parley.testing.stations import both


def test_facts_left_out_under_load_are_told_of_later(run, folders, monkeypatch):
    """A screen told to look while facts were old would show them for ever."""
    monkeypatch.setattr(runner, "FACTS_AGE_MS_MAX", 1_000_000)

    async def story() -> None:
        async with both(folders) as (alfa, _bravo):
            at_work = alfa.parts.runner
            commit = at_work._store.commit
            loop = asyncio.get_running_loop()

            def overtaken(changes) -> None:
                commit(changes)
                # While the disk works another event comes: the loop is under load.
                loop.call_soon_threadsafe(at_work.tell, CircuitReady("line-1", 1))

            monkeypatch.setattr(at_work._store, "commit", overtaken)
            seen: list[str] = []

            async def shown_as_down() -> bool:
                seen.extend(one.state for one in at_work.facts.circuits)
                return seen[-1] == "down"

            at_work.tell(CircuitDown("line-1", "a test"))
            await alfa.until(shown_as_down)
            assert seen[-1] == "down"

    run(story())
