# SPDX-License-Identifier: Apache-2.0
"""Two whole cores on memory stores, with a wire the test holds in its hands.

For tests of rules: no loop, no clock, no bearer.  A test lets time pass, carries frames
or loses them, kills a desk and starts it again, each by one call.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache

from parley.core.acts import act_digest
from parley.core.effects import Answer, Effect, Recall, Transmit
from parley.core.events import (
    ActGiven,
    CardPresented,
    CardRequested,
    CircuitDeclared,
    CircuitReady,
    CircuitUp,
    DraftWritten,
    Event,
    FingerprintConfirmed,
    FrameArrived,
    OfficerAdded,
    Recalled,
    ReleaseGiven,
    TimerFired,
)
from parley.core.records import Asked, DraftRecord, LadderFact, Rung
from parley.core.releasing import release_digest
from parley.core.settings import NO_BOOKS, CoreSettings
from parley.core.shelves import decode_fact, ladder_key, place_key
from parley.core.statements import delegate
from parley.core.station import Station
from parley.crypto.keys import StationKeys
from parley.crypto.officer import SoftwareKey
from parley.crypto.root import RootPair
from parley.formats.book import Library
from parley.model.act import Acknowledged, Reference, Said
from parley.model.circuit import Traits
from parley.model.identity import Credential, KeyScheme, Officer, OfficerClass
from parley.model.message import Message, Release, Text
from parley.model.now import Now
from parley.model.precedence import Mode, Precedence
from parley.model.record import (
    Append,
    Clear,
    Direction,
    Drop,
    EntryFlag,
    EntryKey,
    EntryRow,
    Forget,
    Put,
)
from parley.store.memory.store import MemoryStore
from parley.testing.rows import read_once
from parley.wire.delegation import DelegationRequest

DURABLE = (Append, Clear, Put, Drop, Forget)
YEAR_MS = 366 * 86_400_000
_FAR_MS = 4_000_000_000_000
_STATIONS_MAX = 64


@lru_cache(_STATIONS_MAX)
def _keys_of(name: str) -> tuple[StationKeys, RootPair]:
    """Make the keys of a station by its name: a test makes the same ones ever again."""
    seed = hashlib.sha256(name.encode()).digest()
    other = hashlib.sha256(seed).digest()
    witness = StationKeys.from_seeds(other, other[::-1])
    keys = StationKeys.from_seeds(seed, seed[::-1], witness)
    return keys, RootPair(hashlib.sha256(other).digest(), other)


@lru_cache(_STATIONS_MAX)
def _delegated(root: RootPair, request: DelegationRequest, number: int) -> bytes:
    return delegate(root, request, number, 0, _FAR_MS)


@dataclass
class Desk:
    """One station with its officers' keys and everything it ever transmitted."""

    name: str
    party: str
    mode: Mode = Mode.LIVE
    books: Library = NO_BOOKS
    wall_ms: int = 1_795_000_000_000
    mono_ms: int = 1_000
    store: MemoryStore = field(default_factory=MemoryStore)
    officers: dict[str, tuple[int, SoftwareKey]] = field(default_factory=dict)
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    declared: list[CircuitDeclared] = field(default_factory=list)
    draws: int = 0

    def __post_init__(self) -> None:  # noqa: D105
        self.keys, self.root = _keys_of(self.name)
        self.adopt(self.keys, 1)
        self.start()

    def adopt(self, keys: StationKeys, number: int) -> None:
        """Have the root delegate `keys`; they count from the next start on."""
        self.keys = keys
        self.settings = CoreSettings(
            self.name,
            self.party,
            self.mode,
            ("duty officer", "principal"),
            self.delegation(number, keys),
            books=self.books,
        )

    def delegation(self, number: int, keys: StationKeys) -> bytes:
        """Let this desk's root delegate keys for longer than any test."""
        named = (self.party, self.name, self.mode)
        request = DelegationRequest(*named, keys.public, keys.witness.public)
        return _delegated(self.root, request, number)

    def now(self) -> Now:
        """Read this desk's clocks and draw."""
        self.draws += 1
        entropy = hashlib.sha256(b"%b/%d" % (self.name.encode(), self.draws)).digest()
        return Now(self.mono_ms, self.wall_ms, entropy)

    def start(self) -> None:
        """Start, or start again: memory is only ever what the store says."""
        self.sent.clear()
        self.core, effects = Station.recover(
            self.settings, self.keys, self.store, self.now()
        )
        self.perform(effects)

    def crash(self) -> None:
        """Stop without a word and start again, with the circuits that were declared."""
        self.start()
        for circuit in self.declared:
            self.tell(circuit)
            self.tell(CircuitUp(circuit.circuit))

    def put_back(self, backup: MemoryStore) -> None:
        """Start from an old copy of the disk, as `parley restore` does."""
        self.store = backup.snapshot()
        self.store.commit([Put("station", b"restored", b"1")])
        self.crash()

    def pass_time(self, seconds: float) -> None:
        """Let both clocks advance."""
        self.mono_ms += round(seconds * 1_000)
        self.wall_ms += round(seconds * 1_000)

    def tell(self, event: Event) -> object:
        """Hand over one event; return what was answered."""
        return self.perform(self.core.handle(event, self.now()))

    def perform(self, effects: tuple[Effect, ...]) -> object:
        """Commit first, then send, then answer."""
        self.store.commit([e for e in effects if isinstance(e, DURABLE)])
        answer: object = None
        self.effects.extend(effects)
        for effect in effects:
            match effect:
                case Transmit(circuit, frame):
                    self.sent.append((circuit, frame))
                case Answer(value):
                    answer = value
                case Recall(link, direction, incarnation, first, limit):
                    rows = self.store.entries(
                        link, direction, incarnation, first, limit
                    )
                    self.tell(Recalled(effect, tuple(each.row for each in rows)))
                case _:
                    pass
        return answer

    def enlist(self, name: str, *classes: OfficerClass) -> None:
        """Put a person with a key of his own on the roster."""
        key = SoftwareKey.from_seed(
            hashlib.sha256(f"{self.name}/{name}".encode()).digest()
        )
        added = self.tell(
            OfficerAdded(
                name,
                "duty officer",
                tuple(int(each) for each in classes),
                (Credential(KeyScheme.SOFTWARE_ED25519, key.public),),
                self.wall_ms + YEAR_MS,
            )
        )
        if isinstance(added, Officer):
            self.officers[name] = (added.index, key)

    def circuit(self, name: str, link: str, window: int = 64) -> None:
        """Declare a circuit and let it come up."""
        self.declared.append(
            CircuitDeclared(name, link, Traits(1_114_112, window, 0.2))
        )
        self.tell(self.declared[-1])
        self.tell(CircuitUp(name))

    def draft(
        self,
        link: str,
        text: str,
        precedence: Precedence = Precedence.ROUTINE,
        by: str = "drafter",
    ) -> DraftRecord:
        """Write a draft for every position of the counterpart."""
        draft = self.tell(
            DraftWritten(
                link,
                self.officers[by][0],
                precedence,
                (),
                (Text("en", text),),
                read_through=self.newest(link),
            )
        )
        assert isinstance(draft, DraftRecord)
        return draft

    def newest(self, link: str) -> int | None:
        """Return the serial of the counterpart's newest message."""
        known = self.core.state.links.get(link)
        return None if known is None else known.mirror.newest

    def code(
        self,
        link: str,
        body: bytes,
        precedence: Precedence = Precedence.FLASH,
        by: str = "watch",
    ) -> DraftRecord:
        """Write a coded draft for every position of the counterpart."""
        index = self.officers[by][0]
        draft = self.tell(DraftWritten(link, index, precedence, (), (), coded=body))
        assert isinstance(draft, DraftRecord)
        return draft

    def sign(self, draft: DraftRecord, who: str) -> Release:
        """Sign the next step of a draft."""
        index, key = self.officers[who]
        digest = release_digest(
            self.core.setting_out(draft.link), draft.content, draft.releases
        )
        return Release(index, KeyScheme.SOFTWARE_ED25519, key.sign(digest))

    def release(self, draft: DraftRecord, who: str) -> DraftRecord:
        """Sign the next step of a draft and hand it in."""
        signed = self.tell(ReleaseGiven(draft.content.number, self.sign(draft, who)))
        assert isinstance(signed, DraftRecord)
        return signed

    def say(
        self, link: str, text: str, precedence: Precedence = Precedence.ROUTINE
    ) -> DraftRecord:
        """Draft and release with as many releasers as the agreement asks."""
        draft = self.draft(link, text, precedence)
        for who in ("first", "second")[: draft.needed]:
            draft = self.release(draft, who)
        return draft

    def received(self, link: str, serial: int) -> EntryRow:
        """Return an entry of the counterpart, of its newest log that has one there."""
        newest = self.core.state.links[link].mirror.incarnation
        logs = (number for way, number in self.store.logs(link) if way is Direction.IN)
        for incarnation in sorted({newest, *logs}, reverse=True):
            found = self.store.entry(EntryKey(link, Direction.IN, incarnation, serial))
            if found is not None:
                return found.row
        raise AssertionError(serial)

    def signed_act(
        self,
        link: str,
        said: Said,
        about: EntryRow | None = None,
        who: str = "watch",
    ) -> ActGiven:
        """Sign, but do not yet hand in, an act about an entry or about nothing."""
        reference = asked = None
        if about is not None:
            key = about.key
            reference = Reference(key.incarnation, key.serial, about.leaf)
            payload = read_once(about)[1].payload
            if isinstance(payload, Message) and key.direction is Direction.IN:
                reached = frozenset(
                    each
                    for each in (Rung.ANSWERED, Rung.DECLINED, Rung.UNDERSTOOD)
                    if self._proved(about, each)
                )
                is_open = EntryFlag.OPEN in about.flags
                asked = Asked(payload.content, is_open, reached)
        index, officer_key = self.officers[who]
        setting = self.core.setting_out(link)
        digest = act_digest(setting, said, reference, self.wall_ms)
        release = Release(index, KeyScheme.SOFTWARE_ED25519, officer_key.sign(digest))
        return ActGiven(link, said, reference, self.wall_ms, release, asked)

    def _proved(self, row: EntryRow, rung: Rung) -> bool:
        leaf = b"" if rung is Rung.ANSWERED else row.leaf
        return self.store.value("ladder", ladder_key(row.key, rung, leaf)) is not None

    def act(self, link: str, said: Said, serial: int, who: str = "watch") -> object:
        """Do an act about a message of the counterpart in an officer's name."""
        about = self.received(link, serial)
        return self.tell(self.signed_act(link, said, about, who))

    def acknowledge(self, link: str, serial: int, who: str = "watch") -> object:
        """Acknowledge an open message in an officer's name."""
        return self.act(link, Acknowledged(), serial, who)

    def ladder(self, link: str, direction: Direction, serial: int) -> list[LadderFact]:
        """Return every rung of one message of the newest log, whatever its leaf."""
        known = self.core.state.links[link]
        log = known.out if direction is Direction.OUT else known.mirror
        key = EntryKey(link, direction, log.incarnation, serial)
        place = place_key(key)
        return [
            decode_fact(value)
            for name, value in self.store.shelf("ladder")
            if name.startswith(place)
        ]

    def inbox(self) -> list[str]:
        """Return the texts of every message that would be shown, in filing order."""
        texts = []
        for filed in self.store.flagged(EntryFlag.MESSAGE):
            if filed.row.key.direction and not filed.row.flags & EntryFlag.BAD:
                _, entry = read_once(filed.row)
                assert isinstance(entry.payload, Message)
                texts.append(entry.payload.content.texts[0].text)
        return texts


