# SPDX-License-Identifier: Apache-2.0
"""What a running core knows.  Values only; the rules are in the files beside it.

Everything here can be rebuilt from the store by `recovery.py`, apart from what is only
true of this moment: circuits, windows, timers, quarantine.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field

from parley.core.known_heads import Witnessing
from parley.core.numbers import NumberSet
from parley.core.page_stock import HeldPages
from parley.core.records import AlarmRecord, DraftRecord
from parley.core.settings import CoreSettings
from parley.core.tended import Call, Plan, Tended
from parley.crypto.epoch import EpochKeys
from parley.crypto.keys import StationKeys
from parley.fixed import Fixed
from parley.model.agreement import LinkAgreement, Terms
from parley.model.circuit import CircuitState, Traits
from parley.model.entry import Payload
from parley.model.handover import Sheet
from parley.model.identity import (
    AllegedParty,
    Card,
    Counterpart,
    Delegation,
    Prekey,
    Roster,
)
from parley.model.message import Setting
from parley.model.precedence import Precedence
from parley.model.record import Direction
from parley.model.revocation import STATION, Revocation
from parley.tlog.merkle import Frontier
from parley.wire.fountain import Joiner
from parley.wire.fragment import WholeId

NEVER = 2**53
"""No serial is as high as this."""

OPENING_PRECEDENCE = 4
"""An opening goes before everything that travels in its epoch."""


@dataclass(slots=True)
class OutEpoch:
    """An epoch we opened.  `last_serial` is None while it is the newest one."""

    keys: EpochKeys
    incarnation: int
    first_serial: int
    opened_ms: int
    opening: bytes
    last_serial: int | None = None
    confirmed: bool = False


@dataclass(slots=True)
class InEpoch:
    """An epoch the counterpart opened to one of our prekeys."""

    keys: EpochKeys
    incarnation: int
    first_serial: int
    opened_ms: int
    opening_digest: bytes
    last_serial: int | None = None


class PastEpoch(Fixed):
    """What is left of an epoch of theirs: enough to know a repeat when it comes.

    Its root is gone, and with it everything that could open a frame.
    """

    incarnation: int
    first_serial: int
    opening_digest: bytes


@dataclass(slots=True)
class OutLog:
    """Our log for one link.  `their_held` is what they say they hold of it.

    `previous` is the incarnation before, and its size as we know it: set when this
    station was restored from a backup.  `past` are all earlier
    incarnations.  What their entries before `listen_from` say of our log is about
    another incarnation of it.

    `said` is the last serial that calls for a checkpoint; `covered` and `covered_full`
    are the last sizes cosigned, and cosigned in full form; `open_head` is the serial of
    the newest checkpoint and the root it is over.
    """

    incarnation: int = 1
    next_serial: int = 1
    last_logged_ms: int = 0
    their_held: int = 0
    frontier: Frontier = field(default_factory=Frontier)
    previous: tuple[int, int] | None = None
    past: tuple[int, ...] = ()
    prekey_used: int = 0
    listen_from: int = 1
    said: int = 0
    covered: int = 0
    covered_full: int = 0
    full_wall_ms: int | None = None
    open_head: tuple[int, bytes] | None = None


@dataclass(slots=True)
class InLog:
    """Our mirror of their log; `beyond` a gap: serial to (leaf, logged_ms).

    `covered` and `covered_full` are the last sizes we cosigned; `head_time_s` is the
    time of the newest head.
    """

    incarnation: int = 1
    held: int = 0
    last_logged_ms: int = 0
    frontier: Frontier = field(default_factory=Frontier)
    beyond: dict[int, tuple[bytes, int]] = field(default_factory=dict)
    numbers: NumberSet = field(default_factory=NumberSet)
    restored: bool = False  # their RESTORED of this incarnation was heard
    covered: int = 0
    covered_full: int = 0
    full_wall_ms: int | None = None
    head_time_s: int = 0
    gap_since_mono_ms: int | None = None
    newest: int = 0  # the serial of their newest message that is good
    read_through: int = 0  # the last that officers of ours signed to have read
    delegation: int = 0  # the number of that under which its first opening came
    turned: bool = False  # it began because they have other keys


@dataclass(slots=True)
class Pending:
    """Something that is asked again until it is answered.

    The opening of an epoch stands under its first serial, negated.  `asked` says when
    it last went, or began to wait, for each circuit; `symbols` how many of its symbols
    went there; `turns` how often it was said again in the next turn.  `only` pins a
    test to the circuit it tests.  `not_after_ms` is the end of what a message says of
    itself; `decided` that an officer was asked about it, and `let_go` that he hopes no
    more.
    """

    serial: int
    precedence: int
    frame: bytes
    leaf: bytes
    kind: int
    born_mono_ms: int
    born_wall_ms: int
    tries: int = 0
    turns: int = 0
    due_mono_ms: int | None = None
    pace_ms: int = 0  # the wait of the quickest circuit it can go over
    sent_mono_ms: int | None = None
    sent_on: str | None = None
    offered_on: str | None = None
    asked: dict[str, int] = field(default_factory=dict)
    symbols: dict[str, int] = field(default_factory=dict)
    only: str | None = None
    not_after_ms: int | None = None
    look_mono_ms: int | None = None  # when to see whether that is over
    decided: bool = False
    let_go: bool = False
    late: bool = False
    payload: Payload | None = None
    gone_bytes: int = 0  # of the frame, in symbols or whole, to any circuit
    handed: dict[str, int] = field(default_factory=dict)
    """When it first went to each circuit, by the wall clock."""


class Counted(Fixed):
    """The highest counter of one hardware key, and when what had it was logged."""

    counter: int
    logged_ms: int


class Uncertain(Fixed):
    """An entry of an earlier incarnation of ours that may or may not have arrived."""

    leaf: bytes
    payload: Payload


@dataclass(slots=True)
class Awaited:
    """A message of ours whose acknowledgement is timed; `late` once it is overdue."""

    due_mono_ms: int
    leaf: bytes
    late: bool = False


@dataclass(slots=True)
class Answered:
    """An answer of ours that the counterpart has not yet said it holds.

    `sent` says when it last went to each circuit.
    """

    serial: int
    frame: bytes
    sent_mono_ms: int | None = None
    sent: dict[str, int] = field(default_factory=dict)
    symbols: dict[str, int] = field(default_factory=dict)
    precedence: int = int(Precedence.FLASH)


@dataclass(slots=True)
class Facts:
    """When each of the five facts was last true, by the wall clock."""

    station_wall_ms: int | None = None
    watch_wall_ms: int | None = None
    tested_wall_ms: int | None = None
    round_trip_ms: int | None = None
    offset_ms: int | None = None
    principal_wall_ms: int | None = None
    checked_wall_ms: int | None = None  # their watch answered a check


@dataclass(slots=True)
class TestSchedule:
    """Our next link test and the latest time by which theirs must come."""

    __test__ = False

    next_mono_ms: int | None = None
    expected_mono_ms: int | None = None
    missed: int = 0
    open_serial: int | None = None


@dataclass(slots=True)
class Span:
    """Serials of one incarnation still to be returned; `last` 0: to its end."""

    direction: Direction
    incarnation: int
    first: int
    last: int = 0


@dataclass(slots=True)
class Returning:
    """What we still owe a restored counterpart, in the order in which it goes.

    `newest` is the incarnation in which it said RESTORED.
    """

    newest: int
    spans: list[Span]
    begun: bool = False
    recalling: bool = False


@dataclass(slots=True)
class Joining:
    """Frames of theirs that are being put together from fragments, a link.

    Openings stand apart: their key is known to whoever holds both cards.
    """

    entries: OrderedDict[WholeId, Joiner] = field(default_factory=OrderedDict)
    openings: OrderedDict[WholeId, Joiner] = field(default_factory=OrderedDict)


@dataclass(slots=True)
class Link:
    """Everything about one counterpart, confirmed by ceremony."""

    name: str
    counterpart: Counterpart
    agreement: LinkAgreement
    ours_signed: bytes
    theirs_signed: bytes | None = None
    out: OutLog = field(default_factory=OutLog)
    mirror: InLog = field(default_factory=InLog)
    out_epochs: list[OutEpoch] = field(default_factory=list)
    in_epochs: dict[bytes, InEpoch] = field(default_factory=dict)
    past_epochs: dict[bytes, PastEpoch] = field(default_factory=dict)
    their_prekeys: dict[int, Prekey] = field(default_factory=dict)
    pending: dict[int, Pending] = field(default_factory=dict)
    answers: dict[int, Answered] = field(default_factory=dict)
    awaited: dict[tuple[int, int], Awaited] = field(default_factory=dict)
    tended: Tended = field(default_factory=Tended)
    pages: HeldPages = field(default_factory=HeldPages)
    quarantine: list[tuple[str, bytes]] = field(default_factory=list)
    joining: Joining = field(default_factory=Joining)
    facts: Facts = field(default_factory=Facts)
    tests: TestSchedule = field(default_factory=TestSchedule)
    witnessing: Witnessing = field(default_factory=Witnessing)
    returning: Returning | None = None
    returned_theirs: dict[int, NumberSet] = field(default_factory=dict)
    past_mirrors: dict[int, tuple[int, tuple[int, ...]]] = field(default_factory=dict)
    uncertain: dict[tuple[int, int], Uncertain] = field(default_factory=dict)
    returned: dict[int, NumberSet] = field(default_factory=dict)
    counters: dict[bytes, Counted] = field(default_factory=dict)
    delegations: dict[int, Delegation] = field(default_factory=dict)
    """Everything their root delegated so far; what was signed under it was good."""
    roster_statement: bytes = b""  # theirs, as they signed it
    before: LinkAgreement | None = None  # what their log is under up to `judged_from`
    judged_from: int = 0
    proposals: tuple[bytes, ...] = ()  # ours, not yet signed by them
    proposed: bytes | None = None  # theirs, not yet signed by us
    revocation: Revocation | None = None  # the newest of theirs
    revoked: frozenset[int] = frozenset()  # whose keys of theirs are stopped
    new_keys: bytes | None = None  # a card of theirs whose digits nobody has compared
    roll_wanted: bool = False
    wish_mono_ms: int = 0
    last_heard_mono_ms: int | None = None
    dirty_out: bool = False
    dirty_in: bool = False

    @property
    def under(self) -> Delegation:
        """By whose keys their present log is signed."""
        present = self.counterpart.card.delegation
        return self.delegations.get(self.mirror.delegation, present)

    @property
    def in_force(self) -> bool:
        """Both signatures over the agreement are here."""
        return self.theirs_signed is not None

    @property
    def stopped(self) -> bool:
        """Nothing of the counterpart's station is believed any more."""
        return STATION in self.revoked

    @property
    def epoch(self) -> OutEpoch | None:
        """Our current epoch, if one is open: the last in which anything was said."""
        current = None
        for each in self.out_epochs:
            if current is None or each.first_serial < self.out.next_serial:
                current = each
        return current

    @property
    def ahead(self) -> OutEpoch | None:
        """An epoch of ours that is opened for serials to come."""
        last = self.out_epochs[-1] if self.out_epochs else None
        return last if last and last.first_serial >= self.out.next_serial else None


