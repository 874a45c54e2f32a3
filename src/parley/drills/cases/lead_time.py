# SPDX-License-Identifier: Apache-2.0
"""F10: a warning less than a minute ahead, for half a country."""

from __future__ import annotations

from collections.abc import AsyncIterator

from parley.drills.case import Case
from parley.drills.stage import Stage, must, refused

_CODE = "UNPLANNED"
_SAID = {"instalment": "1", "what": "1", "when": "now", "intent": "1"}
_AREA = "circle 35°30'00\"N 035°40'00\"E 20 km"


async def _play(stage: Stage) -> AsyncIterator[str]:
    api = stage.alfa.parts.api
    soon = {**_SAID, "impact": _AREA, "impact_at": "+1"}
    seen = await api.code_preview(_CODE, soon)
    must(seen.lead_ms is not None, "no lead time is shown")
    must(seen.short_ms is not None, "its writer is not warned that it is late")
    yield (
        f"{(seen.lead_ms or 0) / 60_000:.1f} min before the event; their watch has "
        f"{(seen.short_ms or 0) / 60_000:.0f} min to answer"
    )

    early = await api.code_preview(_CODE, {**soon, "impact_at": "+45"})
    must(early.short_ms is None, "a warning in good time is called late")
    yield f"{(early.lead_ms or 0) / 60_000:.0f} min before the event, and no warning"

    vague = {**soon, "impact": "northern Syria"}
    yield await refused(api.code_preview(_CODE, vague), "PLY-BOK-006", "PLY-BOK-007")


LEAD_TIME = Case(
    "F10",
    "A warning that comes too late",
    "A strike was told less than a minute before, its area as a region's name.",
    (
        "The lead time is computed, and its writer is warned when it is too short.",
        "A warning in good time is not.",
        "An area has to be one on the map, not a name.",
    ),
    _play,
)
