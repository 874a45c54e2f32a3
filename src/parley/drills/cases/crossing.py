# SPDX-License-Identifier: Apache-2.0
"""F2: a second letter overtakes the answer to the first."""

from __future__ import annotations

from collections.abc import AsyncIterator

from parley.drills.case import Case
from parley.drills.stage import Stage, arrived, must, refused, release
from parley.testing.stations import DRAFTER


async def _play(stage: Stage) -> AsyncIterator[str]:
    alfa = stage.alfa.parts.api
    answer = await alfa.write_draft(
        None, DRAFTER, "IMMEDIATE", [], [("en", "We agree to your first letter.")]
    )
    await stage.bravo.send("A second, harder letter.", "IMMEDIATE")
    await arrived(stage.alfa, "harder letter")
    yield await refused(release(stage.alfa, answer), "PLY-WCH-006")

    answer = await alfa.draft(answer.number)
    read = await alfa.reread(answer.number, answer.newest)
    gone = await release(stage.alfa, read)
    seen, _ = await arrived(stage.bravo, "first letter")
    must(seen.crossed_ms is None, "it is shown as crossed although it was read")
    yield f"{gone.ref} says that its writers read up to serial {read.read_through}"

    stage.cable.cut()
    await stage.alfa.send("Written at one moment.", "IMMEDIATE")
    await stage.bravo.send("Written at the same moment.", "IMMEDIATE")
    stage.cable.mend()
    here, _ = await arrived(stage.bravo, "one moment")
    there, _ = await arrived(stage.alfa, "same moment")
    must(here.crossed_ms and there.crossed_ms, "a side is not told that they crossed")
    yield "both screens mark the other's message as written before theirs was read"


CROSSING = Case(
    "F2",
    "Two letters cross",
    "A harder letter overtook the answer to the first; nobody could tell which held.",
    (
        "An answer is not released while a newer message of theirs is unread.",
        "Once it was read the answer goes, and says up to where.",
        "Messages that crossed on the wire are marked as crossed on both sides.",
    ),
    _play,
)
