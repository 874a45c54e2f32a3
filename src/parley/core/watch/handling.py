# SPDX-License-Identifier: Apache-2.0
"""Hands the events of the watch to the file that has the rule."""

from __future__ import annotations

from typing import assert_never

from parley.core.events import (
    ActGiven,
    ConsolesArmed,
    HandoverAnswered,
    HandoverBegun,
    HandoverDropped,
    HandoverHeard,
    HandoverSigned,
    StalenessOwned,
    WatchEvent,
)
from parley.core.step import Step
from parley.core.watch import acting, handing_over, hearing, silence


def handle(step: Step, event: WatchEvent) -> None:
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
        case _:
            assert_never(event)
