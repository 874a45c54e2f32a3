# SPDX-License-Identifier: Apache-2.0
"""What can happen to a station.

Acts of officers are events too; a refused act raises `LocalFault` and changes nothing.
"""

from __future__ import annotations

from parley.core.effects import Recall
from parley.core.floor_events import CallEvent, ExerciseEvent, HandoverEvent
from parley.core.key_acts import KeyAct
from parley.core.records import Asked
from parley.fixed import Fixed
from parley.model.act import Act, Reference, Said
from parley.model.agreement import Terms
from parley.model.circuit import Traits
from parley.model.identity import Credential
from parley.model.message import Relation, Release, Text
from parley.model.precedence import Precedence
from parley.model.record import EntryRow


class CardPresented(Fixed):
    """A custodian hands in a counterpart's card file (card and roster statements).

    `terms` are what both parties settled; None is the standard terms of the mode.
    """

    data: bytes
    terms: Terms | None = None


class CardRequested(Fixed):
    """Our own card file is wanted; answered with its bytes."""


class FingerprintConfirmed(Fixed):
    """The 60 digits were read aloud and compared by `officer_name`."""

    link: str
    fingerprint: str
    officer_name: str


class OfficerAdded(Fixed):
    """A custodian puts a person on our roster; answered with his index."""

    name: str
    position: str
    classes: tuple[int, ...]
    credentials: tuple[Credential, ...]
    valid_to_ms: int
    forms: tuple[tuple[str, str], ...] = ()  # language and form of address


class KeyRegistered(Fixed):
    """An officer registered a key of his own; answered with the officer."""

    officer: int
    credential: Credential


class KeyUsed(Fixed):
    """A hardware key signed for the desk alone; answered with its counter."""

    credential: Credential
    counter: int


class OfficerChanged(Fixed):
    """A custodian changes what the roster says of a person; None changes nothing.

    The keys in `ended` sign nothing more; `retired` ends the person's own validity.
    Answered with the officer.
    """

    officer: int
    position: str | None = None
    classes: tuple[int, ...] | None = None
    valid_to_ms: int | None = None
    forms: tuple[tuple[str, str], ...] | None = None
    ended: tuple[bytes, ...] = ()
    retired: bool = False


class PositionAdded(Fixed):
    """A position more, the last; answered with its index."""

    name: str
    forms: tuple[tuple[str, str], ...] = ()


class AmendmentProposed(Fixed):
    """A custodian signs other terms; answered with the agreement they make."""

    link: str
    terms: Terms


class AmendmentAccepted(Fixed):
    """A custodian signs what the counterpart proposed, named by its SHA-256."""

    link: str
    digest: bytes


class CodesWanted(Fixed):
    """A custodian wants fresh revocation codes; answered with target and code each."""


class StationRevoked(Fixed):
    """A custodian revokes this station's own keys; answered with the statement."""


class RevocationPresented(Fixed):
    """A counterpart's revocation came by hand; answered with its link."""

    statement: bytes


class CodeRead(Fixed):
    """Somebody read a revocation code aloud; answered with link and target."""

    code: bytes  # 16 bytes


class DraftWritten(Fixed):
    """A drafter submits texts, or a coded body, for release; see `DraftRecord`.

    `relation_log` is the incarnation of the log that `relation` points into; None: of
    the one that is in force.
    """

    link: str
    drafted_by: int
    precedence: Precedence
    to: tuple[str, ...]  # position names on the counterpart's roster; () means all
    texts: tuple[Text, ...]
    relation: Relation | None = None
    not_after_ms: int | None = None
    read_through: int | None = None
    critical: tuple[str, ...] = ()
    stop: bool = False
    coded: bytes | None = None
    relation_log: int | None = None


class DraftReread(Fixed):
    """What came in since a draft was written has been read, through this serial.

    The draft's releases are void: they were given for another content.
    """

    number: int
    read_through: int


