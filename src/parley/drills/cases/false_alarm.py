# SPDX-License-Identifier: Apache-2.0
"""F17: a false alarm that takes 38 minutes to correct."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

from parley.drills.case import Case
from parley.drills.stage import Stage, arrived, must, release, seconds
from parley.testing.stations import DRAFTER


async def _play(stage: Stage) -> AsyncIterator[str]:
    alfa, bravo = stage.alfa, stage.bravo
    sent = await alfa.send("Ballistic missile inbound.", "FLASH")
    first, _ = await arrived(bravo, "missile inbound")
    ready = await alfa.parts.api.prepared(sent.ref or "")
    must(ready.cancellation, "no cancellation is ready")
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
    "An alert went out by mistake, and a correction had to be written first.",
    (
        "The cancellation of every message is ready from its release on.",
        "It goes with the same precedence, and marks the message on both sides.",
    ),
    _play,
)