@dataclass
class Pair:
    """Two desks and the frames between them."""

    alfa: Desk
    bravo: Desk

    def other(self, desk: Desk) -> Desk:
        """Return the other desk."""
        return self.bravo if desk is self.alfa else self.alfa

    def carry(self, *, rounds: int = 50) -> None:
        """Carry every frame both ways until nothing moves any more."""
        for _ in range(rounds):
            moved = False
            for desk in (self.alfa, self.bravo):
                frames, desk.sent = desk.sent, []
                for circuit, frame in frames:
                    moved = True
                    desk.tell(CircuitReady(circuit, 1))
                    self.other(desk).tell(FrameArrived(circuit, frame))
            if not moved:
                return
        raise AssertionError("the two stations never fall silent")

    def lose(self) -> int:
        """Lose everything under way; return how many frames that was."""
        lost = len(self.alfa.sent) + len(self.bravo.sent)
        for desk in (self.alfa, self.bravo):
            for circuit, _ in desk.sent:
                desk.sent = []
                desk.tell(CircuitReady(circuit, 1))
            desk.sent = []
        return lost

    def pass_time(self, seconds: float) -> None:
        """Let both clocks advance."""
        for desk in (self.alfa, self.bravo):
            desk.pass_time(seconds)
            desk.tell(TimerFired())


def enlist_watch(desk: Desk) -> None:
    """Give a desk a drafter, two releasers and a watch officer."""
    desk.enlist("drafter", OfficerClass.DRAFTER)
    desk.enlist("first", OfficerClass.RELEASER)
    desk.enlist("second", OfficerClass.RELEASER)
    desk.enlist("watch", OfficerClass.WATCH)


def pair_up(alfa: Desk, bravo: Desk) -> Pair:
    """Exchange cards, compare digits, and let the agreement come into force."""
    for ours, theirs in ((alfa, bravo), (bravo, alfa)):
        card = theirs.tell(CardRequested())
        assert isinstance(card, bytes)
        alleged = ours.tell(CardPresented(card))
        digits = alleged.fingerprint  # type: ignore[attr-defined]
        ours.circuit("one", theirs.name)
        ours.tell(FingerprintConfirmed(theirs.name, digits, "custodian"))
    pair = Pair(alfa, bravo)
    pair.carry()
    pair.pass_time(2)
    pair.carry()
    return pair
