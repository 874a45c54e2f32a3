# SPDX-License-Identifier: Apache-2.0
"""F9: the usual contact is away while fire falls on the wrong place."""

from __future__ import annotations

from collections.abc import AsyncIterator

from parley.drills.case import Case
from parley.drills.stage import (
    Stage,
    alarmed,
    arrived,
    must,
    reaches,
    refused,
    release,
    seconds,
)
from parley.testing.stations import DRAFTER

_PLACE = "35°19'40\"N 040°04'10\"E"


async def _play(stage: Stage) -> AsyncIterator[str]:
    alfa, bravo = stage.alfa, stage.bravo
    swapped = {"where": "040°04'10\"E 35°19'40\"N"}
    yield await refused(
        alfa.parts.api.code_preview("UNPLANNED", swapped), "PLY-BOK-006", "PLY-BOK-007"
    )

    draft = await alfa.parts.api.write_draft(
        None,
        DRAFTER,
        "FLASH",
        [],
        [("en", f"STOP. You are firing on our forces at {_PLACE}.")],
        critical=[_PLACE],
        stop=True,
    )
    gone = await release(alfa, draft)
    seen, took_s = await arrived(bravo, "STOP.")
    await alarmed(bravo, "STOP")
    must(seen.precedence == "FLASH", f"it came as {seen.precedence}")
    yield (
        f"to {', '.join(seen.to)}, and every officer on watch is alarmed, "
        f"{seconds(took_s)} after the second signature"
    )

    await bravo.acknowledge(seen.ref)
    wrong = {"read_back": ["35°10'40\"N 040°04'10\"E"]}
    await bravo.act("UNDERSTOOD", seen.ref, wrong)
    differs = await alarmed(alfa, "READ-BACK-DIFFERS")
    await alarmed(bravo, "READ-BACK-WRONG")
    yield f"both sides see it: {differs.title}"

    await bravo.act("UNDERSTOOD", seen.ref, {"read_back": [_PLACE]})
    await reaches(alfa, gone.ref, "understood")
    yield f"{_PLACE} was read back as it was written"


STOP = Case(
    "F9",
    "STOP, and the usual contact is away",
    "A place was given wrong by kilometres; a caller waited for the man he knew.",
    (
        "A place with its halves exchanged is refused before anybody signs.",
        "STOP goes to positions, with top precedence, and alarms whoever is on watch.",
        "A place read back wrong alarms both sides.",
        "The right read-back is on both records.",
    ),
    _play,
)
