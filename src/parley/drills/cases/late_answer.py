# SPDX-License-Identifier: Apache-2.0
"""F7: an answer that takes eight hours."""

from __future__ import annotations

from collections.abc import AsyncIterator

from parley.drills.case import Case
from parley.drills.stage import Stage, alarmed, arrived, must, reaches, release
from parley.model.message import Relation, RelationKind
from parley.testing.stations import DRAFTER

_PROMISED_S = 1_800


async def _play(stage: Stage) -> AsyncIterator[str]:
    alfa, bravo = stage.alfa, stage.bravo
    sent = await alfa.send("Please answer within the hour.", "IMMEDIATE")
    seen, _ = await arrived(bravo, "Please answer")
    await bravo.acknowledge(seen.ref)
    until_ms = stage.now_ms() + _PROMISED_S * 1_000
    await bravo.act("STANDBY", seen.ref, {"until_ms": until_ms})
    rung = await reaches(alfa, sent.ref, "standby")
    must(rung.until_ms == until_ms, f"ALFA counts to {rung.until_ms}, not {until_ms}")
    yield "both screens count to the same minute"

    stage.let_pass(_PROMISED_S + 1)
    owed = await alarmed(bravo, "ANSWER-OWED")
    overdue = await alarmed(alfa, "PROMISE-OVERDUE")
    yield f"at BRAVO: {owed.title}; at ALFA: {overdue.title}"

    serial = int(seen.ref.rpartition("/")[2])
    relation = Relation(RelationKind.IN_REPLY_TO, ours=False, serial=serial)
    draft = await bravo.parts.api.write_draft(
        None, DRAFTER, "IMMEDIATE", [], [("en", "Our answer.")], relation
    )
    await release(bravo, draft)
    await reaches(alfa, sent.ref, "answered")

    async def quiet() -> bool:
        codes = {one.code for one in (await alfa.parts.api.status()).alarms}
        return "PROMISE-OVERDUE" not in codes

    await alfa.until(quiet)
    yield "the answer ends the clock and both alarms"


LATE_ANSWER = Case(
    "F7",
    "An answer is late",
    "A reply took eight hours, while diplomats elsewhere had settled the matter.",
    (
        "A standby promises a time that both sides see.",
        "When it has passed, both sides are alarmed, and neither has to guess.",
        "The answer ends it on both sides.",
    ),
    _play,
)
