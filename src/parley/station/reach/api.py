# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door that is about circuits and what waits for them."""

from __future__ import annotations

from parley.core.events import CircuitWanted, WaitingDecided
from parley.errors import LocalFault
from parley.station.names import parse_ref
from parley.station.queries import Queries
from parley.station.runner import Runner
from parley.station.views import CircuitView, MessageView


class ReachActs:
    """Mixed into `StationApi`, which sets the parts."""

    _runner: Runner
    _queries: Queries

    async def circuits(self, link: str | None = None) -> tuple[CircuitView, ...]:
        """Return every circuit, of one counterpart or of all, and what is known."""
        every = self._queries.status().counterparts
        return tuple(
            circuit
            for counterpart in every
            if link is None or counterpart.link == self._queries.link_named(link)
            for circuit in counterpart.circuits
        )

    async def use_circuit(self, circuit: str, wanted: bool = True) -> CircuitView:
        """Tell a circuit that needs a person to be used, or to be left alone again."""
        await self._runner.act(CircuitWanted(circuit, wanted), bool)
        return next(each for each in await self.circuits() if each.circuit == circuit)

    async def decide_waiting(self, ref: str, let_go: bool) -> MessageView:
        """Keep trying a message of ours that waits beyond its time, or let it go."""
        view = self._queries.message(parse_ref(ref))
        if view.direction != "out":
            raise LocalFault("PLY-BRR-024", serial=view.serial, name=view.link)
        event = WaitingDecided(view.link, view.serial, let_go)
        await self._runner.act(event, bool)
        return self._queries.message(parse_ref(ref))
