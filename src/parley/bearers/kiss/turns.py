# SPDX-License-Identifier: Apache-2.0
"""Who has the air: one side speaks at a time, and neither for long.

A TNC waits by itself until nobody is heard; but it takes whatever it is given, so a
place of the window may come back only when its transmission has really been on the air.
No I/O and no clock here: seconds in, seconds to wait out.
"""

from __future__ import annotations

from parley.bearers.kiss.config import KissSettings

_SPARE_S = 0.1  # for a TNC that looks a few times whether the air is free


class Turns:
    """When the next transmission may go to the TNC, on one circuit."""

    def __init__(self, settings: KissSettings) -> None:
        """Begin with a free air."""
        self._settings = settings
        self._quiet_s = settings.air_s(settings.frame_bytes_max) + _SPARE_S
        self._free_s = float("-inf")  # when our last transmission has left the air
        self._heard_s = float("-inf")
        self._yielded_s = float("-inf")  # since when we wait for the other side's end
        self._in_a_row = 0

    def sent(self, now_s: float, frame_bytes: int) -> float:
        """Count what goes to the TNC; return how long it is on the air."""
        air_s = self._settings.air_s(frame_bytes)
        # After a pause of ours the other side has had its turn.
        self._in_a_row = self._in_a_row + 1 if now_s <= self._free_s + 1.0 else 1
        self._free_s = now_s + air_s
        self._yielded_s = float("-inf")
        return air_s

    def heard(self, now_s: float) -> None:
        """Count a transmission of the other side: another may follow at once."""
        self._heard_s = now_s
        self._in_a_row = 0

    def wait_s(self, now_s: float) -> float:
        """Return for how long nothing of ours may be sent; 0 for not at all.

        The other side is let finish, but no longer than a turn of its own takes.
        """
        ends_s = self._heard_s + self._quiet_s
        if self._in_a_row >= self._settings.turn_max:
            ends_s = max(ends_s, self._free_s + self._quiet_s)
        if ends_s <= now_s:
            return 0.0
        if self._yielded_s == float("-inf"):
            self._yielded_s = now_s
        longest_s = self._quiet_s * (self._settings.turn_max + 1)
        return max(0.0, min(ends_s, self._yielded_s + longest_s) - now_s)
