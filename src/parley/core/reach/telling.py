# SPDX-License-Identifier: Apache-2.0
"""What can be told of a circuit now, in values; the words are the station's."""

from __future__ import annotations

from collections.abc import Iterable

from parley.core.limits import SLOW_TIMES, UNPROVED_MAX
from parley.core.reach.ways import independent, open_ways
from parley.core.records import CircuitFacts
from parley.core.state import Circuit, Link, StationState
from parley.model.circuit import CircuitState

_QUARTERS = (0.5, 0.95)


def circuit_facts(state: StationState, circuit: Circuit) -> CircuitFacts:
    """Return the facts of one circuit."""
    measured = circuit.measured
    half_ms, most_ms = (_at(measured.round_trips_ms, share) for share in _QUARTERS)
    link = state.links.get(circuit.link)
    return CircuitFacts(
        circuit=circuit.name,
        link=circuit.link,
        state=circuit.state.value,
        reason=circuit.reason,
        since_wall_ms=circuit.since_wall_ms,
        last_heard_wall_ms=circuit.heard_wall_ms,
        round_trip_ms=None if circuit.srtt_ms is None else round(circuit.srtt_ms),
        waiting=len(circuit.queue),
        note=circuit.note,
        traits=circuit.traits,
        wanted=circuit.wanted,
        handed_wall_ms=circuit.handed_wall_ms,
        tested_wall_ms=measured.tested_wall_ms,
        came_back_on=measured.came_back_on,
        offset_ms=measured.offset_ms,
        delivered=measured.delivered,
        asked=measured.asked,
        half_ms=half_ms,
        most_ms=most_ms,
        unanswered_wall_ms=None if link is None else _unanswered(link, circuit),
        is_silent=measured.unproved >= UNPROVED_MAX,
        is_slow=_is_slow(circuit, half_ms),
    )


def paths(state: StationState, link: Link) -> tuple[int, int]:
    """Return how many circuits take frames, and how many of them are independent."""
    every = open_ways(state, link)
    return len(every), independent(every)


def _unanswered(link: Link, circuit: Circuit) -> int | None:
    """Return since when the oldest ask that only this circuit took has no answer."""
    if circuit.state is not CircuitState.UP:
        return None
    born = [
        pending.born_wall_ms
        for pending in link.pending.values()
        if pending.sent_on == circuit.name and len(pending.asked) == 1
    ]
    return min(born, default=None)


def _is_slow(circuit: Circuit, half_ms: int | None) -> bool:
    traits = circuit.traits
    own_s = 2 * traits.latency_s + traits.air_s(traits.frame_bytes_max) + 0.5
    return half_ms is not None and half_ms > SLOW_TIMES * own_s * 1_000


def _at(samples: Iterable[int], share: float) -> int | None:
    """Return the sample below which this share of all lies."""
    ordered = sorted(samples)
    return (
        ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None
    )
