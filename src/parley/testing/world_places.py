# SPDX-License-Identifier: Apache-2.0
"""Positions of a simulated world: who may act on what, and a liar that lets others."""

from __future__ import annotations

from random import Random

from parley.core.acts import ACTS
from parley.core.entries import read_row
from parley.core.events import OfficerChanged
from parley.core.records import Rung
from parley.core.shelves import decode_fact, key_of_place
from parley.model.act import (
    Acknowledged,
    Act,
    Declined,
    Reference,
    Standby,
    WatchChanged,
)
from parley.model.identity import OfficerClass
from parley.model.message import Message
from parley.model.record import Direction, EntryRow
from parley.testing.lies import unchecked_act
from parley.testing.looks import rows
from parley.testing.rows import read_once
from parley.testing.world_desk import WorldDesk

_BY_ACT = frozenset(rule.rung for rule in ACTS.values()) | {Rung.MISREAD}
_TAIL = 9  # a rung and eight bytes of a leaf, behind the place of its message


def enlist_aide(desk: WorldDesk) -> None:
    """Put an officer of class watch into the other position."""
    desk.enlist("aide", OfficerClass.WATCH)
    desk.tell(OfficerChanged(desk.officers["aide"][0], position="principal"))


def addressed(stream: Random) -> tuple[str, ...]:
    """Return to whom a text goes: mostly to all, which is what nothing names."""
    return stream.choice(((), (), ("duty officer",), ("principal",)))


def speaker(row: EntryRow) -> str:
    """Return who may act on a message of theirs."""
    return "aide" if _to(row) == (1,) else "watch"


def _to(row: EntryRow) -> tuple[int, ...]:
    payload = read_row(row)[1].payload
    assert isinstance(payload, Message), "only messages are asked about"
    return payload.content.to


def out_of_place(desk: WorldDesk, link: str, stream: Random) -> Act | None:
    """Return a good signature of the wrong officer about a message, if there is one."""
    had = [row for _, row in desk.messages() if row.key.direction is Direction.IN]
    narrow = [row for row in had if len(_to(row)) == 1]
    if not narrow:
        return None
    row = stream.choice(narrow)
    about = Reference(row.key.incarnation, row.key.serial, row.leaf)
    wrong = "watch" if speaker(row) == "aide" else "aide"
    said = stream.choice((Acknowledged(), Declined(None), Standby(2**50)))
    return unchecked_act(desk, link, said, about, wrong)


def check_places(seed: int, desk: WorldDesk) -> None:
    """Nothing is proved of a message by an officer of another position.

    Whoever has said that he took the watch stands in for every position.
    """
    for name, value in desk.store.shelf("ladder"):
        fact = decode_fact(value)
        if fact.rung not in _BY_ACT:
            continue
        key = key_of_place(name[:-_TAIL])
        filed = desk.store.entry(key)
        if filed is None or filed.row.leaf != fact.leaf:
            continue
        if fact.position not in _to(filed.row):
            took = _took_watch(desk, Direction(1 - key.direction))
            place = (seed, desk.name, "of another position", key, fact)
            assert fact.officer in took, place


def _took_watch(desk: WorldDesk, speaker: Direction) -> set[int]:
    said = (read_once(row)[1].payload for row in rows(desk, speaker))
    return {
        act.release.officer
        for act in said
        if isinstance(act, Act) and isinstance(act.said, WatchChanged)
    }
