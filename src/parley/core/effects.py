# SPDX-License-Identifier: Apache-2.0
"""What the core asks for: durable changes first, then what may be sent or shown."""

from __future__ import annotations

from enum import IntEnum

from parley.fixed import Fixed
from parley.model.record import Change, Direction


class Transmit(Fixed):
    """Hand a frame to a circuit, now that everything it says is on disk."""

    circuit: str
    frame: bytes


class LookAgain(Fixed):
    """Something a screen shows has changed; ask the store."""

    topic: str  # "messages", "drafts", "links", "alarms"


class Sound(Fixed):
    """A message no officer has seen is on disk: wake the watch."""

    link: str
    incarnation: int
    serial: int
    precedence: int
    stop: bool = False  # every officer on watch, whatever his position


class EscalationStep(IntEnum):
    """Whom to call, one after another, while nobody acknowledges."""

    SECOND_POSITION = 1  # louder, and at every console
    DUTY_PHONES = 2
    NEXT_LIST = 3  # the next list of phones; the order wire
    SENDER = 4  # the sender is told


class Page(Fixed):
    """Call people who are not at a console; content-free.

    A page of serial 0 is about the station itself: nobody can hear an alarm.
    `late_s` is how late it is, after an outage.  `code` is what a person who was
    reached enters; empty where no phone is called.  `times` counts from 1.
    """

    link: str
    incarnation: int
    serial: int
    precedence: int
    step: EscalationStep
    late_s: int
    code: str = ""
    times: int = 1


class Refused(Fixed):
    """Something from outside was refused: counted and logged, never shown."""

    circuit: str
    code: str


class Answer(Fixed):
    """The result of an officer's act, for whoever asked."""

    value: object


class Recall(Fixed):
    """Read `limit` rows of the record from `first` on and bring them as `Recalled`."""

    link: str
    direction: Direction
    incarnation: int
    first: int
    limit: int


Outward = Transmit | LookAgain | Sound | Page | Refused | Answer | Recall
Effect = Change | Outward
