# SPDX-License-Identifier: Apache-2.0
"""What faces are shown: plain values, ready for JSON, made by queries of the store.

Times are milliseconds since 1970 UTC; `None` means "no such fact yet".
"""

from __future__ import annotations

from parley.fixed import Fixed
from parley.station.deadlines import DeadlineView
from parley.station.library.speech import CodedView


class ReleaseView(Fixed):
    """One release as verified here: who, in what position, with what kind of key."""

    officer: int
    name: str
    position: str
    key: str  # "software key" ...
    good: bool


class StageView(Fixed):
    """One rung of the ladder with both sides' times; `by` names the person, if one."""

    stage: str  # a rung: "receipt", "acknowledgement", "understood" ...
    their_ms: int
    seen_ms: int
    by: str | None
    serial: int
    until_ms: int | None = None  # a standby's
    times: int = 1  # how often an answer was promised
    note: str | None = None  # what else it says
    stands_for: tuple[str, ...] = ()  # positions addressed, if `by` is in none of them


class MessageView(Fixed):
    """A message in either direction.

    `ref` is `LINK/out/INCARNATION/SERIAL` or `LINK/in/...` and names it for ever.
    `state` is a word of the ladder: QUEUED, RECEIPTED, ACKNOWLEDGED for ours;
    RECEIVED, ACKNOWLEDGED, SIGNATURE BAD for theirs.
    """

    ref: str
    filed: int
    link: str
    party: str
    direction: str  # "out" or "in"
    incarnation: int
    serial: int
    number: int
    mode: str
    precedence: str
    state: str
    refusal: str | None
    created_ms: int
    logged_ms: int
    filed_ms: int
    not_after_ms: int | None
    drafted_by: str
    to: tuple[str, ...]
    language: str
    subject: str  # first line, at most 80 characters
    texts: tuple[tuple[str, str], ...]  # (language, text); empty in lists
    relation: str | None
    releases: tuple[ReleaseView, ...]
    stages: tuple[StageView, ...]
    coded: CodedView | None = None
    destroyed_ms: int | None = None  # its text was destroyed under retention then
    critical: tuple[str, ...] = ()  # what its reader must read back
    stop: bool = False
    crossed_ms: int | None = None  # when a message the other way was logged, unread
    followed: str | None = None  # "corrects", "cancels" or "supersedes", by
    followed_by: str | None = None  # that message
    escalation: tuple[EscalationView, ...] = ()  # while nobody has it
    override: str | None = None  # why one officer released it alone
    date_time_group: str = ""  # unique in its log and day; empty in lists
    deadlines: tuple[DeadlineView, ...] = ()  # agreed times; empty in lists


class DraftView(Fixed):
    """A draft and what its next releaser must sign."""

    number: int
    link: str
    precedence: str
    drafted_by: str
    to: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]
    releases: tuple[ReleaseView, ...]
    needed: int
    step: int  # the step that is next, 1-based; 0 when it has gone
    manifest: str  # hex of the bytes the next releaser signs
    digest: str  # hex, SHA-256 with the release label
    release_code: str
    ref: str | None  # set when it has gone
    by: tuple[str, ...]  # every class that each releaser must have
    may_override: bool  # one officer may release it alone, with a written reason
    override: str | None  # that reason, as it is signed
    read_through: int = 0  # the last serial of theirs that its writers have read
    newest: int = 0  # the serial of their newest message
    critical: tuple[str, ...] = ()
    stop: bool = False
    coded: CodedView | None = None
    minimize: str | None = None  # what is below this precedence waits for a review


class PreparedView(Fixed):
    """What is ready to put one of our messages right, bound to it."""

    ref: str
    link: str
    precedence: str
    to: tuple[str, ...]
    cancellation: tuple[tuple[str, str], ...]  # texts as they would go
    correction: tuple[tuple[str, str], ...]  # texts to begin with


class CircuitView(Fixed):
    """One circuit, with its reason in words when it is not what it should be.

    `state` is up, slow, silent, by hand, down or untried.  `tested_ms` is when a round
    trip was last proven over it alone, the answer coming back on `came_back_on`;
    `delivered` the share of asks answered in time; `half_ms` and `most_ms` the median
    round trip and the 95th of a hundred.
    """

    circuit: str
    link: str
    bearer: str
    state: str
    reason: str
    since_ms: int
    last_heard_ms: int | None
    round_trip_ms: int | None
    direction: str = "both ways"
    cost: str = "free"
    failure_domain: tuple[str, ...] = ()
    exposure: str = ""
    wanted: bool = False
    waiting: int = 0
    handed_ms: int | None = None
    tested_ms: int | None = None
    came_back_on: str = ""
    offset_ms: int | None = None
    delivered: float | None = None
    half_ms: int | None = None
    most_ms: int | None = None


class FactView(Fixed):
    """One of the five facts: a word, the time it was last true, and its age."""

    fact: str  # path, station, watch, principal, round trip
    word: str
    at_ms: int | None
    age_s: float | None


class SuspensionView(Fixed):
    """The line is suspended by one side, openly; `ref` is what a resumption names."""

    ref: str
    ours: bool
    by: str
    since_ms: int
    until_ms: int | None
    reason: str


