# SPDX-License-Identifier: Apache-2.0
"""The cases, each named as the failure it replays; a new one is a line here."""

from __future__ import annotations

from typing import Final

from parley.drills.case import Case
from parley.drills.cases.accident import ACCIDENT
from parley.drills.cases.addressee import ADDRESSEE
from parley.drills.cases.crossing import CROSSING
from parley.drills.cases.declined import DECLINED
from parley.drills.cases.false_alarm import FALSE_ALARM
from parley.drills.cases.late_answer import LATE_ANSWER
from parley.drills.cases.lead_time import LEAD_TIME
from parley.drills.cases.routine import ROUTINE
from parley.drills.cases.silence import SILENCE
from parley.drills.cases.standing_by import STANDING_BY
from parley.drills.cases.stop import STOP

FAILURES: Final[tuple[Case, ...]] = (
    CROSSING,
    STANDING_BY,
    LATE_ANSWER,
    STOP,
    LEAD_TIME,
    ACCIDENT,
    DECLINED,
    SILENCE,
    FALSE_ALARM,
    ADDRESSEE,
    ROUTINE,
)
