# SPDX-License-Identifier: Apache-2.0
"""A seeded world: two whole stations, their people, and everything that can go wrong.

One seed is one history.  Each subsystem draws from a stream of its own, so one more
draw in the network does not move the crashes.  After the troubles everything heals, and
then every promise is checked (`world_checks`).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from functools import partial
from random import Random

from parley.core.events import (
    CardPresented,
    CardRequested,
    CircuitDown,
    CircuitReady,
    CircuitUp,
    DraftReread,
    EpochRollRequested,
    FingerprintConfirmed,
    FrameArrived,
    LinkTestRequested,
    ReleaseGiven,
    TimerFired,
)
from parley.core.records import DraftRecord
from parley.model.act import Acknowledged
from parley.model.identity import AllegedParty, OfficerClass
from parley.model.precedence import Mode, Precedence
from parley.model.record import Direction, EntryFlag
from parley.store.memory.store import MemoryStore
from parley.testing.world_desk import WorldDesk
from parley.testing.world_exercises import check_still, plan_exercises, stands_still
from parley.testing.world_floor import look_once_more, plan_floor
from parley.testing.world_heads import ANSWERS, answering
from parley.testing.world_keys import plan_keys
from parley.testing.world_liar import tell_lies
from parley.testing.world_narrow import NarrowCarrier, plan_cut
from parley.testing.world_network import Carrier
from parley.testing.world_odd import OddCarrier
from parley.testing.world_places import addressed, enlist_aide, speaker
from parley.testing.world_pointers import Pointers
from parley.testing.world_shifts import plan_shifts
from parley.testing.world_watch import tend
from parley.texts.exercises import marked
from parley.wire.frame import FrameKind

TROUBLE_S = 120.0
HEALED_S = 400.0
_STEPS_MAX = 400_000
_UNSERIALLED = frozenset({int(FrameKind.OPENING), int(FrameKind.FRAGMENT)})


class World:
    """Two stations, one or more circuits, and a calendar of what happens when."""

    def __init__(self, seed: int) -> None:
        """Draw everything this world will be from `seed`."""
        self.seed = seed
        self.now_s = 0.0
        self.order = 0
        self.calendar: list[tuple[float, int, Callable[[], object]]] = []
        self.people = self.fork("people")
        self.clocks = self.fork("clocks")
        mode = self.people.choice((Mode.LIVE, Mode.LIVE, Mode.EXERCISE, Mode.TEST))
        names = ["alfa.example", "bravo.example"]
        self.alfa = WorldDesk(names[0], "Alfa", mode, self.fork("alfa"))
        self.bravo = WorldDesk(names[1], "Bravo", mode, self.fork("bravo"))
        self.desks = {desk.name: desk for desk in (self.alfa, self.bravo)}
        network = self.fork("network")
        self.carriers = {
            name: Carrier(name, self.fork(name), names, TROUBLE_S)
            for name in ("one", "two", "three")[: network.choice((1, 2, 3))]
        }
        self._add_unlike(names)
        self.frames: dict[tuple[str, bytes, bytes], bytes] = {}
        self.released: dict[str, dict[str, Precedence]] = {name: {} for name in names}
        self.gone: dict[str, set[str]] = {name: set() for name in names}
        self.restored: set[str] = set()
        self.liar = self.bravo if self.fork("liar").random() < 0.2 else None  # noqa: PLR2004
        self.lies = self.fork("lies")
        self.watches = self.fork("watch")
        self.acts_left = self.watches.randrange(24)
        self.floor = self.fork("floor")
        self.pointers = Pointers(self.fork("pointers"))
        self.reviewed: dict[str, set[str]] = {name: set() for name in names}
        self.stopped: dict[str, tuple[int, int]] = {}
        self.frames_sent = dict.fromkeys(names, 0)
        self.acknowledged: dict[str, set[str]] = {name: set() for name in names}
        self.trace: list[tuple[float, str, str]] = []
        self.went_ahead: set[tuple[str, int]] = set()

    def _add_unlike(self, names: list[str]) -> None:
        """In half of the worlds, circuits of other kinds stand beside the wide ones."""
        kinds = self.fork("kinds")
        for number in range(kinds.choice((0, 0, 1, 2, 3))):
            name = f"odd{number}"
            self.carriers[name] = OddCarrier(name, self.fork(name), names, TROUBLE_S)
        # In a seventh of them a call or a radio is there, on which the ends take turns;
        # the last of several wide ones makes room for it.
        if self.fork("narrow").randrange(7) == 0:
            for wide in ("three", "two"):
                if self.carriers.pop(wide, None):
                    break
            air = NarrowCarrier("narrow", self.fork("air"), names, TROUBLE_S)
            self.carriers["narrow"] = air

    def fork(self, name: str) -> Random:
        """Return the stream of one subsystem."""
        return Random(f"{self.seed}/{name}")  # noqa: S311 - a world must repeat

    def other(self, name: str) -> WorldDesk:
        """Return the station on the other side."""
        return self.bravo if name == self.alfa.name else self.alfa

    def at(self, delay_s: float, act: Callable[[], object]) -> None:
        """Put an act on the calendar."""
        self.order += 1
        heapq.heappush(self.calendar, (self.now_s + delay_s, self.order, act))

    def run(self) -> None:
        """Play the whole history."""
        self._pair()
        self._plan_people()
        plan_floor(self)
        plan_shifts(self, self.fork("shifts"))
        plan_exercises(self, self.fork("exercises"))
        self._plan_troubles()
        self.at(TROUBLE_S, self._heal)
        steps = 0
        while self.calendar and self.calendar[0][0] <= TROUBLE_S + HEALED_S:
            when_s, _, act = heapq.heappop(self.calendar)
            self._advance(when_s)
            act()
            steps += 1
            assert steps < _STEPS_MAX, "the stations never come to rest"

    def _advance(self, when_s: float) -> None:
        passed_ms = (when_s - self.now_s) * 1_000
        self.now_s = when_s
        for desk in self.desks.values():
            desk.mono_exact += passed_ms * desk.drift
            desk.wall_exact += passed_ms * desk.drift
            desk.mono_ms = round(desk.mono_exact)
            desk.wall_ms = round(desk.wall_exact)

    # -- setting up ------------------------------------------------------------------

    def _pair(self) -> None:
        """Cards go by courier; people confirm when they get to it."""
        for desk in self.desks.values():
            desk.wall_exact += self.clocks.choice((0, 40_000, -3_600_000))
            desk.wall_ms = round(desk.wall_exact)
            enlist(desk)
            enlist_aide(desk)
        for desk in self.desks.values():
            theirs = self.other(desk.name)
            card = theirs.tell(CardRequested())
            assert isinstance(card, bytes)
            alleged = desk.tell(CardPresented(card))
            assert isinstance(alleged, AllegedParty)
            desk.wire = self._wire(desk)
            desk.connect(theirs.name, list(self.carriers.values()))
            delay_s = self.people.uniform(0, 20)
            self._confirm(desk, theirs.name, alleged.fingerprint, delay_s)
            self._tick(desk)

    def _confirm(self, desk: WorldDesk, link: str, digits: str, delay_s: float) -> None:
        def act() -> None:
            desk.tell(FingerprintConfirmed(link, digits, "custodian"))
            if link not in {each.link for each in desk.facts() if each.confirmed}:
                self.at(5, act)

        self.at(delay_s, act)

    def _wire(self, desk: WorldDesk) -> Callable[[str, bytes], None]:
        theirs = self.other(desk.name)

        def send(circuit: str, frame: bytes) -> None:
            carrier = self.carriers[circuit.partition("/")[2]]
            self._note_frame(desk, frame)
            self.frames_sent[desk.name] += 1
            for delay_s, copy in carrier.copies(self.now_s, theirs.name, frame):
                arriving = FrameArrived(f"{desk.name}/{carrier.name}", copy)
                self.at(delay_s, partial(self._tell, theirs, arriving))
            back = partial(self._give_back, desk, circuit, carrier)
            self.at(carrier.air_s(frame), back)

        return send

    def _give_back(self, desk: WorldDesk, circuit: str, carrier: Carrier) -> None:
        still_s = carrier.still_s(self.now_s, desk.name)
        if still_s > 0:
            self.at(still_s, partial(self._give_back, desk, circuit, carrier))
        else:
            self._tell(desk, CircuitReady(circuit, 1))

    def _note_frame(self, desk: WorldDesk, frame: bytes) -> None:
        """Under one key only one plaintext may ever be sealed."""
        if frame[0] & 0x0F in _UNSERIALLED:
            return
        place = (desk.name, frame[1:5], frame[5:7])
        known = self.frames.setdefault(place, frame)
        assert known == frame, f"{desk.name} sealed two texts under one key"

    def _tell(self, desk: WorldDesk, event: object) -> object:
        self.trace.append((self.now_s, desk.name, type(event).__name__))
        if desk is self.liar:
            with answering(ANSWERS, self.lies):
                answer = desk.tell(event)  # type: ignore[arg-type]
        else:
            answer = desk.tell(event)  # type: ignore[arg-type]
        if not (desk.moved_nothing and isinstance(event, CircuitReady)):
            self._wake(desk)  # places of a window alone bring nothing nearer
        return answer

    def _wake(self, desk: WorldDesk) -> None:
        """Wake the core when it wants to be woken, once."""
        if not desk.alive:
            return
        for link in desk.core.state.links.values():
            self.pointers.note_log(desk, link)
            if link.ahead is not None:
                self.went_ahead.add((desk.name, link.ahead.first_serial))
        due_ms = desk.core.next_wakeup()
        if due_ms is None or (desk.armed_ms is not None and desk.armed_ms <= due_ms):
            return
        desk.armed_ms = due_ms
        delay_s = max(0.05, (due_ms - desk.mono_ms) / 1_000)
        self.at(delay_s, lambda: self._fire(desk))

    def _fire(self, desk: WorldDesk) -> None:
        desk.armed_ms = None
        self._tell(desk, TimerFired())

    def _tick(self, desk: WorldDesk) -> None:
        """A slow heartbeat besides, as the station's runner has."""
        self._tell(desk, TimerFired())
        self.at(10, lambda: self._tick(desk))

    # -- people ----------------------------------------------------------------------

    def _plan_people(self) -> None:
        for desk in self.desks.values():
            for number in range(self.people.randrange(2, 7)):
                text = f"{desk.party} {number} " + "текст " * self.people.randrange(9)
                if desk.mode is Mode.EXERCISE:
                    text = marked(text)
                precedence = Precedence(self.people.randrange(4))
                self._write(desk, text, precedence, self.people.uniform(20, 130))
            self.at(30, partial(self._look, desk))
            if self.people.random() < 0.5:  # noqa: PLR2004
                self._roll(desk, self.people.uniform(30, 130))
            if self.people.random() < 0.3:  # noqa: PLR2004
                self.at(self.people.uniform(30, 130), partial(self._test, desk))
            if self.people.random() < 0.2:  # noqa: PLR2004
                self._enlist_late(desk, 40)

    def _write(
        self, desk: WorldDesk, text: str, precedence: Precedence, delay_s: float
    ) -> None:
        """Draft and release a text; whatever stops it, the people try again."""

        def act() -> None:
            if text not in self.gone[desk.name] and not self._released(
                desk, text, precedence
            ):
                self.at(5, act)

        self.at(delay_s, act)

    def _released(self, desk: WorldDesk, text: str, precedence: Precedence) -> bool:
        if not desk.alive:
            return False
        link = self.other(desk.name).name
        draft = next(
            (each for each in desk.core.drafts() if each.content.texts[0].text == text),
            None,
        ) or self.pointers.draft(
            desk,
            link,
            text,
            precedence,
            addressed(self.fork(f"to/{desk.name}/{text}")),
        )
        for who in ("first", "second"):
            if not isinstance(draft, DraftRecord) or draft.serial is not None:
                break
            draft = _reread(desk, link, draft)
            if not isinstance(draft, DraftRecord):
                break
            look_once_more(self, desk, link, draft)
            if _gone(desk):
                break
            if len(draft.releases) == ("first", "second").index(who):
                # From here on the text may be on its way, whatever becomes of us.
                self.released[desk.name][text] = precedence
                release, still = desk.sign(draft, who), stands_still(desk, link)
                draft = desk.tell(ReleaseGiven(draft.content.number, release))
                check_still(self.seed, desk, still, draft)
                self._wake(desk)
        if isinstance(draft, DraftRecord) and draft.serial is not None:
            self.gone[desk.name].add(text)
            return True
        return desk.filed_out(text)

    def _look(self, desk: WorldDesk) -> None:
        """The watch reads the board, which is a query of the store."""
        if desk.alive:
            for filed in desk.store.flagged(EntryFlag.OPEN):
                if self.people.random() < 0.4 and desk.alive:  # noqa: PLR2004
                    link, who = filed.row.key.link, speaker(filed.row)
                    desk.tell(desk.signed_act(link, Acknowledged(), filed.row, who))
            if self.acts_left and self.watches.random() < 0.4:  # noqa: PLR2004
                self.acts_left -= 1
                tend(desk, self.other(desk.name).name, self.watches)
            self._wake(desk)
        self.at(4, lambda: self._look(desk))

    def _roll(self, desk: WorldDesk, delay_s: float) -> None:
        link = self.other(desk.name).name
        self.at(delay_s, lambda: self._tell(desk, EpochRollRequested(link)))

    def _enlist_late(self, desk: WorldDesk, delay_s: float) -> None:
        """Change the roster in the middle of everything."""

        def act() -> None:
            if desk.alive and "late" not in desk.names():
                desk.enlist("late", OfficerClass.AUDITOR)
                self.at(5, act)

        self.at(delay_s, act)

    def _test(self, desk: WorldDesk) -> None:
        self._tell(desk, LinkTestRequested(self.other(desk.name).name))

    # -- troubles --------------------------------------------------------------------

    def _plan_troubles(self) -> None:
        quiet = self.liar is None  # neither liars nor backups
        for desk in self.desks.values():
            desk.fragile = True
            self._plan_disk(desk)
            self._plan_clock(desk)
            self._plan_flaps(desk)
            self._courier(desk)
            self._revive(desk)
            if self.liar is None and desk.stream.random() < 0.15:  # noqa: PLR2004
                self._plan_restore(desk)
                quiet = False
        plan_cut(self, self.fork("cut"))
        if quiet:
            plan_keys(self, self.fork("keys"))
        if self.liar is not None:
            for _ in range(12):
                self.at(self.lies.uniform(25, 140), self._lie)

    def tell(self, desk: WorldDesk, event: object) -> object:
        """Hand over what a custodian does; return the answer or a fault."""
        return self._tell(desk, event)

    def _lie(self) -> None:
        assert self.liar is not None
        if self.liar.alive:
            tell_lies(self.liar, self.other(self.liar.name).name, self.lies)
            self._wake(self.liar)

    def _plan_disk(self, desk: WorldDesk) -> None:
        if desk.stream.random() < 0.2:  # noqa: PLR2004
            first_s = desk.stream.uniform(25, TROUBLE_S)
            self.at(first_s, lambda: setattr(desk, "disk_full", True))
            last_s = min(TROUBLE_S, first_s + 20)
            self.at(last_s, lambda: setattr(desk, "disk_full", False))

    def _plan_clock(self, desk: WorldDesk) -> None:
        if self.clocks.random() < 0.4:  # noqa: PLR2004
            jump_ms = self.clocks.choice((-86_400_000, -5_000, 30_000, 7 * 86_400_000))

            def jump() -> None:
                desk.wall_exact += jump_ms

            self.at(self.clocks.uniform(20, TROUBLE_S), jump)

    def _plan_flaps(self, desk: WorldDesk) -> None:
        link = self.other(desk.name).name
        for carrier in self.carriers:
            for _ in range(desk.stream.randrange(3)):
                name = f"{link}/{carrier}"
                first_s = desk.stream.uniform(0, TROUBLE_S)
                down = CircuitDown(name, "no answer")
                self.at(first_s, partial(self._tell, desk, down))
                last_s = min(TROUBLE_S, first_s + desk.stream.uniform(1, 40))
                self.at(last_s, partial(self._rise, desk, carrier))

    def _rise(self, desk: WorldDesk, carrier: str) -> None:
        if not self.carriers[carrier].is_cut:
            self._tell(desk, CircuitUp(f"{self.other(desk.name).name}/{carrier}"))

    def _revive(self, desk: WorldDesk) -> None:
        """Somebody starts a dead station again, after a while."""
        if not desk.alive:
            desk.start_again()
            desk.armed_ms = None
            self._wake(desk)
        self.at(3, lambda: self._revive(desk))

    def _courier(self, desk: WorldDesk) -> None:
        """Where an alarm asks for it, a fresh card goes across by hand.

        A station that refuses an opening sends its card; one that is short of prekeys
        is sent one.  Both are needed when both sides were restored.
        """
        there = self.other(desk.name)
        alarms = {alarm.code for alarm in desk.core.alarms()} if desk.alive else set()
        for code, ours, theirs in (
            ("OPENING-REFUSED", desk, there),
            ("PREKEYS-SHORT", there, desk),
        ):
            if code in alarms and ours.alive and theirs.alive:
                card = ours.tell(CardRequested())
                if isinstance(card, bytes):
                    self._tell(theirs, CardPresented(card))
        self.at(20, lambda: self._courier(desk))

    def _plan_restore(self, desk: WorldDesk) -> None:
        """Take a copy of the disk and put it back later."""
        taken: list[MemoryStore] = []
        first_s = desk.stream.uniform(30, 70)
        self.at(first_s, lambda: taken.append(desk.store.snapshot()))

        def put_back() -> None:
            self.restored.add(desk.name)
            desk.put_back(taken[0])
            for text in self.gone[desk.name].copy():
                if not desk.filed_out(text):
                    # The text went after the backup: it may be with the other side,
                    # and the people here no longer know of it.
                    self.gone[desk.name].discard(text)
                    self.released[desk.name].setdefault(text, Precedence.ROUTINE)

        self.at(first_s + desk.stream.uniform(1, 45), put_back)

    def _heal(self) -> None:
        for carrier in self.carriers.values():
            carrier.healed, carrier.is_cut = True, False
        for desk in self.desks.values():
            desk.fragile = False
            desk.disk_full = False
            if not desk.alive:
                desk.start_again()
            for name in desk.core.state.circuits:
                self._tell(desk, CircuitUp(name))


def enlist(desk: WorldDesk) -> None:
    """Give a station its people; a principal among them, who directs exercises."""
    desk.enlist("drafter", OfficerClass.DRAFTER, OfficerClass.PRINCIPAL)
    desk.enlist("first", OfficerClass.RELEASER)
    desk.enlist("second", OfficerClass.RELEASER)
    desk.enlist("watch", OfficerClass.WATCH)


def shown(desk: WorldDesk) -> list[str]:
    """Return every text the station shows as verified, in filing order."""
    return [
        text
        for text, row in desk.messages()
        if row.key.direction is Direction.IN and not row.flags & EntryFlag.BAD
    ]


def _gone(desk: WorldDesk) -> bool:
    """Tell whether it has died of what it was told."""
    return not desk.alive


def _reread(desk: WorldDesk, link: str, draft: DraftRecord) -> object:
    """Let the writers of a draft read what has come in since."""
    newest = desk.core.state.links[link].mirror.newest
    if newest <= draft.content.read_through:
        return draft
    return desk.tell(DraftReread(draft.content.number, newest))
