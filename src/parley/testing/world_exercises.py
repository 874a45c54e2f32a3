# SPDX-License-Identifier: Apache-2.0
"""Exercises of a simulated world: two keys, and what is real comes first.

In a world of mode EXERCISE a director announces one, the watch consents, and it is
interrupted by a word, by a signed step or by live traffic.  In other worlds nothing of
it can be said, and frames of an exercise station come in beside the real ones.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Protocol

from parley.core.events import FrameArrived
from parley.core.floor_events import ExerciseInterrupted, ExercisePlanned
from parley.core.records import DraftRecord
from parley.core.state import Link
from parley.core.tended import Exercise, ExerciseState, Plan
from parley.errors import LocalFault
from parley.model.act import Act, ExerciseAnnounced, ExerciseMoved, ExerciseStep
from parley.model.precedence import Mode
from parley.model.record import Direction, EntryFlag, EntryRow
from parley.testing.looks import rows
from parley.testing.rows import read_once
from parley.testing.world_desk import WorldDesk

_HEALED_S = 150.0
_HOUR_MS = 3_600_000
_NAME = "QUIET HARBOUR 26"
_DIRECTOR = "drafter"  # a principal too


class Ground(Protocol):
    """The part of a world that is used here."""

    seed: int
    now_s: float
    desks: dict[str, WorldDesk]
    restored: set[str]
    frames: dict[tuple[str, bytes, bytes], bytes]

    def at(self, delay_s: float, act: Callable[[], object]) -> None:
        """Put an act on the calendar."""
        ...

    def other(self, name: str) -> WorldDesk:
        """Return the station on the other side."""
        ...

    def tell(self, desk: WorldDesk, event: object) -> object:
        """Hand over one event."""
        ...


def plan_exercises(world: Ground, stream: Random) -> None:
    """Let exercises be played, or show that there is no place for them."""
    for desk in world.desks.values():
        drill = _Drill(world, desk, stream)
        for _ in range(stream.randrange(2)):
            world.at(stream.uniform(30, 140), drill.mistake)
        if desk.mode is not Mode.EXERCISE:
            world.at(stream.uniform(30, 110), drill.refused)
        elif stream.random() < 0.5:  # noqa: PLR2004
            world.at(stream.uniform(25, 60), drill.plan)
            world.at(stream.uniform(30, 80), drill.go_on)


class _Drill:
    """The exercise of one station, and what reaches it that is none."""

    def __init__(self, world: Ground, desk: WorldDesk, stream: Random) -> None:
        self.world, self.desk, self.stream = world, desk, stream
        self.breaks_left = stream.randrange(3)

    @property
    def link(self) -> Link | None:
        """The line, once it is known here."""
        name = self.world.other(self.desk.name).name
        return self.desk.core.state.links.get(name) if self.desk.alive else None

    @property
    def ours(self) -> Exercise | None:
        """What we announced, if it has not ended."""
        link = self.link
        return None if link is None else link.tended.exercises.get(Direction.OUT)

    def plan(self) -> None:
        """Plan it at home."""
        link = self.link
        if link is not None:
            by, now_ms = self.desk.officers[_DIRECTOR][0], self.desk.wall_ms
            span = (now_ms, now_ms + _HOUR_MS)
            planned = Plan(link.name, _NAME, *span, "Cut the fibre.", by)
            self.world.tell(self.desk, ExercisePlanned(planned))

    def go_on(self) -> None:
        """Do the next thing: announce, turn a key, start, interrupt, in the end end."""
        known = self.ours
        if self.world.now_s > _HEALED_S:
            if known is not None:
                self._step(known, ExerciseStep.END, "watch")
        elif known is None:
            self._announce()
        elif known.state is ExerciseState.RUNNING:
            self._interrupt(known)
        else:
            self._turn_keys(known)
        if self.world.now_s < _HEALED_S or self.ours is not None:
            self.world.at(self.stream.uniform(4, 20), self.go_on)

    def _turn_keys(self, known: Exercise) -> None:
        """The watch consents and the director starts it; now and then he does alone."""
        if self.stream.random() < 0.7:  # noqa: PLR2004
            who = self.stream.choice(("watch", "aide"))
            self._step(known, ExerciseStep.CONSENT, who)
        self._step(known, ExerciseStep.START, _DIRECTOR)

    def _announce(self) -> None:
        link = self.link
        if link is not None:
            now_ms = self.desk.wall_ms
            said = ExerciseAnnounced(_NAME, now_ms, now_ms + _HOUR_MS)
            act = self.desk.signed_act(link.name, said, who=_DIRECTOR)
            self.world.tell(self.desk, act)

    def _step(self, known: Exercise, step: ExerciseStep, who: str) -> None:
        filed = self.desk.store.entry(known.entry) if self.desk.alive else None
        if filed is not None:
            said = ExerciseMoved(step)
            act = self.desk.signed_act(known.entry.link, said, filed.row, who)
            self.world.tell(self.desk, act)

    def _interrupt(self, known: Exercise) -> None:
        if self.breaks_left:
            self.breaks_left -= 1
            if self.stream.random() < 0.5:  # noqa: PLR2004
                self.world.tell(self.desk, ExerciseInterrupted("Smoke in the room."))
            else:
                self._step(known, ExerciseStep.INTERRUPT, "watch")

    def refused(self) -> None:
        """Nobody announces an exercise on the real line."""
        link = self.link
        if link is None:
            return
        now_ms = self.desk.wall_ms
        said = ExerciseAnnounced(_NAME, now_ms, now_ms + _HOUR_MS)
        answer = self.world.tell(self.desk, self.desk.signed_act(link.name, said))
        place = (self.world.seed, self.desk.name)
        assert isinstance(answer, LocalFault | None), (*place, "exercise on a line")

    def mistake(self) -> None:
        """A frame of the other world comes: somebody has put the wrong cable in."""
        theirs, link = self.world.other(self.desk.name).name, self.link
        sent = [frame for (by, *_), frame in self.world.frames.items() if by == theirs]
        if link is None or link.stopped or not sent:
            return  # from stopped keys nothing is taken, of whatever mode
        frame = self.stream.choice(sent)
        other = Mode.LIVE if self.desk.mode is Mode.EXERCISE else Mode.EXERCISE
        bent = bytes((other << 4 | frame[0] & 15,)) + frame[1:]
        circuit = next(iter(self.desk.core.state.circuits))
        before = len(_shown(self.desk))
        self.world.tell(self.desk, FrameArrived(circuit, bent))
        if self.desk.alive:
            self._check_mistake(other, before)

    def _check_mistake(self, other: Mode, before: int) -> None:
        """It is refused and alarmed at once, and stills what is not real."""
        place = (self.world.seed, self.desk.name)
        assert len(_shown(self.desk)) == before, (*place, "modes mixed")
        standing = {alarm.code for alarm in self.desk.core.alarms()}
        wanted = {"OTHER-MODE"} | ({"LIVE-TRAFFIC"} if other is Mode.LIVE else set())
        assert wanted <= standing, (*place, "not alarmed", wanted - standing)
        if other is Mode.LIVE:
            for link in self.desk.core.state.links.values():
                for known in link.tended.exercises.values():
                    assert known.state is not ExerciseState.RUNNING, (
                        *place,
                        "an exercise goes on beside live traffic",
                    )


def _shown(desk: WorldDesk) -> list[object]:
    return list(desk.store.flagged(EntryFlag.MESSAGE))


def stands_still(desk: WorldDesk, link: str) -> bool:
    """Tell whether an exercise on the link is interrupted."""
    known = desk.core.state.links[link].tended.exercises.values()
    return any(each.state is ExerciseState.INTERRUPTED for each in known)


def check_still(seed: int, desk: WorldDesk, still: bool, draft: object) -> None:
    """While an exercise is interrupted nothing is released on its line."""
    gone = isinstance(draft, DraftRecord) and draft.serial is not None
    assert not (still and gone), (seed, desk.name, "released while interrupted")


def check_exercises(world: Ground) -> None:
    """What began had two persons; what ended is over, on both sides."""
    if world.restored:
        return  # a restored station may have forgotten what it had announced
    for desk in world.desks.values():
        place = (world.seed, desk.name)
        # Their mirror may be in another order: after new keys some of it is given back.
        ended = _two_keys(place, rows(desk, Direction.OUT))
        theirs = world.other(desk.name)
        ended |= _two_keys(place, rows(theirs, Direction.OUT))
        for link in desk.core.state.links.values():
            known = link.tended.exercises
            assert Direction.OUT not in known, (*place, "ours never ended")
            for each in known.values():
                assert each.leaf not in ended, (*place, "it was ended")


def _two_keys(place: tuple[int, str], log: list[EntryRow]) -> set[bytes]:
    """Return the leaves of what was ended; each start had a key of another person.

    What nobody could read of an old incarnation is said again, and is no new act.
    """
    directors: dict[bytes, int] = {}
    consents: dict[bytes, set[int]] = {}
    ended: set[bytes] = set()
    signed: set[bytes] = set()
    for row in log:
        payload = read_once(row)[1].payload
        if not isinstance(payload, Act) or payload.release.signature in signed:
            continue
        signed.add(payload.release.signature)
        officer = payload.release.officer
        match payload.said, payload.about:
            case ExerciseAnnounced(), _:
                directors[row.leaf], consents[row.leaf] = officer, set()
            case ExerciseMoved(ExerciseStep.CONSENT), about if about is not None:
                consents[about.leaf].add(officer)
            case ExerciseMoved(ExerciseStep.START), about if about is not None:
                given = consents[about.leaf] - {directors[about.leaf]}
                assert given, (*place, "started with one key")
                assert officer == directors[about.leaf], (*place, "by another")
                consents[about.leaf] = set()
            case ExerciseMoved(ExerciseStep.INTERRUPT), about if about is not None:
                consents[about.leaf] = set()
            case ExerciseMoved(ExerciseStep.END), about if about is not None:
                ended.add(about.leaf)
            case _:
                pass
    return ended
