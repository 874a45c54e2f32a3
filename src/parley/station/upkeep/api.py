# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door that is about the station itself."""

from __future__ import annotations

from parley.station.upkeep.upkeep import Upkeep, UpkeepView


class UpkeepQuestions:
    """Mixed into `StationApi`, which sets what is named here."""

    _upkeep: Upkeep

    async def upkeep(self) -> UpkeepView:
        """Return how the station itself is: disk, copies, checks, versions."""
        return await self._upkeep.view()
