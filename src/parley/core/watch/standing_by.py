# SPDX-License-Identifier: Apache-2.0
"""An answer promised by a time: both sides keep the same clock, and both alarm.

A promise may be renewed once, for all to see.  It ends with the answer or with the word
that there will be none.
"""

from __future__ import annotations

from parley.core.alarms import end_alarm, raise_alarm
from parley.core.events import ActGiven
from parley.core.limits import PROMISES_MAX
from parley.core.logging_out import Logged
from parley.core.shelves import place_key
from parley.core.state import Link
from parley.core.step import Step
from parley.core.tended import Promise
from parley.core.watch.procedure import (
    Heard,
    Procedure,
    check_acknowledged,
    check_open,
    note_rung,
    place_of,
)
from parley.errors import LocalFault
from parley.model.act import Act, Standby
from parley.model.record import Direction, EntryKey
from parley.wire.cbor import dumps

PROMISES_OF_ONE = 2
SHELF = "promise"
_ALARMS = {Direction.IN: "ANSWER-OWED", Direction.OUT: "PROMISE-OVERDUE"}


def _check(step: Step, link: Link, event: ActGiven) -> None:
    check_acknowledged(step, event)
    check_open(event)
    said = event.said
    assert isinstance(said, Standby), "this procedure is of a standby"
    key = place_of(link, event.act, Direction.IN)
    known = link.tended.promises.get(key)
    if said.until_ms <= max(step.now.wall_ms, 0 if known is None else known.until_ms):
        raise LocalFault("PLY-WCH-007")
    # SPEC 8.14: "A standby may be repeated once for a message, with a later time; a
    # third changes nothing."
    if known is not None and known.times >= PROMISES_OF_ONE:
        raise LocalFault("PLY-WCH-008", serial=key.serial)
    if known is None and len(link.tended.promises) >= PROMISES_MAX:
        raise LocalFault("PLY-WCH-009", count=PROMISES_MAX)


def _given(step: Step, link: Link, event: ActGiven, logged: Logged) -> None:
    _promise(step, link, event.act, logged.serial, Direction.IN)


def _heard(step: Step, link: Link, said: Heard) -> None:
    _promise(step, link, said.act, said.serial, Direction.OUT)


def _promise(
    step: Step, link: Link, act: Act, serial: int, direction: Direction
) -> None:
    said, about = act.said, act.about
    assert isinstance(said, Standby), "this procedure is of a standby"
    assert about is not None, "a standby is of a message"
    promises = link.tended.promises
    key = place_of(link, act, direction)
    known = promises.get(key)
    if known is not None and known.leaf != about.leaf:
        known = None
    if known is not None and (
        known.times >= PROMISES_OF_ONE or said.until_ms <= known.until_ms
    ):
        return
    if known is None and len(promises) >= PROMISES_MAX:
        forget(step, link, next(iter(promises)))
    times = 1 if known is None else known.times + 1
    wait_ms = max(0, said.until_ms - step.now.wall_ms)
    due_mono_ms = step.now.mono_ms + wait_ms
    promises[key] = Promise(said.until_ms, about.leaf, times, due_mono_ms)
    step.put(SHELF, place_key(key), dumps([said.until_ms, about.leaf, times]))
    end_alarm(step, _ALARMS[direction], link.name, str(key.serial))
    note_rung(step, link, act, serial, direction, until_ms=said.until_ms, times=times)


def overdue(step: Step, link: Link) -> None:
    """Alarm about every promise whose time has passed."""
    for key, promise in link.tended.promises.items():
        if not promise.late and promise.due_mono_ms <= step.now.mono_ms:
            promise.late = True
            subject = str(key.serial)
            if key.direction is Direction.IN:
                raise_alarm(step, "ANSWER-OWED", link.name, subject)
            else:
                raise_alarm(step, "PROMISE-OVERDUE", link.name, subject)


def forget(step: Step, link: Link, key: EntryKey) -> None:
    """End a promise: it was kept, or will not be."""
    if link.tended.promises.pop(key, None) is not None:
        step.drop(SHELF, place_key(key))
        end_alarm(step, _ALARMS[key.direction], link.name, str(key.serial))


def recover(
    link: Link, step: Step, key: EntryKey, kept: tuple[int, bytes, int]
) -> None:
    """Take a promise from the shelf; its time goes on by the wall clock."""
    until_ms, leaf, times = kept
    wait_ms = max(0, until_ms - step.now.wall_ms)
    due_mono_ms = step.now.mono_ms + wait_ms
    link.tended.promises[key] = Promise(until_ms, leaf, times, due_mono_ms)


PROCEDURE = Procedure(_check, _given, _heard)
