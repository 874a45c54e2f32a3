# SPDX-License-Identifier: Apache-2.0
"""Two whole stations, one of which sleeps an hour and wakes."""

from __future__ import annotations

import asyncio

from parley.fixed import replace
from parley.model.now import Now
from parley.station.clock import SystemClock
from parley.testing.stations import running
from parley.testing.two_stories import one_message

HOUR_MS = 3_600_000


class JumpingClock:
    """The system's clocks; the wall clock goes on while the machine sleeps."""

    def __init__(self) -> None:
        self._system = SystemClock()
        self.slept_ms = 0

    def now(self) -> Now:
        now = self._system.now()
        return replace(now, wall_ms=now.wall_ms + self.slept_ms)


def test_suspended_machine_tells_of_its_gap_and_the_line_goes_on(folders):
    """A laptop on watch was closed for an hour; its officer must know of it."""
    clock = JumpingClock()

    async def story() -> None:
        async with (
            asyncio.timeout(60),
            running(folders / "alfa", clock=clock) as alfa,
            running(folders / "bravo") as bravo,
        ):
            await alfa.until(alfa.connected)
            await one_message(alfa, bravo, "Before it slept.")
            clock.slept_ms = HOUR_MS
            await one_message(alfa, bravo, "After it woke.")
            await one_message(bravo, alfa, "We noticed nothing.")
            alarms = (await alfa.parts.api.status()).alarms
            (stepped,) = [one for one in alarms if one.code == "CLOCK-STEPPED"]
            assert stepped.subject == str(HOUR_MS // 1_000)

    asyncio.run(story())
