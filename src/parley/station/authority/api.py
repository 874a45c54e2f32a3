# SPDX-License-Identifier: Apache-2.0
"""What faces may ask about officers' hardware keys."""

from __future__ import annotations

from parley.station.authority.hardware import HardwareKeys
from parley.station.views import CodeView, KeyView


class HardwareKeyActs:
    """Part of `StationApi`."""

    _hardware: HardwareKeys

    @property
    def hardware(self) -> HardwareKeys:
        """The officers' hardware keys, for the desks of the console."""
        return self._hardware

    async def officer_code(self, officer: int) -> CodeView:
        """Return a one-time code with which an officer registers his own key."""
        return self._hardware.make_code(officer)

    async def officer_keys(self, officer: int) -> tuple[KeyView, ...]:
        """Return the hardware keys of one officer that are in force."""
        return self._hardware.keys_of(officer)