class ThirdsCounted(Fixed):
    """Whether as many third witnesses as are wanted signed our log, of late."""

    link: str
    enough: bool


class DraftReviewed(Fixed):
    """An officer looked once more whether a draft must go under MINIMIZE."""

    number: int
    officer: int


class DraftWithdrawn(Fixed):
    """A draft that has not gone is taken back; its number is never used again."""

    number: int


class ReleaseGiven(Fixed):
    """A releaser signed the next step of a draft's manifest.

    With an `override`, the reason he signed, his release alone takes the place of all.
    Answered with the `DraftRecord`; when it was the last step, with its serial set.
    """

    number: int
    release: Release
    override: str | None = None


class ActGiven(Fixed):
    """An officer signed an act; answered with the serial of its entry in our log.

    `about` has the leaf hash from the store; `asked` is there when it names a good
    message of theirs.
    """

    link: str
    said: Said
    about: Reference | None
    created_ms: int
    release: Release
    asked: Asked | None = None

    @property
    def act(self) -> Act:
        """The act as it is logged."""
        return Act(self.said, self.about, self.created_ms, self.release)


class ConsolesArmed(Fixed):
    """So many consoles are open and would sound; told at start and when it moves."""

    count: int


class StalenessOwned(Fixed):
    """An officer of the watch owns a stale link until a time; answered with him."""

    link: str
    officer: int
    until_ms: int


WatchEvent = (
    ActGiven
    | ConsolesArmed
    | StalenessOwned
    | HandoverEvent
    | ExerciseEvent
    | CallEvent
)


class LinkTestRequested(Fixed):
    """Test the link now; answered with the test's serial."""

    link: str


class EpochRollRequested(Fixed):
    """A custodian wants a fresh epoch now; answered with its tag."""

    link: str


class CircuitDeclared(Fixed):
    """The configuration has a circuit; told once at start for each."""

    circuit: str
    link: str
    traits: Traits


class CircuitUp(Fixed):
    """Frames can flow on a circuit."""

    circuit: str


class CircuitDown(Fixed):
    """Frames cannot flow; the reason is in words."""

    circuit: str
    reason: str


class CircuitNoted(Fixed):
    """What a bearer says of itself beside its state, in words; "" for nothing."""

    circuit: str
    words: str


class WaitingDecided(Fixed):
    """An officer decides on a message of ours that waits beyond its time."""

    link: str
    serial: int
    let_go: bool


class CircuitWanted(Fixed):
    """A person tells a circuit by hand to be used, or to be left alone again."""

    circuit: str
    wanted: bool


class CircuitReady(Fixed):
    """The bearer gave back `frames` places of its window."""

    circuit: str
    frames: int


class FrameArrived(Fixed):
    """A circuit brought a frame; nothing in it is believed yet."""

    circuit: str
    frame: bytes


class Recalled(Fixed):
    """The rows that a `Recall` asked for, in serial order; perhaps none."""

    recall: Recall
    rows: tuple[EntryRow, ...]


class TimerFired(Fixed):
    """The time the core asked for has come (or passed)."""


LineEvent = (
    CardPresented
    | CardRequested
    | FingerprintConfirmed
    | OfficerAdded
    | OfficerChanged
    | PositionAdded
    | AmendmentProposed
    | AmendmentAccepted
    | KeyRegistered
    | KeyUsed
    | CodesWanted
    | StationRevoked
    | RevocationPresented
    | CodeRead
    | KeyAct
    | DraftWritten
    | DraftReread
    | DraftReviewed
    | DraftWithdrawn
    | ReleaseGiven
    | LinkTestRequested
    | EpochRollRequested
    | CircuitDeclared
    | CircuitUp
    | CircuitDown
    | CircuitNoted
    | CircuitWanted
    | WaitingDecided
    | CircuitReady
    | FrameArrived
    | Recalled
    | ThirdsCounted
    | TimerFired
)
"""What happens to the line and to its texts."""

Event = LineEvent | WatchEvent
