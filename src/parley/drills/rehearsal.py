# SPDX-License-Identifier: Apache-2.0
"""A ceremony as a drill: its own sheet, played with the other side at hand.

What only people can see (an envelope, a voice) is not scored; what a station can show
is, with the checks of the ceremony itself.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from parley.drills.case import Case
from parley.drills.stage import Ground, MissedError, Stage
from parley.fixed import as_plain
from parley.station.ceremonies.checks import CHECKS
from parley.station.ceremonies.script import ceremony
from parley.testing.stations import Up

Act = Callable[[Stage], Awaitable[str]]
"""Does what a step asks for, at ALFA and where it must at BRAVO; says what was seen."""


def rehearsal(name: str, acts: Mapping[int, Act], ground: Ground = Ground.OWN) -> Case:
    """Return a ceremony as a drill; `acts` are by the number of their step."""
    sheet = ceremony(name)
    scored = {
        number: step
        for number, step in enumerate(sheet.steps, 1)
        if number in acts or step.check
    }

    async def play(stage: Stage) -> AsyncIterator[str]:
        for number, step in scored.items():
            said = await acts[number](stage) if number in acts else ""
            if step.check:
                await _checked(stage.alfa, step.check)
            yield said or "the station shows it"

    criteria = tuple(f"Step {number}: {step.title}." for number, step in scored.items())
    return Case(name, sheet.title, sheet.purpose, criteria, play, ground=ground)


async def _checked(station: Up, check: str) -> None:
    """Wait until the station shows what a step asks for.

    Raises:
        MissedError: it did not; why, in words.

    """
    reason: str | None = "nothing was asked"

    async def shown() -> bool:
        nonlocal reason
        reason = CHECKS[check]((await _answers(station)).__getitem__)
        return reason is None

    try:
        await station.until(shown)
    except TimeoutError:
        raise MissedError(f"the station does not show it: {reason}") from None


async def _answers(station: Up) -> dict[str, Any]:
    """Return what the checks may ask, as a command is answered."""
    api = station.parts.api
    return {
        "status": as_plain(await api.status()),
        "officers": [as_plain(one) for one in await api.officers()],
        "pages": [as_plain(one) for one in await api.pages()],
    }
