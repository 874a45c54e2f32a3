# SPDX-License-Identifier: Apache-2.0
"""What the watches of a simulated world do about messages, and what must then hold."""

from __future__ import annotations

from random import Random

from parley.core.acts import ACTS
from parley.core.records import LadderFact, Rung
from parley.core.shelves import decode_fact, key_of_place
from parley.model.act import (
    Act,
    Declined,
    Delivered,
    Said,
    Standby,
    Understood,
    WatchAnswered,
    WatchAsked,
)
from parley.model.record import Direction, EntryFlag, EntryKey, EntryRow
from parley.testing.rows import read_once
from parley.testing.world_desk import WorldDesk
from parley.testing.world_places import speaker
from parley.wire.act import kind_said

_BY_ACT = frozenset(rule.rung for rule in ACTS.values()) | {Rung.MISREAD}
_TAIL = 9  # a rung and eight bytes of a leaf, behind the place of its message


def tend(desk: WorldDesk, link: str, people: Random) -> None:
    """Let the watch say something of a message that somebody has, or ask and answer."""
    if not desk.alive or link not in desk.core.state.links:
        return
    waiting = desk.core.state.links[link].tended.checked
    if waiting is not None:
        question = desk.store.entry(EntryKey(link, Direction.IN, *waiting[:2]))
        if question is not None:
            desk.tell(desk.signed_act(link, WatchAnswered(), question.row))
    if people.random() < 0.1:  # noqa: PLR2004
        desk.tell(desk.signed_act(link, WatchAsked()))
    if _gone(desk):
        return
    had = [
        row
        for _, row in desk.messages()
        if row.key.direction is Direction.IN
        and not row.flags & (EntryFlag.OPEN | EntryFlag.BAD)
    ]
    if had:
        said, row = _said(desk, people), people.choice(had)
        desk.tell(desk.signed_act(link, said, row, speaker(row)))


def _gone(desk: WorldDesk) -> bool:
    """Tell whether it has died of what it was told."""
    return not desk.alive


def _said(desk: WorldDesk, people: Random) -> Said:
    until_ms = desk.wall_ms + people.randrange(1_000, 120_000)
    return people.choice(
        (
            Understood(()),
            Understood(("12",)),
            Delivered(1, None, desk.wall_ms),
            Standby(until_ms),
            Standby(until_ms),
            Declined(None),
        )
    )


def check_watch(
    seed: int, ours: WorldDesk, theirs: WorldDesk, *, one_clock: bool
) -> None:
    """No rung without its signer; both sides see the same clock.

    A station that was put back to an old copy may promise once more what it forgot
    that it had promised; then `one_clock` is not asked (weakness W21).
    """
    promised: dict[tuple[bool, int, int, int], set[int | None]] = {}
    for desk in (ours, theirs):
        acts = _acts(desk)
        for key, fact in _facts(desk):
            if fact.rung in _BY_ACT:
                proved = _proves(acts, key, fact)
                assert proved, (seed, desk.name, "a rung without its signer", key, fact)
            if fact.rung is Rung.STANDBY:
                by_us = (key.direction is Direction.OUT) == (desk is ours)
                place = (by_us, key.incarnation, key.serial, fact.times)
                promised.setdefault(place, set()).add(fact.until_ms)
    different = {place: each for place, each in promised.items() if len(each) > 1}
    assert not one_clock or not different, (
        seed,
        "two clocks for one promise",
        different,
    )


def _facts(desk: WorldDesk) -> list[tuple[EntryKey, LadderFact]]:
    return [
        (key_of_place(place[:-_TAIL]), decode_fact(value))
        for place, value in desk.store.shelf("ladder")
        if decode_fact(value).rung in _BY_ACT
    ]


def _acts(desk: WorldDesk) -> dict[tuple[Direction, int], list[Act]]:
    found: dict[tuple[Direction, int], list[Act]] = {}
    for filed in desk.store.flagged(EntryFlag(0)):
        act = _act(filed.row)
        if act is not None:
            place = (filed.row.key.direction, filed.row.key.serial)
            found.setdefault(place, []).append(act)
    return found


def _act(row: EntryRow) -> Act | None:
    if EntryFlag.FORGOTTEN in row.flags:
        return None
    payload = read_once(row)[1].payload
    return payload if isinstance(payload, Act) else None


def _proves(
    acts: dict[tuple[Direction, int], list[Act]], key: EntryKey, fact: LadderFact
) -> bool:
    """Tell whether an entry of the speaker says this, signed by whom it names."""
    speaker = Direction(1 - key.direction)
    rungs = {Rung.MISREAD: Rung.UNDERSTOOD}
    wanted = rungs.get(fact.rung, fact.rung)
    return any(
        act.release.officer == fact.officer
        and act.about is not None
        and (act.about.serial, act.about.leaf) == (key.serial, fact.leaf)
        and ACTS[kind_said(act.said)].rung is wanted
        for act in acts.get((speaker, fact.serial), ())
    )
