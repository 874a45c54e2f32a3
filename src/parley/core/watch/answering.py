# SPDX-License-Identifier: Apache-2.0
"""A reply answers; a decline says that no answer will come; both end a promise."""

from __future__ import annotations

from parley.core.events import ActGiven
from parley.core.logging_out import Logged
from parley.core.records import LadderFact, Rung
from parley.core.shelves import encode_fact, ladder_key
from parley.core.state import Link
from parley.core.step import Step
from parley.core.watch.procedure import (
    Heard,
    Procedure,
    check_acknowledged,
    check_open,
    note_rung,
    place_of,
)
from parley.core.watch.standing_by import forget
from parley.model.act import Act, Declined
from parley.model.message import Content, RelationKind
from parley.model.record import Direction, EntryKey


def answered(step: Step, link: Link, content: Content, said: EntryKey) -> None:
    """Note what a reply, in `said`, answers."""
    pointer = content.relation
    if pointer is None or pointer.kind is not RelationKind.IN_REPLY_TO or pointer.ours:
        return
    # SPEC 8.16: "A message in reply to an entry of the other log is the answer to it."
    place = (pointer.log, pointer.serial)
    key = EntryKey(link.name, Direction(1 - said.direction), *place)
    if said.direction is Direction.IN and place >= (
        link.out.incarnation,
        link.out.next_serial,
    ):
        return  # so much was never said
    fact = LadderFact(
        rung=Rung.ANSWERED,
        serial=said.serial,
        leaf=b"",
        attested_ms=content.created_ms,
        seen_ms=step.now.wall_ms,
    )
    # A reply names a place and no leaf, so the fact stands under none.
    step.put("ladder", ladder_key(key, Rung.ANSWERED, b""), encode_fact(fact))
    forget(step, link, key)
    step.look("messages")


def _check(step: Step, _link: Link, event: ActGiven) -> None:
    check_acknowledged(step, event)
    check_open(event)


def _decline(
    step: Step, link: Link, act: Act, serial: int, direction: Direction
) -> None:
    said = act.said
    assert isinstance(said, Declined), "this procedure is of a decline"
    note = None if said.reason is None else said.reason.name.lower().replace("_", " ")
    note_rung(step, link, act, serial, direction, note=note)
    forget(step, link, place_of(link, act, direction))


def _given(step: Step, link: Link, event: ActGiven, logged: Logged) -> None:
    _decline(step, link, event.act, logged.serial, Direction.IN)


def _heard(step: Step, link: Link, said: Heard) -> None:
    _decline(step, link, said.act, said.serial, Direction.OUT)


DECLINE = Procedure(_check, _given, _heard)
