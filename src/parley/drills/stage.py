# SPDX-License-Identifier: Apache-2.0
"""Where a drill plays: two whole stations, their cable, and their clock."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from parley.core.events import TimerFired
from parley.drills.cable import Cable
from parley.drills.clock import DrillClock
from parley.errors import LocalFault
from parley.model.precedence import Mode
from parley.station.views import (
    AlarmView,
    CounterpartView,
    DraftView,
    MessageView,
    StageView,
)
from parley.testing.stations import ANN, Up, move_circuit, pair_stations, running


class MissedError(Exception):
    """What a criterion asks for was not seen; it says what was."""


@dataclass
class Stage:
    """Two stations that talk: ALFA and BRAVO, with a person at each desk."""

    alfa: Up
    bravo: Up
    cable: Cable
    clock: DrillClock

    def let_pass(self, seconds: float) -> None:
        """Let time pass at both stations, and let them notice."""
        self.clock.move_on(seconds)
        for station in (self.alfa, self.bravo):
            station.parts.runner.tell(TimerFired())

    def now_ms(self) -> int:
        """Return the wall clock of both."""
        return self.clock.now().wall_ms


async def arrived(station: Up, text: str) -> tuple[MessageView, float]:
    """Wait until a message whose text holds `text` is unacknowledged at a station.

    Returns it whole, and how long that took in seconds.
    """
    began_s = time.monotonic()
    found: list[MessageView] = []

    async def there() -> bool:
        for one in (await station.parts.api.board()).open:
            whole = await station.parts.api.message(one.ref)
            words = [words for _, words in whole.texts]
            if any(text in each for each in words):
                found.append(whole)
                return True
        return False

    await station.until(there)
    return found[0], time.monotonic() - began_s


async def reaches(station: Up, ref: str | None, rung: str) -> StageView:
    """Wait until a message of a station has reached a rung of the ladder."""
    assert ref is not None, "the message has gone"
    found: list[StageView] = []

    async def is_so() -> bool:
        stages = (await station.parts.api.message(ref)).stages
        found.extend(one for one in stages if one.stage == rung)
        return bool(found)

    await station.until(is_so)
    return found[-1]


async def alarmed(station: Up, code: str) -> AlarmView:
    """Wait until a station has an alarm."""
    found: list[AlarmView] = []

    async def there() -> bool:
        alarms = (await station.parts.api.status()).alarms
        found.extend(one for one in alarms if one.code == code)
        return bool(found)

    await station.until(there)
    return found[0]


async def silent(station: Up, silence: str) -> CounterpartView:
    """Wait until a station diagnoses the other's silence so."""

    async def is_so() -> bool:
        return (await counterpart(station)).silence == silence

    await station.until(is_so)
    return await counterpart(station)


async def counterpart(station: Up) -> CounterpartView:
    """Return the one counterpart of a station."""
    (one,) = (await station.parts.api.status()).counterparts
    return one


async def refused(act: Awaitable[object], *codes: str) -> str:
    """Return in words that an act was refused for one of these reasons.

    Raises:
        MissedError: it was done, or refused for another reason.

    """
    try:
        await act
    except LocalFault as fault:
        if fault.code in codes:
            return f"refused: {fault.what}"
        raise MissedError(f"refused for another reason: {fault.what}") from None
    raise MissedError("it was not refused")


async def release(station: Up, draft: DraftView) -> DraftView:
    """Release a draft with as many persons as it takes, Ann first."""
    for officer in range(ANN, ANN + draft.needed):
        signature = station.sign(officer, draft.digest)
        draft = await station.parts.api.release(
            draft.number, officer, "SOFTWARE_ED25519", signature
        )
    return draft


def seconds(took_s: float) -> str:
    """Return a short time in words."""
    return f"{took_s * 1_000:.0f} ms" if took_s < 1 else f"{took_s:.1f} s"


def must(condition: object, otherwise: str) -> None:
    """Raise unless a condition holds.

    Raises:
        MissedError: with these words.

    """
    if not condition:
        raise MissedError(otherwise)


@asynccontextmanager
async def staged(folder: Path, clock: DrillClock) -> AsyncIterator[Stage]:
    """Start both stations of `folder`, which `make_stage` made, until they talk."""
    move_circuit(folder)
    cable = Cable()
    async with (
        running(folder / "alfa", cable.make, clock=clock) as alfa,
        running(folder / "bravo", cable.make, clock=clock) as bravo,
    ):
        await alfa.until(alfa.connected)
        await bravo.until(bravo.connected)
        yield Stage(alfa, bravo, cable, clock)


def make_stage(folder: Path, mode: Mode) -> None:
    """Make two stations of a mode in a new `folder`, paired and confirmed.

    Their keys are thrown away with the folder, and their keystores are weak on purpose:
    a drill must not wait for passphrases that protect nothing.
    """
    folder.mkdir(parents=True)
    pair_stations(folder, mode=mode)
