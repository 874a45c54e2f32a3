# SPDX-License-Identifier: Apache-2.0
"""Handovers of a simulated world: who takes the watch was told of all that waits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Protocol

from parley.core.floor_events import (
    HandoverAnswered,
    HandoverBegun,
    HandoverHeard,
    HandoverSigned,
)
from parley.core.watch.handing_over import OPEN, SHELF, sheet_digest
from parley.model.act import Act, WatchChanged
from parley.model.handover import Item, Matter, Sheet, Side, SoundTest
from parley.model.identity import KeyScheme
from parley.model.message import Release
from parley.model.record import Direction, EntryFlag
from parley.station.names import ref_of
from parley.station.waiting import WaitingMessages
from parley.testing.looks import rows
from parley.testing.rows import read_once
from parley.testing.world_desk import WorldDesk
from parley.wire.handover import decode_sheet
from parley.wire.limits import SHEET_ITEMS_MAX

SHARE = 0.15
WATCH = ("watch", "aide")
_AGAIN_S = 6.0


class Floor(Protocol):
    """The part of a world that is used here."""

    seed: int
    desks: dict[str, WorldDesk]
    restored: set[str]

    def at(self, delay_s: float, act: Callable[[], object]) -> None:
        """Put an act on the calendar."""
        ...

    def other(self, name: str) -> WorldDesk:
        """Return the station on the other side."""
        ...

    def tell(self, desk: WorldDesk, event: object) -> object:
        """Hand over one event."""
        ...


def plan_shifts(world: Floor, stream: Random) -> None:
    """Let a share of the stations hand their watch over in the middle of it all."""
    for desk in world.desks.values():
        if stream.random() < SHARE:
            shift = _Shift(world, desk, stream)
            world.at(stream.uniform(30, 110), shift.begin)


class _Shift:
    """Two officers, a sheet, and what comes in while they are at it."""

    def __init__(self, world: Floor, desk: WorldDesk, stream: Random) -> None:
        self.world, self.desk, self.stream = world, desk, stream
        self.tries = 12

    def _later(self, act: Callable[[], object]) -> None:
        self.world.at(self.stream.uniform(0.2, _AGAIN_S), act)

    def begin(self) -> None:
        """Make the sheet, or make it anew; what was answered stays answered."""
        self.tries -= 1
        outgoing, incoming = (self.desk.officers[who][0] for who in WATCH)
        event = HandoverBegun(outgoing, incoming, waiting(self.desk))
        sheet = self._told(event)
        if isinstance(sheet, Sheet):
            self._later(self._read)

    def _read(self) -> None:
        """The incoming officer answers every line, and listens to the alarm."""
        me = self.desk.officers["aide"][0]
        sheet = self.desk.core.state.handover if self.desk.alive else None
        lines = () if sheet is None else sheet.items
        for line, item in enumerate(lines):
            if item.note is None:
                self.world.tell(self.desk, HandoverAnswered(me, line, ""))
        if isinstance(self._told(HandoverHeard(SoundTest(me, heard=True))), Sheet):
            self._later(partial(self._sign, Side.OUTGOING))

    def _sign(self, side: Side) -> None:
        desk = self.desk
        sheet = desk.core.state.handover if desk.alive else None
        if sheet is None:
            self._again()
            return
        index, key = desk.officers[WATCH[side - 1]]
        digest = sheet_digest(desk.core.state, sheet, side)
        release = Release(index, KeyScheme.SOFTWARE_ED25519, key.sign(digest))
        stands = waiting(desk)
        signed = self._told(HandoverSigned(side, release, stands))
        if not isinstance(signed, Sheet):
            return
        if signed.done_ms is None:
            self._later(partial(self._sign, Side.INCOMING))
        else:
            _check_told(self.world, desk, signed)
            self._later(self._tell_them)

    def _told(self, event: object) -> object:
        """Hand over a step; where it is refused or lost, they begin anew."""
        answer = self.world.tell(self.desk, event)
        if not isinstance(answer, Sheet):
            self._again()
        return answer

    def _again(self) -> None:
        if self.tries > 0:
            self._later(self.begin)

    def _tell_them(self) -> None:
        desk, link = self.desk, self.world.other(self.desk.name).name
        if desk.alive and link in desk.core.state.links:
            self.world.tell(desk, desk.signed_act(link, WatchChanged(), who="aide"))


def waiting(desk: WorldDesk) -> tuple[Item, ...]:
    """Return the lines of the messages that no officer has, as the station does."""
    if not desk.alive:
        return ()
    return tuple(
        Item(Matter.UNACKNOWLEDGED, key.link, ref_of(key))
        for key in WaitingMessages(desk.store).first(SHEET_ITEMS_MAX)
    )


def _check_told(world: Floor, desk: WorldDesk, sheet: Sheet) -> None:
    """No message is without an officer who was told of it, when the watch changes."""
    told = {each.subject for each in sheet.items if each.note is not None}
    for filed in desk.store.flagged(EntryFlag.OPEN):
        ref = ref_of(filed.row.key)
        assert ref in told, (world.seed, desk.name, "nobody was told of", ref)


def check_shifts(world: Floor) -> None:
    """Two persons signed each sheet; only who took the watch says that it changed."""
    for desk in world.desks.values():
        place = (world.seed, desk.name)
        sheets = [
            decode_sheet(value)
            for name, value in desk.store.shelf(SHELF)
            if name != OPEN
        ]
        for sheet in sheets:
            assert sheet.given is not None, (*place, "not handed over by anybody")
            assert sheet.taken is not None, (*place, "not taken by anybody")
            assert sheet.given.officer != sheet.taken.officer, (*place, "one person")
        if world.restored:
            continue  # a restored station may have forgotten who took its watch
        took = {sheet.incoming for sheet in sheets}
        for row in rows(desk, Direction.OUT):
            payload = read_once(row)[1].payload
            if isinstance(payload, Act) and isinstance(payload.said, WatchChanged):
                officer = payload.release.officer
                assert officer in took, (*place, "says he has the watch", officer)
