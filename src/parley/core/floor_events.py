# SPDX-License-Identifier: Apache-2.0
"""What can happen on the floor of a watch: a handover, an exercise, a call.

Acts of officers are events too; a refused one raises `LocalFault` and changes nothing.
"""

from __future__ import annotations

from parley.core.tended import Plan
from parley.fixed import Fixed
from parley.model.handover import Item, Side, SoundTest
from parley.model.message import Release
from parley.model.record import EntryKey


class HandoverBegun(Fixed):
    """Two officers begin to hand the watch over; answered with the sheet."""

    outgoing: int
    incoming: int
    items: tuple[Item, ...]


class HandoverAnswered(Fixed):
    """The incoming officer has read one line, from 0, and says so; as above."""

    officer: int
    line: int
    note: str  # empty: he has it


class HandoverHeard(Fixed):
    """A person tested the sound at the desk; as above."""

    sound: SoundTest


class HandoverSigned(Fixed):
    """One of the two officers signs; as above.

    `stands` is what is open by the record now, so that nothing is left out.
    """

    side: Side
    release: Release
    stands: tuple[Item, ...]


class HandoverDropped(Fixed):
    """The handover does not take place; answered with its sheet."""


HandoverEvent = (
    HandoverBegun | HandoverAnswered | HandoverHeard | HandoverSigned | HandoverDropped
)


class ExercisePlanned(Fixed):
    """An exercise is planned, and nobody is told; answered with its number."""

    plan: Plan


class ExercisePlanDropped(Fixed):
    """A plan is given up; answered with it."""

    number: int


class ExerciseInterrupted(Fixed):
    """Something real needs this watch; answered with how many exercises stand still."""

    reason: str


class CodeEntered(Fixed):
    """Somebody who was called has read his code to us; answered with his call."""

    code: str


class PhonesTold(Fixed):
    """A list of phones was called, or could not be: then the reason is in words."""

    phones: str
    reason: str  # empty: the call went out


class AlarmShelved(Fixed):
    """An officer answers for a standing alarm until a time; answered with it.

    `until_ms` None takes it off the shelf.
    """

    code: str
    link: str
    subject: str
    officer: int
    until_ms: int | None
    reason: str


class NoticeKept(Fixed):
    """An officer wants a message to come up at a time; None: no more.  Answered so."""

    key: EntryKey
    event_ms: int | None
    officer: int


CallEvent = CodeEntered | PhonesTold | NoticeKept | AlarmShelved

ExerciseEvent = ExercisePlanned | ExercisePlanDropped | ExerciseInterrupted
