# SPDX-License-Identifier: Apache-2.0
"""F23: a stranger among the addressees."""

from __future__ import annotations

from collections.abc import AsyncIterator

from parley.drills.case import Case
from parley.drills.stage import Stage, must, refused
from parley.testing.stations import DRAFTER


async def _play(stage: Stage) -> AsyncIterator[str]:
    api = stage.alfa.parts.api
    text = [("en", "Plans for tonight.")]
    yield await refused(
        api.write_draft(None, DRAFTER, "PRIORITY", ["Editor"], text), "PLY-REL-009"
    )
    yield await refused(
        api.write_draft("press.example", DRAFTER, "PRIORITY", [], text),
        "PLY-LNK-001",
    )
    draft = await api.write_draft(None, DRAFTER, "PRIORITY", [], text)
    must(draft.to, "no addressee stands in the draft")
    yield f"before anybody signs it says: to {', '.join(draft.to)} at {draft.link}"


ADDRESSEE = Case(
    "F23",
    "No addressee outside the ceremony",
    "A journalist was in a group chat in which strikes were planned.",
    (
        "A position that is not on the counterpart's roster cannot be written to.",
        "A party that was not paired by hand cannot be written to.",
        "Who will read it is shown in words before anybody signs.",
    ),
    _play,
)
