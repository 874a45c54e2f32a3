# SPDX-License-Identifier: Apache-2.0
"""Two parties meet, or send a courier."""

from __future__ import annotations

import asyncio
from functools import partial

from parley.drills.rehearsal import Act, rehearsal
from parley.drills.stage import Ground, Stage, must, refused
from parley.station.reach.card_sheets import draw_card
from parley.testing.stations import ALFA, BRAVO, DRAFTER


async def _write(stage: Stage, *, sheet: bool) -> str:
    card = await stage.alfa.parts.api.card()
    said = f"a card of {len(card)} bytes, with nothing secret in it"
    if sheet:
        codes = await asyncio.to_thread(draw_card, card, stage.folder / "card.pdf")
        said += f", and a sheet of {codes} codes"
    return said


async def _take_in(stage: Stage) -> str:
    alfa, bravo = stage.alfa.parts.api, stage.bravo.parts.api
    theirs = await bravo.card()
    torn = await refused(alfa.pair(theirs[:-7]), "PLY-LNK-003", "PLY-WIR-001")
    here = await alfa.pair(theirs)
    there = await bravo.pair(await alfa.card())
    must(here.fingerprint == there.fingerprint, "the two screens show other digits")
    draft = alfa.write_draft(BRAVO, DRAFTER, "FLASH", [], [("en", "Too soon.")])
    return f"both show the same 60 digits; a torn card is {torn}; a message is " + (
        await refused(draft, "PLY-LNK-002", "PLY-LNK-003")
    )


async def _confirm(stage: Stage) -> str:
    alfa, bravo = stage.alfa.parts.api, stage.bravo.parts.api
    (known,) = (await bravo.status()).counterparts
    digits = known.fingerprint
    wrong = digits.translate(str.maketrans("0123456789", "1234567890"))
    said = await refused(alfa.confirm(BRAVO, wrong, "Ann"), "PLY-LNK-004")
    await alfa.confirm(BRAVO, digits, "Ann")
    await bravo.confirm(ALFA, digits, "Ben")
    return f"digits that differ are {said}"


async def _prove(stage: Stage) -> str:
    await stage.connect()
    tested = await stage.alfa.parts.api.test_link()
    must(tested.answered, "the test was not answered")
    return f"a round trip of {tested.round_trip_ms} ms"


async def _pages(stage: Stage) -> str:
    made = await stage.alfa.parts.api.make_pages(BRAVO, 8)
    return f"a set for both safes; its digits: {made.digits}"


_PERSON: dict[int, Act] = {
    2: partial(_write, sheet=False),
    4: _take_in,
    6: _confirm,
    8: _prove,
    9: _pages,
}
IN_PERSON = rehearsal("pairing-in-person", _PERSON, Ground.STRANGERS)
BY_COURIER = rehearsal(
    "pairing-by-courier",
    {1: partial(_write, sheet=True), 4: _take_in, 7: _confirm, 8: _prove},
    Ground.STRANGERS,
)
