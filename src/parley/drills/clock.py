# SPDX-License-Identifier: Apache-2.0
"""The clock of a drill: the machine's own, which can be moved on."""

from __future__ import annotations

from parley.fixed import replace
from parley.model.now import Now
from parley.station.clock import SystemClock


class DrillClock:
    """Both stations of a drill read it, so that an hour need not be waited for."""

    def __init__(self) -> None:
        """Begin at the machine's time."""
        self._system = SystemClock()
        self._ahead_ms = 0

    def now(self) -> Now:
        """Return one reading."""
        read = self._system.now()
        return replace(
            read,
            mono_ms=read.mono_ms + self._ahead_ms,
            wall_ms=read.wall_ms + self._ahead_ms,
        )

    def move_on(self, seconds: float) -> None:
        """Let time pass at once."""
        self._ahead_ms += round(seconds * 1_000)
