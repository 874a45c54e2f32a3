# SPDX-License-Identifier: Apache-2.0
"""A station is lost, or somebody may hold its keys."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from parley.drills.rehearsal import rehearsal
from parley.drills.stage import (
    Stage,
    alarmed,
    arrived,
    let_root_sign,
    must,
    reaches,
    stop_code,
)
from parley.station.backup import restore
from parley.station.delegation.asking import ask_root, take_delegation
from parley.testing.stations import ALFA, PASSPHRASE, root_of


async def _lose(stage: Stage) -> str:
    alfa = stage.alfa
    await alfa.send("Before the copy.")
    await alfa.parts.api.backup(str(stage.folder / "copy"))
    await alfa.send("After the copy.")
    await arrived(stage.bravo, "After the copy")
    await stage.bravo.send("Theirs, after the copy.")
    await arrived(alfa, "Theirs, after the copy")
    await _mirrored(stage)
    await stage.stop("alfa")
    (stage.folder / "alfa").rename(stage.folder / "lost")
    return "the station is gone; its copy lacks one message of each side"


async def _mirrored(stage: Stage) -> None:
    """Wait until BRAVO has the whole log: what it never had nobody can give back."""
    ours = stage.alfa.parts.queries.link_knowledge
    theirs = stage.bravo.parts.queries.link_knowledge

    async def whole() -> bool:
        return theirs(None).facts.held == ours(None).facts.sent

    await stage.bravo.until(whole)


async def _restore(stage: Stage) -> str:
    await asyncio.to_thread(
        restore, stage.folder / "copy", stage.folder / "alfa", PASSPHRASE
    )
    return "restored from the copy, which was verified first"


async def _start(stage: Stage) -> str:
    await stage.start("alfa")
    await alarmed(stage.bravo, "COUNTERPART-RESTORED")
    return "it runs, and BRAVO is told that it was restored"


async def _return(stage: Stage) -> str:
    await stage.connect()
    await stage.alfa.parts.api.test_link()

    async def whole() -> bool:
        every = await stage.alfa.parts.api.messages("all", None, 50)
        texts = [await stage.alfa.parts.api.message(one.ref) for one in every]
        said = {words for one in texts for _, words in one.texts}
        return {"After the copy.", "Theirs, after the copy."} <= said

    await stage.alfa.until(whole)
    return "BRAVO gave back what the copy lacked, of both logs"


async def _verify(stage: Stage) -> str:
    async def sound() -> bool:
        return not (await stage.alfa.parts.api.fsck()).problems

    # The texts are back; the last of what proves them may be on its way.
    with suppress(TimeoutError):
        await stage.alfa.until(sound)
    checked = await stage.alfa.parts.api.fsck()
    must(not checked.problems, f"not sound: {checked.problems[:1]}")
    return f"{checked.entries} entries are sound"


async def _again(stage: Stage) -> str:
    made = await stage.alfa.parts.api.backup(str(stage.folder / "copy-2"))
    return f"a new copy of {made.entries} entries"


LOST_STATION = rehearsal(
    "lost-station",
    {2: _lose, 3: _restore, 4: _start, 5: _return, 6: _verify, 7: _again},
)


async def _stop_keys(stage: Stage) -> str:
    alfa, bravo = stage.alfa, stage.bravo
    await alfa.send("Before the doubt.")
    await arrived(bravo, "Before the doubt")
    made = await alfa.parts.api.make_pages(None, 8)
    (stage.folder / "pages").write_bytes(made.data)
    (stage.folder / "digits").write_text(made.digits)

    await bravo.parts.api.revoke_by_code(await stop_code(alfa, 0))
    await alarmed(bravo, "REVOKED")
    await alfa.send("While the keys are stopped.", "IMMEDIATE")
    await alfa.parts.api.revoke_station()
    return "BRAVO opens nothing of it any more; what ALFA says waits"


async def _take_pages(stage: Stage) -> str:
    data = (stage.folder / "pages").read_bytes()
    digits = (stage.folder / "digits").read_text()
    for station in (stage.alfa, stage.bravo):
        await station.parts.api.take_pages(data, digits)
    return "both took the set in, its digits compared"


async def _alone(stage: Stage) -> str:
    for station in (stage.alfa, stage.bravo):
        await station.parts.api.pages_alone(None, alone=True)
    await alarmed(stage.alfa, "PAGES-ALONE")
    return "no key that could be stolen has a part in it"


async def _waited(stage: Stage) -> str:
    seen, _ = await arrived(stage.bravo, "While the keys are stopped")
    await stage.bravo.acknowledge(seen.ref)
    sent = await stage.bravo.send("And back.", "IMMEDIATE")
    await arrived(stage.alfa, "And back")
    await reaches(stage.bravo, sent.ref, "receipt")
    return "what waited arrived once, and an answer came back"


async def _new_keys(stage: Stage) -> str:
    await stage.stop("alfa")

    def renew() -> None:
        folder = stage.folder / "alfa"
        wish = ask_root(folder, PASSPHRASE)
        answer = let_root_sign(root_of(folder), wish, stage.now_ms())
        take_delegation(folder, PASSPHRASE, answer)

    await asyncio.to_thread(renew)
    await stage.start("alfa")
    card = await stage.alfa.parts.api.card()
    await stage.bravo.parts.api.take_new_keys(card)
    return f"a card of {len(card)} bytes is with the courier, under the same name"


async def _compare(stage: Stage) -> str:
    said = await stage.alfa.parts.api.keys_digits()
    await stage.bravo.parts.api.confirm_new_keys(ALFA, said.digits, "Ben")
    return "the digits were read by a voice they know"


async def _before(stage: Stage) -> str:
    await stage.connect()

    async def normal() -> bool:
        return not any(one.alone for one in await stage.alfa.parts.api.pages())

    await stage.alfa.until(normal)
    await stage.alfa.parts.api.test_link()
    await stage.alfa.send("As before.", "IMMEDIATE")
    await arrived(stage.bravo, "As before")
    every = await stage.bravo.parts.api.messages("all", None, 50)
    subjects = sorted(one.subject for one in every if one.direction == "in")
    wanted = ["As before.", "Before the doubt.", "While the keys are stopped."]
    must(subjects == wanted, f"BRAVO has {subjects}")
    return "every message of before, during and after is there, and once"


COMPROMISE = rehearsal(
    "suspected-compromise",
    {
        1: _stop_keys,
        3: _take_pages,
        4: _alone,
        5: _waited,
        7: _new_keys,
        8: _compare,
        9: _before,
    },
)
