# SPDX-License-Identifier: Apache-2.0
"""MINIMIZE, suspensions and stopped keys in a simulated world, and what must hold.

Whoever orders something takes it back once the troubles are over.  A world in which a
station stops its own keys ends in silence, and is judged by that.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Protocol

from parley.core.events import DraftReviewed, RevocationPresented, StationRevoked
from parley.core.records import DraftRecord
from parley.core.shelves import decode_draft, number_key
from parley.model.act import Act, Minimized, MinimizeEnded, Resumed, Suspended
from parley.model.message import Message
from parley.model.precedence import Precedence
from parley.model.record import Direction, EntryFlag, EntryKey, EntryRow
from parley.testing.looks import rows
from parley.testing.rows import read_once
from parley.testing.world_desk import WorldDesk

_HEALED_S = 150.0
_SPARES = (Precedence.PRIORITY, Precedence.IMMEDIATE, Precedence.FLASH)


class Place(Protocol):
    """The part of a world that is used here."""

    seed: int
    floor: Random
    desks: dict[str, WorldDesk]
    liar: WorldDesk | None
    restored: set[str]
    reviewed: dict[str, set[str]]
    stopped: dict[str, tuple[int, int]]
    frames_sent: dict[str, int]

    def at(self, delay_s: float, act: Callable[[], object]) -> None:
        """Put an act on the calendar."""
        ...

    def other(self, name: str) -> WorldDesk:
        """Return the station on the other side."""
        ...


def plan_floor(world: Place) -> None:
    """Put on the calendar what the floors of both sides order, and take back."""
    floor = world.floor
    for desk in world.desks.values():
        if floor.random() < 0.4:  # noqa: PLR2004
            order = Minimized(floor.choice(_SPARES), None, "Little can be carried.")
            world.at(floor.uniform(30, 110), partial(_say, world, desk, order))
        if floor.random() < 0.25:  # noqa: PLR2004
            closed = Suspended(None, "By decision.")
            world.at(floor.uniform(30, 110), partial(_say, world, desk, closed))
        world.at(_HEALED_S, partial(_open_again, world, desk))
    if world.liar is None and floor.random() < 0.06:  # noqa: PLR2004
        desk = floor.choice(list(world.desks.values()))
        world.at(floor.uniform(60, 110), partial(_stop_keys, world, desk))


def _say(world: Place, desk: WorldDesk, said: Minimized | Suspended) -> None:
    link = world.other(desk.name).name
    if desk.alive and link in desk.core.state.links:
        desk.tell(desk.signed_act(link, said))


def _open_again(world: Place, desk: WorldDesk) -> None:
    """End what is in force here, until it is; the other side hears it."""
    link = world.other(desk.name).name
    known = desk.core.state.links.get(link) if desk.alive else None
    if known is not None:
        order = known.tended.minimize.get(Direction.OUT)
        if order is not None:
            _about(desk, link, MinimizeEnded(), order.entry)
    if desk.alive and known is not None:
        closed = known.tended.suspensions.get(Direction.OUT)
        if closed is not None:
            log = (Direction.OUT, closed.incarnation, closed.serial)
            _about(desk, link, Resumed(), EntryKey(link, *log))
    world.at(15, partial(_open_again, world, desk))


def _about(
    desk: WorldDesk, link: str, said: MinimizeEnded | Resumed, key: EntryKey
) -> None:
    filed = desk.store.entry(key)
    if filed is not None:
        desk.tell(desk.signed_act(link, said, filed.row))


def _stop_keys(world: Place, desk: WorldDesk) -> None:
    """A custodian stops the keys; a courier brings the paper to the other side."""
    statement = desk.tell(StationRevoked())
    if not isinstance(statement, bytes):
        world.at(5, partial(_stop_keys, world, desk))
        return
    world.at(world.floor.uniform(0, 30), partial(_present, world, desk, statement))


def _present(world: Place, desk: WorldDesk, statement: bytes) -> None:
    there = world.other(desk.name)
    there.tell(RevocationPresented(statement))
    link = there.core.state.links.get(desk.name) if there.alive else None
    if link is None or not link.stopped:
        world.at(5, partial(_present, world, desk, statement))
        return
    heard = len(rows(there, Direction.IN))
    world.stopped[there.name] = (heard, world.frames_sent[there.name])


def look_once_more(
    world: Place, desk: WorldDesk, link: str, draft: DraftRecord
) -> None:
    """Sometimes a releaser finds that a draft must go although MINIMIZE holds."""
    known = desk.core.state.links[link]
    if known.tended.minimize and world.floor.random() < 0.3:  # noqa: PLR2004
        number = draft.content.number
        desk.tell(DraftReviewed(number, desk.officers["first"][0]))
        # Asked of the disk: a station may die with the review on it.
        kept = desk.store.value("draft", number_key(number))
        if kept is not None and decode_draft(kept).reviewed_ms is not None:
            world.reviewed[desk.name].add(draft.content.texts[0].text)


def check_stopped(world: Place) -> None:
    """After a stop nothing of that station is filed, and nothing is sent to it.

    Where custodians went over to pages alone the line goes on without those keys, and
    with new ones that the root delegated it goes on as before.
    """
    for name, (heard, sent) in world.stopped.items():
        there = world.desks[name]
        link = there.core.state.links[world.other(name).name]
        renewed = link.counterpart.card.delegation.number > 1
        if name in world.restored or link.pages.alone or renewed:
            continue
        place = (world.seed, name)
        assert len(rows(there, Direction.IN)) == heard, (*place, "heard after a stop")
        assert world.frames_sent[name] == sent, (*place, "sent after a stop")
        for filed in there.store.flagged(EntryFlag.MESSAGE):
            assert read_once(filed.row), (*place, "the record is not readable")


def check_floor(world: Place) -> None:
    """What held is not on the record as broken; what was opened is open at both."""
    if world.restored:
        return  # a restored station may have forgotten what it had ordered
    for desk in world.desks.values():
        _kept_its_word(world, desk)
        for link in desk.core.state.links.values():
            place = (world.seed, desk.name)
            assert not link.tended.suspensions, (*place, "still suspended")
            assert not link.tended.minimize, (*place, "still MINIMIZE")


def _kept_its_word(world: Place, desk: WorldDesk) -> None:
    """By its own log alone: nothing went while its own side had closed the line.

    What nobody could read of an old incarnation is said again, and is no new release.
    """
    closed: bytes | None = None
    spares: Precedence | None = None
    gone: set[int] = set()
    for row in rows(desk, Direction.OUT):
        payload = read_once(row)[1].payload
        if isinstance(payload, Message):
            content = payload.content
            if content.number in gone:
                continue
            gone.add(content.number)
            place = (world.seed, desk.name, row.key.serial)
            flash = content.precedence is Precedence.FLASH
            assert flash or closed is None, (*place, "released while suspended")
            below = spares is not None and content.precedence < spares
            reviewed = content.texts[0].text in world.reviewed[desk.name]
            assert reviewed or not below, (*place, "released under MINIMIZE")
        elif isinstance(payload, Act):
            closed, spares = _follow(row, payload, closed, spares)


def _follow(
    row: EntryRow, act: Act, closed: bytes | None, spares: Precedence | None
) -> tuple[bytes | None, Precedence | None]:
    match act.said:
        case Suspended():
            return row.leaf, spares
        case Resumed() if act.about is not None and act.about.leaf == closed:
            return None, spares
        case Minimized(spared):
            return closed, spared
        case MinimizeEnded():
            return closed, None
        case _:
            return closed, spares
