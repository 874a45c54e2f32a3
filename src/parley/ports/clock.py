# SPDX-License-Identifier: Apache-2.0
"""The clock port: the only way time and randomness enter the station."""

from typing import Protocol

from parley.model.now import Now


class Clock(Protocol):
    """Reads both clocks and draws 32 fresh random bytes."""

    def now(self) -> Now:
        """Return one reading."""
        ...
