# SPDX-License-Identifier: Apache-2.0
"""What can happen on the floor of a watch: a handover, an exercise, a call.

Acts of officers are events too; a refused one raises `LocalFault` and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from parley.core.tended import Plan
from parley.model.handover import Item, Side, SoundTest
from parley.model.message import Release
from parley.model.record import EntryKey


@dataclass(frozen=True, slots=True)
class HandoverBegun:
    """Two officers begin to hand the watch over; answered with the sheet."""

    outgoing: int
    incoming: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class HandoverAnswered:
    """The incoming officer has read one line, from 0, and says so; as above."""

    officer: int
    line: int
    note: str  # empty: he has it


@dataclass(frozen=True, slots=True)
class HandoverHeard:
    """A person tested the sound at the desk; as above."""

    sound: SoundTest


@dataclass(frozen=True, slots=True)
class HandoverSigned:
    """One of the two officers signs; as above.

    `stands` is what is open by the record now, so that nothing is left out.
    """

    side: Side
    release: Release
    stands: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class HandoverDropped:
    """The handover does not take place; answered with its sheet."""


HandoverEvent = (
    HandoverBegun | HandoverAnswered | HandoverHeard | HandoverSigned | HandoverDropped
)


@dataclass(frozen=True, slots=True)
class ExercisePlanned:
    """An exercise is planned, and nobody is told; answered with its number."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class ExercisePlanDropped:
    """A plan is given up; answered with it."""

    number: int


@dataclass(frozen=True, slots=True)
class ExerciseInterrupted:
    """Something real needs this watch; answered with how many exercises stand still."""

    reason: str


@dataclass(frozen=True, slots=True)
class CodeEntered:
    """Somebody who was called has read his code to us; answered with his call."""

    code: str


@dataclass(frozen=True, slots=True)
class PhonesTold:
    """A list of phones was called, or could not be: then the reason is in words."""

    phones: str
    reason: str  # empty: the call went out


@dataclass(frozen=True, slots=True)
class AlarmShelved:
    """An officer answers for a standing alarm until a time; answered with it.

    `until_ms` None takes it off the shelf.
    """

    code: str
    link: str
    subject: str
    officer: int
    until_ms: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class NoticeKept:
    """An officer wants a message to come up at a time; None: no more.  Answered so."""

    key: EntryKey
    event_ms: int | None
    officer: int


CallEvent = CodeEntered | PhonesTold | NoticeKept | AlarmShelved

ExerciseEvent = ExercisePlanned | ExercisePlanDropped | ExerciseInterrupted
