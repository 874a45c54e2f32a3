# SPDX-License-Identifier: Apache-2.0
"""An exercise that is planned: at home, until an officer announces it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parley.core.effects import Answer
from parley.core.floor_events import ExercisePlanDropped, ExercisePlanned
from parley.core.limits import PLANS_MAX
from parley.core.releasing import valid_officer
from parley.core.shelves import number_key
from parley.core.state import StationState
from parley.core.step import Step
from parley.core.tended import Plan
from parley.errors import LocalFault
from parley.model.precedence import Mode
from parley.wire.cbor import dumps
from parley.wire.limits import REASON_BYTES_MAX
from parley.wire.text import name_problem, problems

SHELF = "plan"


def plan(step: Step, event: ExercisePlanned) -> None:
    """Keep a plan; answered with it.

    Raises:
        LocalFault: PLY-WCH-063 not of this mode; -064 it is no plan.

    """
    state, given = step.state, event.plan
    mode = state.settings.mode
    if mode is not Mode.EXERCISE:
        raise LocalFault("PLY-WCH-063", mode=mode.name)
    step.link(given.link)
    if valid_officer(state.roster, given.officer, step.now.wall_ms) is None:
        raise LocalFault("PLY-CFG-020", officer=given.officer)
    reason = _problem(state, given, step.now.wall_ms)
    if reason is not None:
        raise LocalFault("PLY-WCH-064", reason=reason)
    number = max(state.plans, default=0) + 1
    state.plans[number] = given
    step.put(SHELF, number_key(number), _encode(given))
    step.look("links")
    step.outward.append(Answer(number))


def _problem(state: StationState, given: Plan, now_ms: int) -> str | None:
    reason = name_problem(given.name)
    if reason is None and given.notes:
        reason = problems(given.notes)
    if reason is None and len(given.notes.encode()) > REASON_BYTES_MAX:
        reason = f"its notes are longer than {REASON_BYTES_MAX} bytes"
    if not now_ms < given.until_ms or not given.from_ms < given.until_ms:
        reason = "its end is past, or before its begin"
    if len(state.plans) >= PLANS_MAX:
        reason = f"{PLANS_MAX} are planned already"
    if any(_named(each) == _named(given) for each in state.plans.values()):
        reason = f"{given.name} is planned already"
    return reason


def _named(one: Plan) -> tuple[str, str]:
    return one.link, one.name


def drop(step: Step, event: ExercisePlanDropped) -> None:
    """Give a plan up; answered with it."""
    known = step.state.plans.get(event.number)
    if known is None:
        raise LocalFault("PLY-WCH-069", number=event.number)
    _forget(step, event.number)
    step.outward.append(Answer(known))


def announced(step: Step, link: str, name: str) -> None:
    """Take the plan away whose exercise both sides know now."""
    for number, known in tuple(step.state.plans.items()):
        if _named(known) == (link, name):
            _forget(step, number)


def _forget(step: Step, number: int) -> None:
    del step.state.plans[number]
    step.drop(SHELF, number_key(number))
    step.look("links")


def _encode(one: Plan) -> bytes:
    return dumps(
        [one.link, one.name, one.from_ms, one.until_ms, one.notes, one.officer]
    )


def recover(state: StationState, place: bytes, kept: Sequence[Any]) -> None:
    """Take a plan from the shelf."""
    state.plans[int.from_bytes(place, "big")] = Plan(*kept)
