# SPDX-License-Identifier: Apache-2.0
"""F5: is the principal standing by?"""

from __future__ import annotations

from collections.abc import AsyncIterator

from parley.drills.case import Case
from parley.drills.stage import Stage, arrived, counterpart, must, reaches


async def _play(stage: Stage) -> AsyncIterator[str]:
    alfa, bravo = stage.alfa, stage.bravo
    await alfa.act("WATCH_ASKED", "")

    async def asked() -> bool:
        return (await counterpart(bravo)).check_waits is not None

    await bravo.until(asked)
    await bravo.act("WATCH_ANSWERED", (await counterpart(bravo)).check_waits or "")

    async def answered() -> bool:
        return (await counterpart(alfa)).checked_ms is not None

    await alfa.until(answered)
    facts = {one.fact: one for one in (await counterpart(alfa)).facts}
    unproved = [name for name in ("path", "station") if facts[name].at_ms is None]
    must(not unproved, f"not proved at the start: {', '.join(unproved)}")
    yield "path, station and watch are proved, each by its own fact and with its age"

    before = len(await bravo.parts.api.messages("all", None, 50))
    await alfa.act("SERVICE", "", {"text": "Is your principal standing by?"})

    async def lined() -> bool:
        return bool(await bravo.parts.api.order_wire(None))

    await bravo.until(lined)
    after = len(await bravo.parts.api.messages("all", None, 50))
    must(after == before, "the question stands among the messages")
    yield "the question is a line of the order wire; no formal message was made of it"

    sent = await alfa.send("For your principal.", "IMMEDIATE")
    seen, _ = await arrived(bravo, "For your principal")
    await bravo.acknowledge(seen.ref)
    told = {"position": 1, "name": None, "at_ms": stage.now_ms()}
    await bravo.act("DELIVERED", seen.ref, told)
    rung = await reaches(alfa, sent.ref, "delivered")
    must(rung.by, "nobody signed for it")
    yield f"{rung.note} has it, says {rung.by}"


STANDING_BY = Case(
    "F5",
    "Is the principal standing by?",
    "The first minutes went by in asking, over the text channel, who was there.",
    (
        "At the start path, station and watch are proved one by one.",
        "Whether a principal is there is asked beside the messages, and recorded.",
        "That a principal has a message is a fact of its own, signed by an officer.",
    ),
    _play,
)
