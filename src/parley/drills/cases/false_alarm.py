# SPDX-License-Identifier: Apache-2.0
"""F17: a false alarm that takes 38 minutes to correct."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

from parley.drills.case import Case
from parley.drills.stage import Stage, arrived, must, refused, release, seconds
from parley.model.precedence import Mode
from parley.testing.stations import DRAFTER

_DENIALS = {"en": "This is not a drill.", "ru": "Это не учения."}
_HOUR_MS = 3_600_000


async def _play(stage: Stage) -> AsyncIterator[str]:
    alfa, bravo = stage.alfa, stage.bravo
    announced = {
        "name": "STEADY HAND",
        "from_ms": stage.now_ms(),
        "until_ms": stage.now_ms() + _HOUR_MS,
    }
    told = await alfa.act("EXERCISE", "", announced)
    alone = alfa.act("EXERCISE_STEP", told.ref, {"step": 2})
    yield await refused(alone, "PLY-WCH-066")

    words = ""
    for said in _DENIALS.items():
        writing = alfa.parts.api.write_draft(None, DRAFTER, "FLASH", [], [said])
        words = await refused(writing, "PLY-REL-007")
    yield words

    sent = await alfa.send("Ballistic missile inbound.", "FLASH")
    first, _ = await arrived(bravo, "missile inbound")
    ready = await alfa.parts.api.prepared(sent.ref or "")
    must(ready.cancellation, "no cancellation is ready")
    ((_, text),) = first.texts
    must(text.startswith("EXERCISE") and text.endswith("EXERCISE"), f"it says: {text}")
    yield f"on the other screen: {text.splitlines()[0]} ... {text.splitlines()[-1]}"
    yield f"ready beside the message: {ready.cancellation[0][1]}"

    began_s = time.monotonic()
    draft = await alfa.parts.api.correct(sent.ref or "", "CANCELS", DRAFTER)
    must(draft.precedence == "FLASH", "it would go slower than what it cancels")
    await release(alfa, draft)
    await arrived(bravo, "CANCELLED")
    took_s = time.monotonic() - began_s
    whole = await bravo.parts.api.message(first.ref)
    must(whole.followed == "cancels", "the message does not say that it was cancelled")
    yield f"cancelled on the other screen after {seconds(took_s)}, bound to the message"


FALSE_ALARM = Case(
    "F17",
    "A false alarm is taken back",
    "A drill said that it was none and was believed; nothing was ready to correct it.",
    (
        "One person alone starts no exercise.",
        "A text of an exercise that denies it is refused, in either language.",
        "Its first and its last word say that it is one.",
        "The cancellation of every message is ready from its release on.",
        "It goes with the same precedence, and marks the message on both sides.",
    ),
    _play,
    Mode.EXERCISE,
)
