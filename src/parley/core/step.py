# SPDX-License-Identifier: Apache-2.0
"""One step of the core: what came, when, and what is to be done about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from parley.core.effects import Effect, LookAgain, Outward, Refused
from parley.core.state import Link, StationState
from parley.crypto.digest import tagged
from parley.errors import LocalFault
from parley.model.now import Now
from parley.model.record import Change, Drop, Put

SECRET_SHELVES = frozenset({"prekey", "page", "epoch_out", "epoch_in"})
"""Whose dropped values must leave no trace: forward secrecy rests on it."""


@dataclass(slots=True)
class Step:
    """Collects the effects of one event in the order they must happen.

    `changes` are durable and are committed before anything of `outward` happens.
    """

    state: StationState
    now: Now
    changes: list[Change] = field(default_factory=list)
    outward: list[Outward] = field(default_factory=list)
    draws: int = 0
    handed: dict[bytes, dict[str, int]] = field(default_factory=dict)

    def put(self, shelf: str, key: bytes, value: bytes) -> None:
        """Keep one value."""
        self.changes.append(Put(shelf, key, value))

    def drop(self, shelf: str, key: bytes) -> None:
        """Take one value away; keys are destroyed."""
        self.changes.append(Drop(shelf, key, secret=shelf in SECRET_SHELVES))

    def look(self, topic: str) -> None:
        """Tell screens to ask again, once a step."""
        again = LookAgain(topic)
        if again not in self.outward:
            self.outward.append(again)

    def refuse(self, circuit: str, code: str) -> None:
        """Count something from outside that was not accepted."""
        self.outward.append(Refused(circuit, code))

    def draw(self) -> bytes:
        """Return 32 fresh random bytes; each call of a step differs."""
        self.draws += 1
        return tagged(f"parley/1 draw {self.draws}", self.now.entropy)

    def link(self, name: str) -> Link:
        """Return a confirmed link.

        Raises:
            LocalFault: PLY-LNK-001 unknown, PLY-LNK-002 not confirmed.

        """
        link = self.state.links.get(name)
        if link is not None:
            return link
        code = "PLY-LNK-002" if name in self.state.alleged else "PLY-LNK-001"
        raise LocalFault(code, name=name)

    def link_in_force(self, name: str) -> Link:
        """Return a link whose agreement both sides signed.

        Raises:
            LocalFault: as `link`, PLY-LNK-003 not yet signed by both, or
                PLY-KEY-120 the keys of one side are stopped and it goes by no page.

        """
        link = self.link(name)
        stopped = link.stopped or self.state.own_stopped
        if stopped and not link.pages.alone:
            raise LocalFault("PLY-KEY-120", name=name)
        if not link.in_force:
            raise LocalFault("PLY-LNK-003", name=name)
        return link

    def effects(self) -> tuple[Effect, ...]:
        """Return everything, durable changes first."""
        every: Iterable[Effect] = (*self.changes, *self.outward)
        return tuple(every)
