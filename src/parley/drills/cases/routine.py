# SPDX-License-Identifier: Apache-2.0
"""F25: a line that is in place and not used."""

from __future__ import annotations

from collections.abc import AsyncIterator

from parley.drills.case import Case
from parley.drills.stage import Stage, alarmed, counterpart
from parley.station.views import CounterpartView


async def _play(stage: Stage) -> AsyncIterator[str]:
    alfa = stage.alfa
    await alfa.parts.api.test_link()
    known = alfa.parts.queries.link_knowledge(None).agreement
    assert known is not None, "the agreement is in force"
    every_s = known.terms.test_interval_s
    before = _round_trip(await counterpart(alfa))
    stage.let_pass(every_s + 1)

    async def proved() -> bool:
        return _round_trip(await counterpart(alfa)) > before

    await alfa.until(proved)
    yield f"a test each {every_s // 60} min: the round trip is proved anew"

    stage.cable.deaf = True
    stage.let_pass(every_s + known.terms.test_tolerance_s + 1)
    alarm = await alarmed(alfa, "TEST-MISSED")
    yield f"{alarm.title}: {alarm.text}"


def _round_trip(seen: CounterpartView) -> int:
    facts = {one.fact: one.at_ms for one in seen.facts}
    return facts["round trip"] or 0


ROUTINE = Case(
    "F25",
    "Silence is information",
    "A line was in place and not used, and nobody could say whether it worked.",
    (
        "Tests at the agreed interval prove the line without anybody's asking.",
        "A test that does not come is an alarm on the side that waited.",
    ),
    _play,
)
