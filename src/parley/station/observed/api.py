# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door that is about the last day and month."""

from __future__ import annotations

from parley.station.observed.looking_back import LinkFiguresView, LookingBack


class LookingBackQuestions:
    """Mixed into `StationApi`, which sets what is named here."""

    _looking_back: LookingBack

    async def link_figures(
        self, link: str | None = None, hours: int = 24
    ) -> LinkFiguresView:
        """Return what the last hours were like on a link; 31 days at most."""
        return await self._looking_back.figures(link, hours)
