# SPDX-License-Identifier: Apache-2.0
"""What the watch has open on a link.  Values only; the rules are in `watch`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from parley.fixed import Fixed
from parley.model.message import RelationKind
from parley.model.precedence import Precedence
from parley.model.record import Direction, EntryKey
from parley.wire.cbor import Value


@dataclass(slots=True)
class Promise:
    """An answer promised by a time; `until_ms` by the clock of who promised.

    `times` is how often it was promised, `late` that the time has passed.
    """

    until_ms: int
    leaf: bytes
    times: int
    due_mono_ms: int
    late: bool = False


@dataclass(slots=True)
class Unread:
    """A message of ours whose critical fields nobody has read back yet.

    What must be read back is timed: `due_mono_ms` is when it should have been, `late`
    that it was not; `stop`: it is a STOP, and not a format of the agreement.
    """

    leaf: bytes
    critical: tuple[str, ...]
    due_mono_ms: int | None
    stop: bool
    late: bool = False


class Minimize(Fixed):
    """MINIMIZE of one side: what it spares, since when and until when.

    `entry` says it; `since_ms` is when we filed it and `until_ms` its speaker's clock.
    """

    entry: EntryKey
    spares: Precedence
    since_ms: int
    until_ms: int | None
    due_mono_ms: int | None


class Readout(Fixed):
    """A readout that was shown: how far it is; `proof`: as far as both have spoken.

    `leaf` is that of the entry that shows it, `digest` that of its texts; `answer` and
    `publication` name entries by incarnation and serial, in the log of who said so.
    """

    leaf: bytes
    digest: bytes
    not_before_ms: int
    proof: bool
    answer: tuple[int, int] | None = None
    publication: tuple[int, int] | None = None


@dataclass(slots=True)
class Ringing:
    """A message of theirs that nobody has acknowledged, and how far it is escalated."""

    precedence: Precedence
    since_wall_ms: int
    not_after_ms: int | None
    stop: bool
    done: int = 0
    due_mono_ms: int | None = None


@dataclass(slots=True)
class Suspension:
    """One side has closed the line openly; `leaf` is that of the entry that says so."""

    incarnation: int
    serial: int
    leaf: bytes
    until_ms: int | None
    reason: str
    officer: int
    since_ms: int = 0
    due_mono_ms: int | None = None

    def values(self) -> list[Value]:
        """Return what is kept of it."""
        return [
            self.incarnation,
            self.serial,
            self.leaf,
            self.until_ms,
            self.reason,
            self.officer,
            self.since_ms,
        ]

    @classmethod
    def of(cls, kept: list[Any]) -> Suspension:
        """Return what was kept."""
        return cls(*kept)

    @property
    def place(self) -> tuple[int, int]:
        """Incarnation and serial of the entry that declares it."""
        return self.incarnation, self.serial

    def words(self) -> str:
        """Say what was declared."""
        return f"declared in entry {self.serial}: {self.reason}"


@dataclass(slots=True)
class WatchCheck:
    """Our question whether their watch is there; `late`: nobody answered in time."""

    incarnation: int
    serial: int
    leaf: bytes
    due_mono_ms: int
    late: bool = False


class Owner(Fixed):
    """The officer who owns a stale link for now."""

    officer: int
    until_ms: int


@dataclass(slots=True)
class Notice:
    """A message that comes up at the time of its event.

    ``officer`` named that time, None if the message did; ``up``: it has come up.
    """

    event_ms: int
    officer: int | None
    up: bool = False
    due_mono_ms: int = 0


@dataclass(slots=True)
class Call:
    """Phones are being called until a person presses a key.

    ``step`` is the list that is called, ``times`` how often it was; ``due_mono_ms`` is
    when the next time is, None once somebody was reached at ``reached_ms``.
    """

    precedence: int
    step: int
    code: str
    since_ms: int
    not_after_ms: int | None
    times: int = 1
    reached_ms: int | None = None
    due_mono_ms: int | None = None


class Plan(Fixed):
    """An exercise that nobody outside has been told of."""

    link: str
    name: str
    from_ms: int
    until_ms: int
    notes: str
    officer: int


class ExerciseState(IntEnum):
    """How far an exercise is; one that has ended is no more."""

    ANNOUNCED = 1
    RUNNING = 2
    INTERRUPTED = 3


class Exercise(Fixed):
    """An exercise that one side announced; `leaf` is that of the entry that says so.

    ``consents`` are the officers of its side who consented since it was announced or
    interrupted; ``reason`` says what interrupted it.
    """

    entry: EntryKey
    leaf: bytes
    name: str
    director: int
    from_ms: int
    until_ms: int
    due_mono_ms: int
    state: ExerciseState = ExerciseState.ANNOUNCED
    consents: tuple[int, ...] = ()
    since_ms: int = 0
    reason: str = ""


class Question(Fixed):
    """Which reading is meant, of either side; `leaf` is that of the entry that asks.

    `about` is the message; `answer` the entry that answers, with its leaf.
    """

    leaf: bytes
    about: EntryKey
    about_leaf: bytes
    readings: int
    answer: tuple[EntryKey, bytes] | None = None


class Term(Fixed):
    """How a term is read, proposed by either side; `agreed` is the other's entry."""

    leaf: bytes
    language: str
    term: str
    into: str
    rendering: str
    agreed: EntryKey | None = None


class Addressees(Fixed):
    """To which positions of theirs a message of ours went, and whether it is a STOP."""

    to: tuple[int, ...]
    stop: bool


class Follower(Fixed, order=True):
    """What follows a message of the same writer, and how; the last in its logs wins."""

    incarnation: int
    serial: int
    kind: RelationKind


@dataclass(slots=True)
class Tended:
    """Everything of one link: by the place of its message, MINIMIZE by its side.

    `stood` are the officers of a side who said that they took the watch, the last last,
    `over` the last order of theirs that has ended, by the shelf of its kind, `followed`
    what is shown at a message as following it.
    """

    promises: dict[EntryKey, Promise] = field(default_factory=dict)
    unread: dict[EntryKey, Unread] = field(default_factory=dict)
    ringing: dict[EntryKey, Ringing] = field(default_factory=dict)
    suspensions: dict[Direction, Suspension] = field(default_factory=dict)
    check: WatchCheck | None = None
    checked: tuple[int, int, bytes] | None = None
    owner: Owner | None = None
    stale_mono_ms: int | None = None
    minimize: dict[Direction, Minimize] = field(default_factory=dict)
    exercises: dict[Direction, Exercise] = field(default_factory=dict)
    notices: dict[EntryKey, Notice] = field(default_factory=dict)
    readouts: dict[EntryKey, Readout] = field(default_factory=dict)
    questions: dict[EntryKey, Question] = field(default_factory=dict)
    terms: dict[EntryKey, Term] = field(default_factory=dict)
    addressees: dict[EntryKey, Addressees] = field(default_factory=dict)
    stood: dict[Direction, tuple[int, ...]] = field(default_factory=dict)
    over: dict[str, tuple[int, int]] = field(default_factory=dict)
    followed: dict[EntryKey, Follower] = field(default_factory=dict)
