# SPDX-License-Identifier: Apache-2.0
"""Every ceremony as a drill against a counterpart on the same machine."""

from __future__ import annotations

from typing import Final

from parley.drills.case import Case
from parley.drills.rehearsals.beginning import FIRST_STATION
from parley.drills.rehearsals.changing import DURESS, LOST_KEY, ROSTER_CHANGE, ROTATION
from parley.drills.rehearsals.losing import COMPROMISE, LOST_STATION
from parley.drills.rehearsals.pairing import BY_COURIER, IN_PERSON

REHEARSALS: Final[tuple[Case, ...]] = (
    FIRST_STATION,
    IN_PERSON,
    BY_COURIER,
    ROSTER_CHANGE,
    LOST_KEY,
    LOST_STATION,
    COMPROMISE,
    ROTATION,
    DURESS,
)
