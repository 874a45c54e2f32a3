# SPDX-License-Identifier: Apache-2.0
"""What an officer does about the line that is not a message: one shape for all of it.

An act says one thing (`Said`), in most cases about one entry, at a time of the
officer's own, under exactly one release.  `parley.wire.act` gives each kind its form,
`parley.core.acts` says who may do it and what it proves.
"""

from __future__ import annotations

from enum import IntEnum

from parley.fixed import Fixed
from parley.model.message import Release
from parley.model.precedence import Precedence
from parley.model.readout import ReadoutAnswered, ReadoutPublished, ReadoutShown


class Reference(Fixed):
    """The one entry that an act is about; its kind says in whose log it stands."""

    incarnation: int
    serial: int
    leaf: bytes  # its leaf hash, 32 bytes


class Acknowledged(Fixed):
    """I have it."""


class Understood(Fixed):
    """I understood it: the critical fields as I read them, in their order."""

    read_back: tuple[str, ...]


class Delivered(Fixed):
    """A principal has it: his position on our roster, perhaps his name, and when."""

    position: int
    name: str | None
    at_ms: int


class Standby(Fixed):
    """Received; an answer follows by this time."""

    until_ms: int


class DeclineReason(IntEnum):
    """Why no answer will come, where a party wants to say so; numbers are signed."""

    NO_COMMENT = 1
    NOT_OURS_TO_ANSWER = 2
    ANSWERED_ELSEWHERE = 3
    NOT_UNDERSTOOD = 4


class Declined(Fixed):
    """There will be no answer."""

    reason: DeclineReason | None


class Suspended(Fixed):
    """We close the line openly, until a time or until we resume."""

    until_ms: int | None
    reason: str


class Resumed(Fixed):
    """The line is open again; the reference is our suspension."""


class WatchAsked(Fixed):
    """Is anybody there?  A link test that a person has to answer."""


class WatchAnswered(Fixed):
    """Somebody is; the reference is the question."""


class Reported(Fixed):
    """How well the line worked in a month (`2026-11`): our figures, one JSON object."""

    month: str
    figures: str


class Countersigned(Fixed):
    """We have your report, which is the reference; these are our figures."""

    figures: str


class Service(Fixed):
    """A line of the order wire: from operators to operators, never a statement."""

    text: str


class Minimized(Fixed):
    """MINIMIZE: what is below `spares` waits, until a time or until it is ended."""

    spares: Precedence
    until_ms: int | None
    reason: str


class MinimizeEnded(Fixed):
    """Traffic is as usual again; the reference is our MINIMIZE."""


class WatchChanged(Fixed):
    """Another officer has our watch: he who signs this.  Nothing else is told."""


class ExerciseAnnounced(Fixed):
    """We announce an exercise, by name and with its time."""

    name: str
    from_ms: int
    until_ms: int


class ExerciseStep(IntEnum):
    """What an officer says of an announced exercise; numbers are signed."""

    CONSENT = 1  # the watch can bear it now
    START = 2  # it begins, or goes on
    INTERRUPT = 3  # something real needs us
    END = 4


class ExerciseMoved(Fixed):
    """Our exercise, which is the reference, goes a step."""

    step: ExerciseStep


class ClarificationAsked(Fixed):
    """Which is meant?  A phrase of your text, from character `start`, read two ways."""

    language: str
    phrase: str
    start: int
    readings: tuple[str, ...]


class Clarified(Fixed):
    """This is meant; the reference is the question.

    `choice` counts its readings from 1; None: none of them, and `words` says what.
    """

    choice: int | None
    words: str | None


class TermProposed(Fixed):
    """Let both read `term` as `rendering` from now on; the reference is an answer."""

    language: str
    term: str
    into: str
    rendering: str


class TermAgreed(Fixed):
    """We read it so too; the reference is the proposal."""


Said = (
    Acknowledged
    | Understood
    | Delivered
    | Standby
    | Declined
    | Suspended
    | Resumed
    | WatchAsked
    | WatchAnswered
    | Reported
    | Countersigned
    | Service
    | Minimized
    | MinimizeEnded
    | WatchChanged
    | ExerciseAnnounced
    | ExerciseMoved
    | ReadoutShown
    | ReadoutAnswered
    | ReadoutPublished
    | ClarificationAsked
    | Clarified
    | TermProposed
    | TermAgreed
)


class Act(Fixed):
    """One thing said by one officer; `about` is None where its kind refers to nothing.

    ``created_ms``: milliseconds since 1970 UTC, the officer's, not the log's.
    """

    said: Said
    about: Reference | None
    created_ms: int
    release: Release
