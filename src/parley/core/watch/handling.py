# SPDX-License-Identifier: Apache-2.0
"""Hands the events of the watch to the file that has the rule."""

from __future__ import annotations

from typing import assert_never

from parley.core.events import ActGiven, ConsolesArmed, StalenessOwned, WatchEvent
from parley.core.floor_events import (
    AlarmShelved,
    CodeEntered,
    ExerciseInterrupted,
    ExercisePlanDropped,
    ExercisePlanned,
    HandoverAnswered,
    HandoverBegun,
    HandoverDropped,
    HandoverHeard,
    HandoverSigned,
    NoticeKept,
    PhonesTold,
)
from parley.core.step import Step
from parley.core.watch import (
    acting,
    calling,
    exercising,
    handing_over,
    hearing,
    noticing,
    planning,
    shelving,
    silence,
)


def handle(step: Step, event: WatchEvent) -> None:  # noqa: C901, PLR0912 - a table
    """Take one event of the watch."""
    match event:
        case ActGiven():
            acting.give(step, event)
        case ConsolesArmed():
            hearing.count(step, event)
        case StalenessOwned():
            silence.own(step, event)
        case (
            HandoverBegun()
            | HandoverAnswered()
            | HandoverHeard()
            | HandoverSigned()
            | HandoverDropped()
        ):
            handing_over.handle(step, event)
        case ExercisePlanned():
            planning.plan(step, event)
        case ExercisePlanDropped():
            planning.drop(step, event)
        case ExerciseInterrupted():
            exercising.interrupt(step, event)
        case CodeEntered():
            calling.reached(step, event)
        case PhonesTold():
            calling.told(step, event)
        case NoticeKept():
            noticing.keep(step, event)
        case AlarmShelved():
            shelving.shelve(step, event)
        case _:
            assert_never(event)
