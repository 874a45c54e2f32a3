# SPDX-License-Identifier: Apache-2.0
"""Custodians in a simulated world: pages, lines by pages alone, stolen keys.

People do what the alarms tell them: they carry sets of pages where some are missing,
end what both began, and bring new keys after a stop.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Protocol

from parley.core.events import CardRequested, RevocationPresented, StationRevoked
from parley.core.key_acts import (
    KeysShown,
    NewKeysConfirmed,
    NewKeysPresented,
    PagesAlone,
    PagesTaken,
    PagesWanted,
)
from parley.core.state import Link
from parley.crypto.page import set_digits
from parley.testing.rekeyed import new_keys
from parley.testing.world_desk import WorldDesk

SHARE = 0.3
_AGAIN_S = 4.0


class Calendar(Protocol):
    """The part of a world that custodians use."""

    alfa: WorldDesk
    bravo: WorldDesk
    now_s: float

    def at(self, delay_s: float, act: Callable[[], object]) -> None:
        """Put an act on the calendar."""
        ...

    def tell(self, desk: WorldDesk, event: object) -> object:
        """Hand over one event."""
        ...


def plan_keys(world: Calendar, stream: Random) -> None:
    """Let custodians act in a share of the worlds.

    Not where a backup is put back: people would begin what they were at anew, and
    these do not.
    """
    if stream.random() >= SHARE:
        return
    people = Custodians(world, stream)
    kind = stream.choice((people.share, people.bridge, people.compromise))
    world.at(stream.uniform(25, 80), kind)
    world.at(20, people.courier)


class Custodians:
    """Two people with a telephone between them."""

    def __init__(self, world: Calendar, stream: Random) -> None:
        """Begin with nothing carried yet."""
        self.world, self.stream = world, stream
        self.both = (world.alfa, world.bravo)
        self.alone: bool | None = None  # what both agreed last
        self.thief = False

    def _until(self, done: Callable[[], bool], then: Callable[[], object]) -> None:
        """Try something again and again, then go on."""

        def act() -> None:
            if done():
                then()
            else:
                self.world.at(_AGAIN_S, act)

        self.world.at(self.stream.uniform(0, 6), act)

    def share(self) -> None:
        """Make a set and carry it; now and then one side never gets its medium."""
        maker = self.stream.choice(self.both)
        made = self.world.tell(maker, PagesWanted(_other(maker, self.both).name, 8))
        if not isinstance(made, bytes):
            self.world.at(_AGAIN_S, self.share)
            return
        takers = self.both if self.stream.random() < 0.8 else (maker,)  # noqa: PLR2004
        for desk in takers:
            self._take(desk, made)

    def _take(self, desk: WorldDesk, made: bytes) -> None:
        def taken() -> bool:
            if not desk.alive:
                return False
            answer = self.world.tell(desk, PagesTaken(made, set_digits(made)))
            return answer is not None

        self._until(taken, lambda: None)

    def bridge(self) -> None:
        """Go by pages alone for a time."""
        self._carry_both()
        self.world.at(12, lambda: self._agree(alone=True))
        self.world.at(self.stream.uniform(30, 70), lambda: self._agree(alone=False))

    def _carry_both(self) -> None:
        maker = next((each for each in self.both if each.alive), None)
        other = None if maker is None else _other(maker, self.both)
        made = None
        if maker is not None and other is not None:
            made = self.world.tell(maker, PagesWanted(other.name, 8))
        if not isinstance(made, bytes):
            self.world.at(_AGAIN_S, self._carry_both)
            return
        for desk in self.both:
            self._take(desk, made)

    def _agree(self, *, alone: bool) -> None:
        self.alone = alone
        for desk in self.both:
            self._set(desk, alone=alone)

    def _set(self, desk: WorldDesk, *, alone: bool) -> None:
        link = _other(desk, self.both).name

        def is_set() -> bool:
            if self.alone is not alone:
                return True  # they have agreed otherwise since
            known = _link(desk)
            if known is None:
                return False
            if known.pages.alone is alone:
                return True
            self.world.tell(desk, PagesAlone(link, alone))
            return False

        self._until(is_set, lambda: None)

    def compromise(self) -> None:
        """ALFA's keys are stopped; on by pages, then new keys."""
        self.thief = True
        self._until(self._stopped_here, self._carry_stop)

    def _stopped_here(self) -> bool:
        alfa = self.world.alfa
        # Before both sides have the agreement in force they pair anew (W31).
        if not all(known and known.in_force for known in map(_link, self.both)):
            return False
        if not alfa.core.state.own_stopped:
            self.world.tell(alfa, StationRevoked())
        return alfa.alive and alfa.core.state.own_stopped

    def _carry_stop(self) -> None:
        self._until(self._stopped_there, self._go_on)

    def _stopped_there(self) -> bool:
        alfa, bravo = self.both
        if not alfa.alive or not bravo.alive:
            return False
        statement = self.world.tell(alfa, StationRevoked())
        if isinstance(statement, bytes):
            self.world.tell(bravo, RevocationPresented(statement))
        known = _link(bravo)
        return known is not None and known.stopped

    def _go_on(self) -> None:
        if self.stream.random() < 0.7:  # noqa: PLR2004 - others have no safe
            self._carry_both()
            self.world.at(10, lambda: self._agree(alone=True))
        self.world.at(self.stream.uniform(20, 60), self._renew)

    def _renew(self) -> None:
        """The root delegates new keys; the station starts with them."""
        alfa = self.world.alfa
        self.alone = None
        alfa.adopt(new_keys(alfa.name), 2)
        alfa.kill()
        self._until(self._confirmed, lambda: None)

    def _confirmed(self) -> bool:
        alfa, bravo = self.both
        known = _link(bravo)
        if known is not None and not known.stopped:
            return True
        if known is None or not alfa.alive or alfa.core.state.own_stopped:
            return False
        card = self.world.tell(alfa, CardRequested())
        digits = self.world.tell(alfa, KeysShown(bravo.name))
        if isinstance(card, bytes) and isinstance(digits, str):
            self.world.tell(bravo, NewKeysPresented(card))
            self.world.tell(bravo, NewKeysConfirmed(alfa.name, digits))
        return False

    def courier(self) -> None:
        """Where a line waits for pages, a fresh set goes across by hand."""
        waits = False
        for desk in self.both:
            known = _link(desk)
            if known is not None and not known.pages.ours:
                waits = waits or known.pages.alone or known.pages.refused
        if waits:
            self._carry_both()
        self.world.at(20, self.courier)


def _other(desk: WorldDesk, both: tuple[WorldDesk, WorldDesk]) -> WorldDesk:
    return both[1] if desk is both[0] else both[0]


def _link(desk: WorldDesk) -> Link | None:
    """Return the line of a station that lives, once it is confirmed."""
    if not desk.alive:
        return None
    return next(iter(desk.core.state.links.values()), None)
