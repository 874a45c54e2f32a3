# SPDX-License-Identifier: Apache-2.0
"""What one kind of act does beside being judged, logged and sent."""

from __future__ import annotations

from collections.abc import Callable

from parley.core.acts import ACTS
from parley.core.events import ActGiven
from parley.core.logging_out import Logged
from parley.core.records import LadderFact, Rung
from parley.core.shelves import encode_fact, ladder_key
from parley.core.state import Link
from parley.core.step import Step
from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.model.act import Act
from parley.model.record import Direction, EntryKey
from parley.wire.act import kind_said

Place = tuple[int, int]
"""Incarnation and serial of an entry of one log; later ones are greater."""


class Heard(Fixed):
    """An act of theirs that is good, and the entry of theirs that says it."""

    act: Act
    incarnation: int
    serial: int
    leaf: bytes

    @property
    def place(self) -> Place:
        """Where it stands in the logs of its side, which is not always the newest."""
        return self.incarnation, self.serial

    def key(self, link: Link) -> EntryKey:
        """Return the entry that says it."""
        return EntryKey(link.name, Direction.IN, *self.place)


class Procedure(Fixed):
    """`check` may refuse ours and changes nothing; `given` and `heard` act."""

    check: Callable[[Step, Link, ActGiven], None]
    given: Callable[[Step, Link, ActGiven, Logged], None]
    heard: Callable[[Step, Link, Heard], None]


def place_in_log(entry: EntryKey) -> Place:
    """Return where an entry stands in the logs of its side."""
    return entry.incarnation, entry.serial


def place_of(link: Link, act: Act, direction: Direction) -> EntryKey:
    """Return the place of the entry that an act is about."""
    about = act.about
    assert about is not None, "this kind refers to an entry"
    return EntryKey(link.name, direction, about.incarnation, about.serial)


def note_rung(
    step: Step,
    link: Link,
    act: Act,
    serial: int,
    direction: Direction,
    *,
    rung: Rung | None = None,
    good: bool = True,
    until_ms: int | None = None,
    times: int = 1,
    note: str | None = None,
) -> LadderFact:
    """Keep what an act proves of the message that it is about; return the fact.

    `direction` is the message's; `serial` is the entry that says the act.  Without a
    `rung`, it is the one of the kind.
    """
    rung = ACTS[kind_said(act.said)].rung if rung is None else rung
    theirs = direction is Direction.OUT
    roster = link.counterpart.roster if theirs else step.state.roster
    officer = roster.officer(act.release.officer)
    assert rung is not None, "it proves a rung"
    assert act.about is not None, "it is about a message"
    fact = LadderFact(
        rung=rung,
        serial=serial,
        leaf=act.about.leaf,
        attested_ms=act.created_ms,
        seen_ms=step.now.wall_ms,
        officer=act.release.officer,
        good=good,
        until_ms=until_ms,
        times=times,
        note=note,
        position=None if officer is None else officer.position,
    )
    key = place_of(link, act, direction)
    step.put("ladder", ladder_key(key, rung, fact.leaf), encode_fact(fact))
    step.look("messages")
    return fact


def check_open(event: ActGiven) -> None:
    """Refuse to promise or decline what is answered or declined already.

    Raises:
        LocalFault: PLY-WCH-010.

    """
    assert event.about is not None, "this kind refers to an entry"
    assert event.asked is not None, "it was checked"
    if event.asked.reached & {Rung.ANSWERED, Rung.DECLINED}:
        raise LocalFault("PLY-WCH-010", serial=event.about.serial)


def check_acknowledged(step: Step, event: ActGiven) -> None:
    """Refuse to say more of a message than that we have it before somebody has it.

    Raises:
        LocalFault: PLY-WCH-003.

    """
    assert event.about is not None, "this kind refers to an entry"
    place = (event.link, event.about.incarnation, event.about.serial)
    asked = event.asked
    if asked is None or (asked.open and place not in step.state.acknowledged):
        raise LocalFault("PLY-WCH-003", serial=event.about.serial)