@dataclass(slots=True)
class Burst:
    """Symbols of one frame on their way to a circuit, with a mark each."""

    fragments: tuple[bytes, ...]
    at: int = 0


@dataclass(slots=True)
class Turn:
    """What a round trip takes beyond the air time of the ask, where ends take turns."""

    usual_ms: float
    differs_ms: float


@dataclass(slots=True)
class Measured:
    """What became of what was asked on one circuit.

    `delivered` is the share that was answered in time, lately; `round_trips_ms` are
    the last ones.  `tested_wall_ms` is when a round trip was last proven on this
    circuit alone; `unproved` counts tests since then that had no answer.
    """

    asked: int = 0
    answered: int = 0
    delivered: float | None = None
    round_trips_ms: deque[int] = field(default_factory=lambda: deque(maxlen=64))
    turn: Turn | None = None
    tested_wall_ms: int | None = None
    offset_ms: int | None = None
    came_back_on: str = ""
    test_serial: int | None = None
    test_mono_ms: int | None = None
    unproved: int = 0


@dataclass(slots=True)
class Circuit:
    """One circuit as of now; nothing of it outlives the process.

    `wanted` says that an officer told a circuit by hand to be used; `arrived_mono_ms`
    when a frame last came over it.
    """

    name: str
    link: str
    traits: Traits
    state: CircuitState = CircuitState.UNTRIED
    reason: str = ""
    note: str = ""
    wanted: bool = False
    since_wall_ms: int = 0
    window: int = 0
    queue: list[tuple[int, int, tuple[str, int]]] = field(default_factory=list)
    queued: set[tuple[str, int]] = field(default_factory=set)
    behind: set[tuple[str, int]] = field(default_factory=set)  # of these, the lowest
    bursts: dict[tuple[str, int], Burst] = field(default_factory=dict)
    timeouts: int = 0
    srtt_ms: float | None = None
    rttvar_ms: float = 0.0
    heard_wall_ms: int | None = None
    arrived_mono_ms: int | None = None
    handed_wall_ms: int | None = None
    measured: Measured = field(default_factory=Measured)


