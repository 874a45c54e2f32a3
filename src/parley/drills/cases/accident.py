# SPDX-License-Identifier: Apache-2.0
"""F12: a missile leaves by accident, and nobody says so for two days."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

from parley.drills.case import Case
from parley.drills.stage import Stage, must, release, seconds
from parley.station.views import MessageView
from parley.testing.stations import ANN

_CODE = "OURS-ACCIDENTAL"
_NOT_AN_ATTACK = {"en": "This is NOT an attack.", "ru": "Это НЕ нападение."}  # noqa: RUF001


async def _play(stage: Stage) -> AsyncIterator[str]:
    alfa, bravo = stage.alfa, stage.bravo
    began_s = time.monotonic()
    draft = await alfa.parts.api.write_code(_CODE, {}, ANN)
    must(draft.needed == 1, f"it takes {draft.needed} persons")
    await release(alfa, draft)
    found: list[MessageView] = []

    async def there() -> bool:
        for one in (await bravo.parts.api.board()).open:
            whole = await bravo.parts.api.message(one.ref)
            if whole.coded is not None:
                found.append(whole)
        return bool(found)

    await bravo.until(there)
    took_s = time.monotonic() - began_s
    yield f"one officer of the watch, one signature; alarmed after {seconds(took_s)}"

    said = dict(found[0].texts)
    for language, words in _NOT_AN_ATTACK.items():
        must(words in said.get(language, ""), f"the text in {language} does not say it")
    yield "in English and in Russian, both from the book that both sides signed"


ACCIDENT = Case(
    "F12",
    "Ours, accidental, not an attack",
    "A missile left by accident; the line was not used; a neighbour made ready.",
    (
        "One code says it, released by the duty officer alone within a minute.",
        "It stands on the other screen in both languages, and says: not an attack.",
    ),
    _play,
)
