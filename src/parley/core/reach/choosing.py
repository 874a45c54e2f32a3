# SPDX-License-Identifier: Apache-2.0
"""Over which circuits an ask goes, and when the next is tried.

| precedence | goes |
|---|---|
| FLASH, openings | over every circuit at once, and again on each at its own pace |
| IMMEDIATE | over the best; soon over one that depends on nothing the best does |
| PRIORITY, ROUTINE | over the best; over the next when no answer comes in time |
"""

from __future__ import annotations

from parley.core.limits import (
    BACKGROUND_PRECEDENCE,
    HEDGE_S,
    PIN_S,
    SCARCE_BEFORE_S,
)
from parley.core.reach.proving import unpin
from parley.core.reach.queue import ASK, enqueue
from parley.core.reach.timing import missed, retry_ms
from parley.core.reach.ways import carries, expected_s, usable
from parley.core.state import Circuit, Link, Pending
from parley.core.step import Step
from parley.model.circuit import Cost
from parley.model.entry import EntryKind
from parley.model.precedence import Precedence


def offer_all(step: Step, link: Link) -> None:
    """Queue everything of a link that is not answered, as if it were due now.

    A circuit with a long pace keeps to it: what it was asked is still on its way.
    """
    now_ms = step.now.mono_ms
    first = sorted(link.pending.values(), key=lambda each: -each.precedence)
    for pending in first:
        for name in list(pending.asked):
            circuit = step.state.circuits.get(name)
            if circuit is None or not _keeps_pace(
                circuit, now_ms - pending.asked[name]
            ):
                del pending.asked[name]
        offer(step, link, pending)


def _keeps_pace(circuit: Circuit, since_ms: int) -> bool:
    pace_s = max(circuit.traits.retry_s_min, expected_s(circuit))
    return pace_s > HEDGE_S and since_ms < pace_s * 1_000


def offer(step: Step, link: Link, pending: Pending) -> None:
    """Queue one ask where it has to go next, and say when to look again."""
    fitting = [each for each in usable(step, link) if carries(each, pending.frame)]
    circuits = _allowed(step, link, pending, fitting)
    if not circuits:
        pending.due_mono_ms = None
        return
    # SPEC 4.40: "A FLASH and an opening go over every circuit at once; anything else
    # over one circuit, and over the next when no answer comes in time."
    everywhere = pending.precedence >= Precedence.FLASH
    ripe = [each for each in circuits if _is_ripe(step, each, pending)]
    chosen = ripe if everywhere else _next_way(circuits, ripe, pending)
    if chosen and not everywhere:
        pending.offered_on = chosen[0].name
    for circuit in chosen:
        # Until it is handed over, the wait for its turn counts: a circuit that is
        # clogged must not hold back what another could carry.
        pending.asked[circuit.name] = step.now.mono_ms
    pending.due_mono_ms = _due_ms(step, circuits, pending)
    for circuit in chosen:
        enqueue(step, circuit, _turn(circuit, pending), (ASK, pending.serial))


def _turn(circuit: Circuit, pending: Pending) -> int:
    """Return as what an ask waits: a signed head gives way where it takes minutes."""
    in_parts = len(pending.frame) > circuit.traits.frame_bytes_max
    if in_parts and pending.kind == EntryKind.CHECKPOINT:
        return BACKGROUND_PRECEDENCE
    return pending.precedence


def _allowed(
    step: Step, link: Link, pending: Pending, circuits: list[Circuit]
) -> list[Circuit]:
    """Leave out what this ask must not use.

    That is: other circuits than the one it tests, and what is scarce, unless the ask is
    high, about to be late, or has no other way.
    """
    if pending.only is not None:
        pinned = [each for each in circuits if each.name == pending.only]
        young = step.now.mono_ms - pending.born_mono_ms < PIN_S * 1_000
        if pinned and young:
            return pinned
        unpin(step, link, pending)
    if pending.precedence >= Precedence.IMMEDIATE:
        return circuits
    ends_ms = pending.not_after_ms
    soon = ends_ms is not None and (
        ends_ms - step.now.wall_ms <= SCARCE_BEFORE_S * 1_000
    )
    if soon and not pending.let_go:
        return circuits
    cheap = [each for each in circuits if each.traits.cost < Cost.SCARCE]
    return cheap or circuits


def _is_ripe(step: Step, circuit: Circuit, pending: Pending) -> bool:
    asked_ms = pending.asked.get(circuit.name)
    if asked_ms is None:
        return True
    return asked_ms + retry_ms(circuit, pending) <= step.now.mono_ms


def _next_way(
    circuits: list[Circuit], ripe: list[Circuit], pending: Pending
) -> list[Circuit]:
    """Return the best circuit not asked yet, elsewhere if it can be, or else again."""
    fresh = [each for each in ripe if each.name not in pending.asked]
    if fresh:
        spent = {
            name
            for each in circuits
            if each.name in pending.asked
            for name in each.traits.failure_domain
        }
        apart = [each for each in fresh if not each.traits.failure_domain & spent]
        return (apart or fresh)[:1]
    others = [each for each in ripe if each.name != pending.offered_on]
    return (others or ripe)[:1]


def _due_ms(step: Step, circuits: list[Circuit], pending: Pending) -> int:
    """Return when to look again: at the pace of the circuit that is next."""
    now_ms = step.now.mono_ms
    waits = {each.name: retry_ms(each, pending) for each in circuits}
    step_ms = pending.pace_ms = min(waits.values())
    times = [
        pending.asked[name] + wait_ms
        for name, wait_ms in waits.items()
        if name in pending.asked
    ]
    if any(name not in pending.asked for name in waits):
        last = pending.offered_on
        patience_ms = waits.get(last or "", step_ms)
        if pending.precedence >= Precedence.IMMEDIATE:
            patience_ms = min(patience_ms, round(HEDGE_S * 1_000))
        times.append(now_ms + patience_ms)
        step_ms = min(step_ms, patience_ms)
    return max(min(times), now_ms + step_ms)


def timed_out(step: Step, pending: Pending) -> None:
    """Count an answer that did not come against the circuit that was asked last."""
    circuit = step.state.circuits.get(pending.sent_on or "")
    if circuit is None or (ASK, pending.serial) in circuit.queued:
        return  # it still waits for its turn
    asked_ms = pending.asked.get(circuit.name)
    if asked_ms is None or asked_ms + retry_ms(circuit, pending) > step.now.mono_ms:
        return  # its time is not over
    missed(circuit)
