# SPDX-License-Identifier: Apache-2.0
"""Delivered to a principal: machine delivery is not delivery to who decides."""

from __future__ import annotations

from parley.core.events import ActGiven
from parley.core.logging_out import Logged
from parley.core.state import Link
from parley.core.step import Step
from parley.core.watch.procedure import (
    Heard,
    Procedure,
    check_acknowledged,
    note_rung,
)
from parley.errors import LocalFault
from parley.model.act import Act, Delivered
from parley.model.identity import Roster
from parley.model.record import Direction


def _check(step: Step, _link: Link, event: ActGiven) -> None:
    check_acknowledged(step, event)
    positions = step.state.roster.positions
    if _said(event.act).position >= len(positions):
        position = f"number {_said(event.act).position}"
        raise LocalFault("PLY-LNK-019", position=position, allowed=", ".join(positions))


def _given(step: Step, link: Link, event: ActGiven, logged: Logged) -> None:
    note = _words(_said(event.act), step.state.roster)
    note_rung(step, link, event.act, logged.serial, Direction.IN, note=note)


def _heard(step: Step, link: Link, said: Heard) -> None:
    delivered = _said(said.act)
    note = _words(delivered, link.counterpart.roster)
    note_rung(step, link, said.act, said.serial, Direction.OUT, note=note)
    link.facts.principal_wall_ms = step.now.wall_ms
    link.dirty_in = True


def _said(act: Act) -> Delivered:
    assert isinstance(act.said, Delivered), "this procedure is of a delivery"
    return act.said


def _words(said: Delivered, roster: Roster) -> str:
    known = roster.positions
    position = (
        known[said.position]
        if said.position < len(known)
        else f"position {said.position}"
    )
    return position if said.name is None else f"{said.name}, {position}"


PROCEDURE = Procedure(_check, _given, _heard)