class EscalationView(Fixed):
    """A step of the escalation of a message that nobody has acknowledged."""

    step: str
    at_ms: int


class CounterpartView(Fixed):
    """A counterpart with its five facts."""

    link: str
    party: str
    state: str
    fingerprint: str
    facts: tuple[FactView, ...]
    round_trip_ms: int | None
    tests_missed: int
    unreceipted: int
    held: int
    sent: int
    prekeys_left: int
    evidence: str | None  # "provable", "joint", "deniable"; None before the agreement
    circuits: tuple[CircuitView, ...]
    silence: str = ""  # "none", "fault: path", "fault: station", "unmanned" ...
    silence_evidence: tuple[str, ...] = ()
    checked_ms: int | None = None  # their watch answered a check then
    check_waits: str | None = None  # their check that waits for our watch
    suspensions: tuple[SuspensionView, ...] = ()
    stale_owner: str | None = None
    stale_owned_until_ms: int | None = None
    pages_ours: int = 0  # unused pages of pre-shared key
    pages_theirs: int = 0
    paths_up: int = 0
    paths_independent: int = 0  # of these; two in one cable count once
    offset_ms: int | None = None  # their clock is so far ahead of ours


class AlarmView(Fixed):
    """A condition that needs a person, in words."""

    code: str
    link: str
    subject: str
    severity: str
    title: str
    text: str
    since_ms: int
    shelvable: bool = False
    shelved_by: str | None = None  # it stands, is known of, and does not chime
    shelved_until_ms: int | None = None
    shelved_reason: str = ""


class OfficerView(Fixed):
    """A person on our own roster."""

    index: int
    name: str
    position: str
    classes: tuple[str, ...]
    key: str
    valid_to_ms: int


class KeyView(Fixed):
    """A hardware key of an officer, as it stands on the roster."""

    scheme: str
    public_key: str  # hex, packed with its origin
    name: str  # hex, the key's own name for itself, by which a desk asks it


class CodeView(Fixed):
    """A one-time code with which one officer registers a hardware key."""

    officer: int
    name: str
    code: str
    seconds: int  # for which it is good


class StatusView(Fixed):
    """The station at a glance."""

    station: str
    party: str
    mode: str
    now_ms: int
    ready: bool
    counterparts: tuple[CounterpartView, ...]
    alarms: tuple[AlarmView, ...]
    drafts: int
    unacknowledged: int
    reasons: tuple[str, ...] = ()  # why it is not ready, in words
    armed_consoles: int = 0


class BoardView(Fixed):
    """Everything the board shows, in its order.

    `open` are received messages no officer has acknowledged: highest precedence first,
    then oldest first.  `recent` is the latest traffic in both directions, newest first.
    `seq` grows whenever anything here may have changed.
    """

    seq: int
    status: StatusView
    open: tuple[MessageView, ...]
    recent: tuple[MessageView, ...]
    drafts: tuple[DraftView, ...]
    officers: tuple[OfficerView, ...]
    silenced_ms: int | None = None  # a person turned the sound off then


class PairingView(Fixed):
    """A counterpart on its way to being confirmed; read `fingerprint` aloud."""

    link: str
    party: str
    mode: str
    fingerprint: str  # 60 digits in groups of five
    state: str
    terms: tuple[str, ...] = ()  # what will be signed, in plain words


class SigningView(Fixed):
    """What an officer signs for an act: the digest, and the code to compare."""

    ref: str
    officer: int
    created_ms: int
    manifest: str  # hex
    digest: str  # hex
    release_code: str
    kind: str = ""


class SignatureView(Fixed):
    """A report of availability, or a countersignature of the report `about`."""

    ref: str
    ours: bool
    by: str
    at_ms: int
    figures: str  # JSON, of the side that signed
    about: str | None


class AvailabilityView(Fixed):
    """A month of a link by our own record, and what both sides signed of it."""

    link: str
    month: str
    figures: str  # JSON
    signatures: tuple[SignatureView, ...]


class ActView(Fixed):
    """An officer's act, on our log and on its way."""

    ref: str
    kind: str
    link: str
    about: str | None  # the entry that it is about
    by: str
    created_ms: int


class TestView(Fixed):
    """A link test that was asked for; no round trip means no answer in time."""

    __test__ = False  # not a test case, whatever pytest thinks of the name

    link: str
    serial: int
    answered: bool
    round_trip_ms: int | None


class EpochView(Fixed):
    """A freshly opened epoch."""

    link: str
    tag: str  # hex


class BackupView(Fixed):
    """A copy of the station that was made and verified."""

    path: str
    entries: int
    size: int  # bytes
    took_s: float


class CheckView(Fixed):
    """What a check of the whole record found; no problem means sound."""

    entries: int
    releases: int
    links: int
    problems: tuple[str, ...]
    took_s: float
    notes: int = 0  # cosigned heads
    forgotten: int = 0  # entries whose body was destroyed under retention
    recomputed_per_s: float = 0.0  # leaves made again from bodies, signatures verified
    hashed_per_s: float = 0.0  # the tree alone, from the leaves on the disk