@dataclass(slots=True)
class StationState:
    """The whole of it."""

    settings: CoreSettings
    keys: StationKeys
    card: Card
    roster: Roster
    roster_statement: bytes
    delegations: dict[int, Delegation] = field(default_factory=dict)
    """Everything our root delegated so far, by number."""
    prekeys: dict[int, tuple[str, bytes]] = field(default_factory=dict)
    next_prekey: int = 1
    next_number: int = 1
    alleged: dict[str, AllegedParty] = field(default_factory=dict)
    terms: dict[str, Terms] = field(default_factory=dict)
    """What is signed with an alleged party once its digits are compared."""
    links: dict[str, Link] = field(default_factory=dict)
    drafts: dict[int, DraftRecord] = field(default_factory=dict)
    alarms: dict[bytes, AlarmRecord] = field(default_factory=dict)
    circuits: dict[str, Circuit] = field(default_factory=dict)
    acknowledged: OrderedDict[tuple[str, int, int], None] = field(
        default_factory=OrderedDict
    )
    handed: dict[bytes, dict[str, int]] = field(default_factory=dict)  # not noted yet
    handed_mono_ms: int = 0  # since when the first of these hand-offs waits
    counters: dict[bytes, int] = field(default_factory=dict)
    """The last counter of each of our own hardware keys, by the digest of its half."""
    order: int = 0
    clock_offset_ms: int | None = None
    unheard_since_mono_ms: int | None = None  # since when no console would sound
    revocation: Revocation | None = None  # the newest of ours
    handover: Sheet | None = None  # under way
    watch: Sheet | None = None  # the last that both signed
    calls: dict[tuple[str, int, int], Call] = field(default_factory=dict)
    """Who is being called, by the place of the message; serial 0: the station."""
    plans: dict[int, Plan] = field(default_factory=dict)  # of exercises, by number
    rebuilt: bool = False
    """Made anew from its keys alone: every counterpart may know more of it."""

    @property
    def own_stopped(self) -> bool:
        """Our own keys are revoked: nobody believes what they sign."""
        return self.revocation is not None and self.revocation.stopped

    def setting_out(self, link: str) -> Setting:
        """Where a text of ours to `link` is valid."""
        settings = self.settings
        return Setting(settings.station, link, settings.mode, settings.books.digests)

    def setting_in(self, link: str) -> Setting:
        """Where a text of theirs is valid."""
        settings = self.settings
        return Setting(link, settings.station, settings.mode, settings.books.digests)
