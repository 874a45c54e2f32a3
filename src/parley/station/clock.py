# SPDX-License-Identifier: Apache-2.0
"""The only place of the project that reads clocks and draws random bytes."""

from __future__ import annotations

import os
import time

from parley.model.now import Now


class SystemClock:
    """The machine's own clocks and random source."""

    def now(self) -> Now:
        """Return one reading."""
        return Now(
            mono_ms=time.monotonic_ns() // 1_000_000,
            wall_ms=time.time_ns() // 1_000_000,
            entropy=os.urandom(32),
        )
