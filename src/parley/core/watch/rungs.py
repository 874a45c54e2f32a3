# SPDX-License-Identifier: Apache-2.0
"""Acts that only prove a rung: what is said of a message that somebody has."""

from __future__ import annotations

from parley.core.events import ActGiven
from parley.core.logging_out import Logged
from parley.core.state import Link
from parley.core.step import Step
from parley.core.watch.procedure import Heard, Procedure, check_acknowledged, note_rung
from parley.model.record import Direction


def _check(step: Step, _link: Link, event: ActGiven) -> None:
    check_acknowledged(step, event)


def _given(step: Step, link: Link, event: ActGiven, logged: Logged) -> None:
    note_rung(step, link, event.act, logged.serial, Direction.IN)


def _heard(step: Step, link: Link, said: Heard) -> None:
    note_rung(step, link, said.act, said.serial, Direction.OUT)


RUNG = Procedure(_check, _given, _heard)


def _no_check(_step: Step, _link: Link, _event: ActGiven) -> None:
    pass


def _logged(step: Step, _link: Link, _event: ActGiven, _logged: Logged) -> None:
    step.look("links")


def _filed(step: Step, _link: Link, _said: Heard) -> None:
    step.look("links")


ANNOUNCEMENT = Procedure(_no_check, _logged, _filed)
"""It is on both records, and screens look again."""
