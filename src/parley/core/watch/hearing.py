# SPDX-License-Identifier: Apache-2.0
"""Whether anybody can hear an alarm: a station without an armed console says so."""

from __future__ import annotations

from parley.core.alarms import end_alarm, raise_alarm
from parley.core.effects import EscalationStep
from parley.core.events import ConsolesArmed
from parley.core.limits import UNHEARD_S
from parley.core.state import StationState
from parley.core.step import Step
from parley.core.watch import calling
from parley.model.precedence import Precedence


def count(step: Step, event: ConsolesArmed) -> None:
    """Note how many consoles would sound."""
    state = step.state
    if event.count > 0:
        state.unheard_since_mono_ms = None
        end_alarm(step, "NOBODY-HEARS", "")
        calling.forget(step, calling.STATION)
    elif state.unheard_since_mono_ms is None:
        state.unheard_since_mono_ms = step.now.mono_ms


def watch_hearing(step: Step) -> None:
    """Alarm, and call the duty phones, when nobody has heard for long enough."""
    due_ms = hearing_due_ms(step.state)
    if due_ms is None or due_ms > step.now.mono_ms:
        return
    if raise_alarm(step, "NOBODY-HEARS", ""):
        precedence = int(Precedence.IMMEDIATE)
        taken = EscalationStep.DUTY_PHONES
        calling.page(step, calling.STATION, precedence, taken, 0)


def hearing_due_ms(state: StationState) -> int | None:
    """Return when the silence of consoles becomes an alarm; None if it is one."""
    since_ms = state.unheard_since_mono_ms
    if since_ms is None:
        return None
    if any(each.code == "NOBODY-HEARS" for each in state.alarms.values()):
        return None
    return since_ms + round(UNHEARD_S * 1_000)
