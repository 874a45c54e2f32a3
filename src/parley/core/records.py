# SPDX-License-Identifier: Apache-2.0
"""What the core keeps, as values: heads of entries and things on shelves.

`parley.core.shelves` turns them into bytes and back; the station's queries read the
same values, so a screen and a recovered core can never disagree.
"""

from __future__ import annotations

from enum import IntEnum

from parley.fixed import Fixed, FixedSecret
from parley.model.circuit import Traits
from parley.model.message import Content, Release
from parley.model.precedence import Precedence
from parley.tlog.leaf import Disclosure


class Rung(IntEnum):
    """The facts of the ladder that somebody other than the writer attests."""

    RECEIPT = 1
    ACKNOWLEDGEMENT = 3
    UNDERSTOOD = 4
    DELIVERED = 5
    ANSWERED = 6
    STANDBY = 7  # aside: it is being answered
    DECLINED = 8  # aside: it will not be
    MISREAD = 9  # aside: a read-back that differs
    OUT_OF_PLACE = 10  # aside: said by an officer of a position not addressed


class LadderFact(Fixed):
    """One rung reached by one message; kept on the shelf ``ladder``.

    ``serial`` is the entry that proves it (in the counterpart's log for our messages,
    in ours for theirs); ``attested_ms`` the time its writer wrote; ``seen_ms`` when we
    filed it.  ``leaf`` is the leaf hash it names: a screen shows the fact only if it is
    the message's own.  ``good`` is False when a station kept a message whose releases
    did not verify, or a read-back differs.
    """

    rung: Rung
    serial: int
    leaf: bytes
    attested_ms: int
    seen_ms: int
    officer: int | None = None
    good: bool = True
    until_ms: int | None = None  # a standby's, by its writer's clock
    times: int = 1  # how often an answer was promised
    note: str | None = None  # what else it says, in words
    position: int | None = None  # the officer's, on the roster of that time


class EntryHead(FixedSecret):
    """What a list shows of an entry without opening its body; never changes.

    ``opened_ms`` and ``leaf_secret`` are what it takes to read the body again and to
    prove its leaf; ``refusal`` is a PLY code when a message's releases are not good
    (PLY-SIG-006: a repeat of a message already filed, shown nowhere).
    ``forgotten_ms`` is when the body was destroyed under retention; the leaf secret and
    what names the epoch went with it.  ``kept`` is what can still be shown then.
    """

    kind: int
    precedence: Precedence | None
    logged_ms: int
    filed_ms: int
    epoch_tag: bytes
    opened_ms: int
    leaf_secret: bytes
    number: int | None = None
    refusal: str | None = None
    forgotten_ms: int | None = None
    kept: Disclosure | None = None


class DraftRecord(Fixed):
    """A text on its way to release.

    ``serial`` is set when it has gone, and ``override`` if one officer sent it alone;
    ``reviewed_ms`` is when somebody last looked whether it must go under MINIMIZE.
    """

    link: str
    content: Content
    releases: tuple[Release, ...]
    needed: int
    incarnation: int | None = None
    serial: int | None = None
    override: str | None = None
    reviewed_ms: int | None = None


class Asked(Fixed):
    """Facts of the store about a message of theirs, which the core does not read."""

    content: Content
    open: bool  # no officer has acknowledged it
    reached: frozenset[Rung] = frozenset()


class Severity(IntEnum):
    """How loud an alarm is; the loudness of a message is its precedence."""

    NOTICE = 0
    WARNING = 1
    ALARM = 2


class Shelved(Fixed):
    """An officer knows of an alarm and answers for it until a time."""

    officer: int
    until_wall_ms: int
    reason: str


class AlarmRecord(Fixed):
    """A condition that needs a person.  One cause, one alarm; it ends by itself.

    ``code`` is in `core/alarms.py`; ``subject`` is the circuit or serial it is about.
    """

    link: str
    code: str
    subject: str
    since_wall_ms: int
    shelved: Shelved | None = None


class CircuitFacts(Fixed):
    """What is known of one circuit now; lives in memory, told to screens."""

    circuit: str
    link: str
    state: str
    reason: str
    since_wall_ms: int
    last_heard_wall_ms: int | None
    round_trip_ms: int | None
    waiting: int
    note: str
    traits: Traits
    wanted: bool
    handed_wall_ms: int | None
    tested_wall_ms: int | None  # a round trip was last proven over it alone
    came_back_on: str  # the circuit that brought that answer
    offset_ms: int | None  # how far their clock was ahead then
    delivered: float | None  # share of asks on it alone that were answered in time
    asked: int
    half_ms: int | None  # round trips: the median, and the 95th of a hundred
    most_ms: int | None
    unanswered_wall_ms: int | None  # since when what only it took has no answer
    is_silent: bool
    is_slow: bool


class SuspensionFact(Fixed):
    """One side has closed the line openly."""

    ours: bool
    incarnation: int
    serial: int
    since_ms: int
    until_ms: int | None
    reason: str
    officer: int


class LinkFacts(Fixed):
    """The five facts of a link, each with the wall time it was last true (or None).

    ``tested_ms`` is the last proven round trip (a link test answered), ``missed`` the
    scheduled tests of theirs that did not come in a row.
    """

    link: str
    party: str
    state: str  # "alleged", "waiting for their signature", "in force", "revoked",
    # "by pages alone"
    fingerprint: str
    path_wall_ms: int | None = None
    station_wall_ms: int | None = None
    watch_wall_ms: int | None = None
    principal_wall_ms: int | None = None
    tested_wall_ms: int | None = None
    round_trip_ms: int | None = None
    offset_ms: int | None = None
    missed: int = 0
    held: int = 0
    newest: int = 0
    read_through: int = 0  # the last of theirs that officers of ours have read
    sent: int = 0
    unreceipted: int = 0
    epoch_out: str = ""
    epoch_in: str = ""
    epoch_out_ms: int | None = None  # when ours was opened
    prekeys_left: int = 0
    page_sets: tuple[tuple[str, int, int], ...] = ()  # set, unused of ours, of theirs
    pages_alone: bool = False
    checked_wall_ms: int | None = None
    silence: str = ""
    silence_evidence: tuple[str, ...] = ()
    suspensions: tuple[SuspensionFact, ...] = ()
    check_waits: tuple[int, int] | None = None  # their check, to be answered by us
    stale_owner: tuple[int, int] | None = None  # officer, until
