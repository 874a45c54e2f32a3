# SPDX-License-Identifier: Apache-2.0
"""What the watch has open, from its shelves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from parley.core import addressees, standing
from parley.core.shelves import key_of_place
from parley.core.step import Step
from parley.core.tended import Owner
from parley.core.watch import (
    calling,
    checking,
    clarifying,
    escalating,
    exercising,
    following,
    glossary,
    handing_over,
    minimizing,
    noticing,
    over,
    planning,
    readouts,
    silence,
    standing_by,
    suspending,
    understanding,
)
from parley.model.record import Direction
from parley.wire.cbor import loads


class Shelves(Protocol):
    """The part of a store that is read here."""

    def shelf(self, name: str) -> Iterator[tuple[bytes, bytes]]:
        """Yield a shelf's values in key order."""
        ...


def recover_watch(step: Step, records: Shelves) -> None:
    """Take back promises, what waits to be read back, MINIMIZE, readouts."""
    links = step.state.links
    for place, value in records.shelf(standing_by.SHELF):
        key = key_of_place(place)
        until_ms, leaf, times = _list(value)
        standing_by.recover(links[key.link], step, key, (until_ms, leaf, times))
    for place, value in records.shelf(understanding.SHELF):
        key = key_of_place(place)
        leaf, critical, due_ms, stop = _list(value)
        unread = (leaf, critical, due_ms, stop)
        understanding.recover(links[key.link], step, key, unread)
    for place, value in records.shelf(escalating.SHELF):
        key = key_of_place(place)
        precedence, since_ms, not_after_ms, stop, done = _list(value)
        kept = (precedence, since_ms, not_after_ms, stop, done)
        escalating.recover(links[key.link], step, key, kept)
    for place, value in records.shelf(checking.SHELF):
        name, side = place[:-10].decode(), Direction(place[-9])
        checking.recover(links[name], step, side, _list(value))
    for place, value in records.shelf(silence.SHELF):
        links[place[:-1].decode()].tended.owner = Owner(*_list(value))
    _recover_orders(step, records)
    _recover_readouts(step, records)
    _recover_texts(step, records)


def _recover_orders(step: Step, records: Shelves) -> None:
    """Take back what either side has ordered, and what is over."""
    links = step.state.links
    for place, value in records.shelf(suspending.SHELF):
        link, side = links[place[:-10].decode()], Direction(place[-9])
        suspending.recover(link, step, side, _list(value))
    for place, value in records.shelf(minimizing.SHELF):
        link, side = links[place[:-2].decode()], Direction(place[-1])
        minimizing.recover(link, step, side, _list(value))
    for place, value in records.shelf(over.SHELF):
        named, _, kind = place.partition(b"\0")
        over.recover(links[named.decode()], kind.decode(), _list(value))


def _recover_standing(step: Step, records: Shelves) -> None:
    """Take back to whom messages went, and who said that he took the watch."""
    links = step.state.links
    for place, value in records.shelf(addressees.SHELF):
        key = key_of_place(place)
        addressees.recover(links[key.link], key, _list(value))
    for place, value in records.shelf(standing.SHELF):
        name, side = place[:-2].decode(), Direction(place[-1])
        standing.recover(links[name], side, _list(value))


def _recover_readouts(step: Step, records: Shelves) -> None:
    for place, value in records.shelf(readouts.SHELF):
        key = key_of_place(place)
        readouts.recover(step.state.links[key.link], key, _list(value))


def _recover_texts(step: Step, records: Shelves) -> None:
    """Take back what is asked of texts, and the glossary."""
    links = step.state.links
    for place, value in records.shelf(clarifying.SHELF):
        key = key_of_place(place)
        clarifying.recover(links[key.link], key, _list(value))
    for place, value in records.shelf(glossary.SHELF):
        key = key_of_place(place)
        glossary.recover(links[key.link], key, _list(value))


def recover_floor(step: Step, records: Shelves) -> None:
    """Take back who has the watch, who is called, and exercises."""
    _recover_standing(step, records)
    for place, value in records.shelf(handing_over.SHELF):
        handing_over.recover(step.state, place, value)
    for place, value in records.shelf(calling.SHELF):
        calling.recover(step, place, _list(value))
    for place, value in records.shelf(noticing.SHELF):
        key = key_of_place(place)
        noticing.recover(step.state.links[key.link], step, key, _list(value))
    for place, value in records.shelf(following.SHELF):
        key = key_of_place(place)
        following.recover(step.state.links[key.link], key, value)
    for place, value in records.shelf(planning.SHELF):
        planning.recover(step.state, place, _list(value))
    for place, value in records.shelf(exercising.SHELF):
        link = step.state.links[place[:-10].decode()]
        exercising.recover(link, step, Direction(place[-9]), _list(value))


def _list(data: bytes) -> list[Any]:
    value = loads(data)
    assert isinstance(value, list), "a value on the disk is none"
    return value
