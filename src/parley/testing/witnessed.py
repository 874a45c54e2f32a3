# SPDX-License-Identifier: Apache-2.0
"""What tests ask of two desks whose logs are signed and cosigned."""

from __future__ import annotations

from parley.core.effects import Refused
from parley.core.entries import read_row
from parley.core.events import CircuitDeclared, CircuitUp
from parley.core.limits import COVER_QUIET_S
from parley.core.state import Link
from parley.model.circuit import Traits
from parley.model.entry import Payload, SignedHead
from parley.model.record import Direction
from parley.testing.desks import Desk, Pair
from parley.tlog.air import AirForm, decode_air_head

ACCUSING = frozenset(
    {
        "HEAD-DIFFERS",
        "HEAD-WENT-BACK",
        "EQUIVOCATION",
        "COSIGNATURE-BAD",
        "COSIGNATURE-WITHHELD",
    }
)
"""Alarms that say somebody did what no honest station does."""


def link_of(desk: Desk) -> Link:
    """Return the only link of a desk."""
    (link,) = desk.core.state.links.values()
    return link


def settle(pair: Pair, times: int = 3) -> None:
    """Let both be quiet long enough for checkpoints, and carry them."""
    for _ in range(times):
        pair.pass_time(COVER_QUIET_S + 1)
        pair.carry()


def alarms(desk: Desk) -> set[str]:
    """Return the codes that stand at a desk."""
    return {each.code for each in desk.core.alarms()}


def entries(desk: Desk, direction: Direction) -> list[Payload]:
    """Return what one log of a desk says, in order."""
    link = link_of(desk)
    log = link.mirror if direction else link.out
    rows = desk.store.entries(link.name, direction, log.incarnation, 1, 10_000)
    return [read_row(each.row)[1].payload for each in rows]


def heads(desk: Desk, direction: Direction = Direction.OUT) -> list[AirForm]:
    """Return the forms of the heads in one log, in order."""
    said = [each for each in entries(desk, direction) if isinstance(each, SignedHead)]
    return [decode_air_head(each.head).form for each in said]


def refusals(desk: Desk) -> list[str]:
    """Return the codes of everything a desk refused."""
    return [each.code for each in desk.effects if isinstance(each, Refused)]


def narrow(pair: Pair) -> None:
    """Let both talk over a circuit for short frames only."""
    for desk in (pair.alfa, pair.bravo):
        circuit = CircuitDeclared(
            "one", link_of(desk).name, Traits(512, 64, 0.2, rate_bps=1_200)
        )
        desk.declared[:] = [circuit]
        desk.tell(circuit)
        desk.tell(CircuitUp("one"))
