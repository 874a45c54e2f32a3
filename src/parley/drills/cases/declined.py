# SPDX-License-Identifier: Apache-2.0
"""F14: a call that is not taken."""

from __future__ import annotations

from collections.abc import AsyncIterator

from parley.drills.case import Case
from parley.drills.stage import Stage, arrived, must, reaches


async def _play(stage: Stage) -> AsyncIterator[str]:
    alfa, bravo = stage.alfa, stage.bravo
    sent = await alfa.send("We ask for a conversation.", "PRIORITY")
    receipt = await reaches(alfa, sent.ref, "receipt")
    must(receipt.by is None, "a person's name stands in the machine's receipt")
    yield "their station signed for it by itself, while nobody had said a word"

    seen, _ = await arrived(bravo, "conversation")
    await bravo.acknowledge(seen.ref)
    await bravo.act("DECLINE", seen.ref, {"reason": 1})
    rung = await reaches(alfa, sent.ref, "declined")
    must(rung.by, "nobody's name stands in the refusal")
    yield f"{rung.by} declined, on both records; it is no silence"


DECLINED = Case(
    "F14",
    "They do not wish to talk",
    "A call was declined for want of atmosphere; whether it had come was disputed.",
    (
        "A message needs nobody's consent: the machine's receipt comes anyway.",
        "That no answer will come is said, by name, and is told from silence.",
    ),
    _play,
)
