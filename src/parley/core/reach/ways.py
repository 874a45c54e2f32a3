# SPDX-License-Identifier: Apache-2.0
"""Which circuits can be used for what, and in which order."""

from __future__ import annotations

from math import frexp

from parley.core.limits import (
    FRAGMENTS_AT_ONCE_MAX,
    GAP_ALARM_S,
    HEDGE_S,
    WIDE_FRAME_BYTES,
)
from parley.core.state import Circuit, Link, StationState
from parley.core.step import Step
from parley.model.circuit import CircuitState, Cost, Traits
from parley.wire.fragment import symbol_bytes, symbols_needed

_DELIVERED_FIRST = 0.9  # before a circuit has shown its own
_DELIVERED_MIN = 0.05
_GAP_TIMES = 2.0


def usable(step: Step, link: Link) -> list[Circuit]:
    """Return the circuits we can send on by themselves, the best first."""
    return ways(step.state, link)


def ways(state: StationState, link: Link) -> list[Circuit]:
    """As `usable`, outside of a step.

    A circuit that needs a person counts when it was told to, or nothing else is up.
    """
    every = open_ways(state, link)
    by_themselves = [
        circuit for circuit in every if circuit.wanted or not circuit.traits.is_manual
    ]
    return by_themselves or every


def open_ways(state: StationState, link: Link) -> list[Circuit]:
    """Return every circuit that takes frames of ours, the best first."""
    up = _up(state, link)
    if len(up) > 1:
        up.sort(key=_rank)
    return up


def is_open(state: StationState, link: Link) -> bool:
    """Tell whether any circuit takes frames of ours."""
    return bool(_up(state, link))


def _up(state: StationState, link: Link) -> list[Circuit]:
    name, is_up = link.name, CircuitState.UP
    return [
        circuit
        for circuit in state.circuits.values()
        if circuit.state is is_up and circuit.link == name and circuit.traits.can_send
    ]


def carries(circuit: Circuit, frame: bytes) -> bool:
    """Say whether a frame can go over a circuit, whole or in fragments, in our time."""
    if len(frame) <= circuit.traits.frame_bytes_max:
        return True
    size = symbol_bytes(circuit.traits.frame_bytes_max)
    return size > 0 and symbols_needed(len(frame), size) <= FRAGMENTS_AT_ONCE_MAX


def expected_s(circuit: Circuit) -> float:
    """Return how long an answer usually takes on a circuit, counting what is lost."""
    traits, srtt_ms = circuit.traits, circuit.srtt_ms
    round_trip_s = 2 * traits.latency_s if srtt_ms is None else srtt_ms / 1_000
    delivered = circuit.measured.delivered
    share = _DELIVERED_FIRST if delivered is None else max(delivered, _DELIVERED_MIN)
    return (round_trip_s + traits.air_s(traits.frame_bytes_max)) / share


def send_s(traits: Traits, frame_bytes: int) -> float | None:
    """Return how long a frame takes one way by what a carrier says of itself.

    None where the circuit would not carry it, whole or in fragments.
    """
    sent_bytes = frame_bytes
    if frame_bytes > traits.frame_bytes_max:
        size = symbol_bytes(traits.frame_bytes_max)
        needed = symbols_needed(frame_bytes, size) if size else FRAGMENTS_AT_ONCE_MAX
        if needed >= FRAGMENTS_AT_ONCE_MAX:
            return None
        sent_bytes = (needed + 1) * traits.frame_bytes_max
    return traits.latency_s + traits.air_s(sent_bytes)


def _rank(circuit: Circuit) -> tuple[bool, int, Cost, int, str]:
    """What is scarce comes last; then what answers, costs little and is quick."""
    # How often half a second is doubled until it is no less: circuits within a factor
    # of two are told apart by name only.
    part, steps = frexp(expected_s(circuit) * 2)
    steps = max(0, steps - (part == 0.5))  # noqa: PLR2004
    cost = circuit.traits.cost
    return cost >= Cost.SCARCE, min(circuit.timeouts, 8), cost, steps, circuit.name


def gap_patience_s(state: StationState, link: Link) -> float:
    """Return how long what we lack of their log may still be on its way.

    Where only narrow circuits are left a signed head alone takes minutes; to ask for it
    meanwhile would take the air from it.
    """
    airs_s = [each.traits.air_s(WIDE_FRAME_BYTES) for each in ways(state, link)]
    return max(GAP_ALARM_S, _GAP_TIMES * min(airs_s, default=0.0))


def is_narrow(circuit: Circuit) -> bool:
    """Say whether a repeat on a circuit would hold up what comes after it."""
    traits = circuit.traits
    return traits.rate_bps is not None or traits.retry_s_min > HEDGE_S


def independent(circuits: list[Circuit]) -> int:
    """Return how many of the circuits depend on nothing in common.

    Two circuits in one cable are one failure.
    """
    taken: set[str] = set()
    count = 0
    for circuit in sorted(circuits, key=lambda each: len(each.traits.failure_domain)):
        if not taken & circuit.traits.failure_domain:
            taken |= circuit.traits.failure_domain
            count += 1
    return count
