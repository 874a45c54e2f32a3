# SPDX-License-Identifier: Apache-2.0
"""A link test that a person answers: it proves the watch, as a machine's never can."""

from __future__ import annotations

from typing import Any

from parley.core.alarms import end_alarm, end_alarms, raise_alarm
from parley.core.effects import Sound
from parley.core.events import ActGiven
from parley.core.logging_out import Logged
from parley.core.shelves import log_key
from parley.core.state import Link
from parley.core.step import Step
from parley.core.targets import target
from parley.core.tended import WatchCheck
from parley.core.watch.procedure import Heard, Procedure
from parley.errors import LocalFault
from parley.model.precedence import Precedence
from parley.model.record import Direction
from parley.wire.cbor import dumps

SHELF = "check"
_LEVEL = Precedence.IMMEDIATE


def _check(_step: Step, _link: Link, _event: ActGiven) -> None:
    pass


def _asked(step: Step, link: Link, _event: ActGiven, logged: Logged) -> None:
    wait_ms = target(link.agreement, _LEVEL).acknowledge_s * 1_000
    due_mono_ms = step.now.mono_ms + wait_ms
    link.tended.check = WatchCheck(*logged.place, logged.leaf, due_mono_ms)
    asked = link.tended.check
    due_wall_ms = step.now.wall_ms + wait_ms
    value = dumps([asked.incarnation, asked.serial, asked.leaf, due_wall_ms])
    step.put(SHELF, log_key(link.name, Direction.OUT, 0), value)
    step.look("links")


def _heard(step: Step, link: Link, said: Heard) -> None:
    link.tended.checked = (said.incarnation, said.serial, said.leaf)
    value = dumps([said.incarnation, said.serial, said.leaf, 0])
    step.put(SHELF, log_key(link.name, Direction.IN, 0), value)
    end_alarms(step, "WATCH-CHECK", link.name)
    raise_alarm(step, "WATCH-CHECK", link.name, str(said.serial))
    place = (link.name, said.incarnation, said.serial)
    step.outward.append(Sound(*place, int(_LEVEL)))
    step.look("links")


def _check_answer(_step: Step, link: Link, event: ActGiven) -> None:
    about = event.about
    assert about is not None, "an answer is to a check"
    checked = link.tended.checked
    if checked is not None and checked[2] != about.leaf:
        raise LocalFault("PLY-WCH-018", serial=about.serial)


def _answered(step: Step, link: Link, event: ActGiven, _logged: Logged) -> None:
    assert event.about is not None, "an answer is to a check"
    link.tended.checked = None
    step.drop(SHELF, log_key(link.name, Direction.IN, 0))
    end_alarm(step, "WATCH-CHECK", link.name, str(event.about.serial))
    step.look("links")


def _heard_answer(step: Step, link: Link, said: Heard) -> None:
    known, about = link.tended.check, said.act.about
    if known is None or about is None or about.leaf != known.leaf:
        return
    link.tended.check = None
    step.drop(SHELF, log_key(link.name, Direction.OUT, 0))
    link.facts.checked_wall_ms = step.now.wall_ms
    link.dirty_in = True
    end_alarm(step, "WATCH-SILENT", link.name, str(known.serial))
    step.look("links")


def recover(link: Link, step: Step, side: Direction, kept: list[Any]) -> None:
    """Take an open check of either side from the shelf."""
    incarnation, serial, leaf, due_wall_ms = kept
    if side is Direction.IN:
        link.tended.checked = (incarnation, serial, leaf)
        return
    wait_ms = max(0, due_wall_ms - step.now.wall_ms)
    link.tended.check = WatchCheck(
        incarnation, serial, leaf, step.now.mono_ms + wait_ms
    )


def unanswered(step: Step, link: Link) -> None:
    """Alarm when nobody of the other watch has answered in time."""
    known = link.tended.check
    if known is None or known.late or known.due_mono_ms > step.now.mono_ms:
        return
    known.late = True
    raise_alarm(step, "WATCH-SILENT", link.name, str(known.serial))


CHECK = Procedure(_check, _asked, _heard)
ANSWER = Procedure(_check_answer, _answered, _heard_answer)
