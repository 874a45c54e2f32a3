# SPDX-License-Identifier: Apache-2.0
"""F15: three silences that look alike, and one that was declared."""

from __future__ import annotations

from collections.abc import AsyncIterator

from parley.drills.case import Case
from parley.drills.stage import Stage, silent
from parley.station.views import CounterpartView

_HOUR_S = 3_600


async def _play(stage: Stage) -> AsyncIterator[str]:
    alfa, bravo = stage.alfa, stage.bravo
    stage.cable.cut()
    yield _words(await silent(alfa, "fault: path"))
    stage.cable.mend()
    await alfa.until(alfa.connected)

    stage.cable.deaf = True
    await alfa.act("WATCH_ASKED", "")
    stage.let_pass(_HOUR_S)
    yield _words(await silent(alfa, "fault: station"))
    stage.cable.mend()
    await alfa.parts.api.test_link()
    await bravo.parts.api.test_link()

    await alfa.send("Is anybody there?", "FLASH")
    stage.let_pass(_HOUR_S)
    yield _words(await silent(alfa, "unmanned"))

    said = {"until_ms": None, "reason": "By order of our government."}
    declared = await bravo.act("SUSPEND", "", said)
    yield _words(await silent(alfa, "suspended by declaration"))

    await bravo.act("RESUME", declared.ref)
    yield _words(await silent(alfa, "unmanned"))


def _words(seen: CounterpartView) -> str:
    return f"{seen.silence}: {'; '.join(seen.silence_evidence)}"


SILENCE = Case(
    "F15",
    "Three silences",
    "A line went unanswered for years; a fault could not be told from a refusal.",
    (
        "A cut path is diagnosed as a fault of the path.",
        "A station that stands still is diagnosed as a fault of the station.",
        "A watch that does not answer is diagnosed as unmanned.",
        "A line closed by declaration says so, with the reason given.",
        "Resumed, it is what it was before: nobody has answered yet.",
    ),
    _play,
)
