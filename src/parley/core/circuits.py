# SPDX-License-Identifier: Apache-2.0
"""Circuits: which are up, what waits for each, and what goes next.

The core holds the queue.  A bearer has a window of a few frames; whenever a place in it
is free the waiting item of the highest precedence is handed over, so a FLASH passes
everything that waits at the next frame boundary.
"""

from __future__ import annotations

import heapq

from parley.core.alarms import end_alarm, raise_alarm
from parley.core.effects import Transmit
from parley.core.events import (
    CircuitDeclared,
    CircuitDown,
    CircuitNoted,
    CircuitReady,
    CircuitUp,
)
from parley.core.hand_offs import note_hand_off
from parley.core.limits import RETRY_S_FIRST, RETRY_S_MAX, RETRY_STEADY
from parley.core.state import OPENING_PRECEDENCE, Circuit, Link, Pending, StationState
from parley.core.step import Step
from parley.model.circuit import CircuitState
from parley.model.entry import EntryKind
from parley.model.precedence import Precedence

ASK, ANSWER = "ask", "answer"


def declare(step: Step, event: CircuitDeclared) -> None:
    """Learn of a circuit from the configuration."""
    step.state.circuits[event.circuit] = Circuit(
        event.circuit, event.link, event.traits, since_wall_ms=step.now.wall_ms
    )


def went_up(step: Step, event: CircuitUp) -> None:
    """Use a circuit from now on; everything that waits gets its chance on it."""
    circuit = step.state.circuits[event.circuit]
    circuit.state, circuit.reason = CircuitState.UP, ""
    circuit.since_wall_ms = step.now.wall_ms
    circuit.window = circuit.traits.window_frames
    circuit.timeouts = 0
    _empty(circuit)
    step.look("links")
    link = step.state.links.get(circuit.link)
    if link is not None:
        if usable(step, link):
            end_alarm(step, "NO-PATH", link.name)
        offer_all(step, link)


def went_down(step: Step, event: CircuitDown) -> None:
    """Stop using a circuit; what was on it is asked again elsewhere at once."""
    circuit = step.state.circuits[event.circuit]
    was_up = circuit.state is CircuitState.UP
    if not was_up and circuit.reason == event.reason:
        return
    circuit.state, circuit.reason = CircuitState.DOWN, event.reason
    circuit.since_wall_ms = step.now.wall_ms
    circuit.window = 0
    _empty(circuit)
    step.look("links")
    link = step.state.links.get(circuit.link)
    if link is None:
        return
    if not usable(step, link):
        raise_alarm(step, "NO-PATH", link.name)
    elif was_up:
        offer_all(step, link)


def noted(step: Step, event: CircuitNoted) -> None:
    """Keep what a bearer says of itself, for the board."""
    circuit = step.state.circuits[event.circuit]
    if circuit.note != event.words:
        circuit.note = event.words
        step.look("links")


def became_ready(step: Step, event: CircuitReady) -> None:
    """Take back places of the window and fill them."""
    circuit = step.state.circuits[event.circuit]
    if circuit.state is CircuitState.UP:
        room = circuit.window + event.frames
        circuit.window = min(room, circuit.traits.window_frames)
        drain(step, circuit)


def usable(step: Step, link: Link) -> list[Circuit]:
    """Return the circuits we can send on, the most trustworthy first."""
    return ways(step.state, link)


def ways(state: StationState, link: Link) -> list[Circuit]:
    """As `usable`, outside of a step."""
    up = [
        circuit
        for circuit in state.circuits.values()
        if circuit.link == link.name
        and circuit.state is CircuitState.UP
        and circuit.traits.can_send
    ]
    return sorted(up, key=lambda circuit: (circuit.timeouts, circuit.name))


def offer_all(step: Step, link: Link) -> None:
    """Queue everything of a link that is not answered, as if it were due now."""
    first = sorted(link.pending.values(), key=lambda each: -each.precedence)
    for pending in first:
        offer(step, link, pending)


def offer(step: Step, link: Link, pending: Pending) -> None:
    """Queue one ask where it has to go next."""
    circuits = usable(step, link)
    if not circuits:
        pending.due_mono_ms = None
        return
    # SPEC 4.40: "A FLASH and an opening go over every circuit at once; anything else
    # over one circuit, and over the next when no answer comes in time."
    everywhere = pending.precedence >= Precedence.FLASH
    chosen = circuits if everywhere else [_next_way(circuits, pending)]
    # Until it is handed over, the wait for its turn counts: a circuit that is clogged
    # must not hold back what another could carry.
    pending.due_mono_ms = step.now.mono_ms + retry_ms(chosen[0], pending)
    pending.offered_on = chosen[0].name
    for circuit in chosen:
        enqueue(step, circuit, pending.precedence, (ASK, pending.serial))


def _next_way(circuits: list[Circuit], pending: Pending) -> Circuit:
    """Return the best circuit other than the one that was tried last."""
    others = [each for each in circuits if each.name != pending.offered_on]
    return others[0] if others else circuits[0]


def enqueue(
    step: Step, circuit: Circuit, precedence: int, item: tuple[str, int]
) -> None:
    """Let an item wait for its circuit, once, and hand over what there is room for."""
    if item not in circuit.queued:
        step.state.order += 1
        heapq.heappush(circuit.queue, (-precedence, step.state.order, item))
        circuit.queued.add(item)
    drain(step, circuit)


def drain(step: Step, circuit: Circuit) -> None:
    """Hand over the next items while the window has room."""
    link = step.state.links.get(circuit.link)
    while circuit.window > 0 and circuit.queue and link is not None:
        _, _, item = heapq.heappop(circuit.queue)
        circuit.queued.discard(item)
        frame = _frame_of(step, link, circuit, item)
        if frame is not None:
            circuit.window -= 1
            step.outward.append(Transmit(circuit.name, frame))


def _frame_of(
    step: Step, link: Link, circuit: Circuit, item: tuple[str, int]
) -> bytes | None:
    kind, serial = item
    if kind == ANSWER:
        answered = link.answers.get(serial)
        if answered is None:
            return None
        answered.sent_mono_ms = step.now.mono_ms
        return answered.frame
    pending = link.pending.get(serial)
    if pending is None:
        return None
    pending.tries += 1
    pending.sent_mono_ms = step.now.mono_ms
    pending.sent_on = circuit.name
    pending.due_mono_ms = step.now.mono_ms + retry_ms(circuit, pending)
    if pending.kind == EntryKind.MESSAGE and circuit.name not in pending.handed:
        note_hand_off(step, link, circuit, pending)
    return pending.frame


def retry_ms(circuit: Circuit, pending: Pending) -> int:
    """Return how long to wait for an answer (RFC 6298 estimate, slow growth)."""
    if circuit.srtt_ms is None:
        wait_s = max(RETRY_S_FIRST, circuit.traits.retry_s_min)
    else:
        estimate_s = (circuit.srtt_ms + 4 * circuit.rttvar_ms) / 1_000
        wait_s = max(estimate_s, circuit.traits.retry_s_min)
    late = max(0, pending.tries - RETRY_STEADY)
    if pending.precedence < OPENING_PRECEDENCE:
        wait_s *= 1.5 ** min(late, 16)
    return round(min(wait_s, RETRY_S_MAX) * 1_000)


def heard(step: Step, circuit: Circuit, pending: Pending | None) -> None:
    """Learn from an answer: the circuit works, and how long a round trip takes."""
    circuit.heard_wall_ms = step.now.wall_ms
    if pending is None or pending.tries != 1 or pending.sent_on != circuit.name:
        return  # an ask sent more than once tells nothing (Karn)
    assert pending.sent_mono_ms is not None
    sample = float(step.now.mono_ms - pending.sent_mono_ms)
    if circuit.srtt_ms is None:
        circuit.srtt_ms, circuit.rttvar_ms = sample, sample / 2
    else:
        circuit.rttvar_ms += (abs(circuit.srtt_ms - sample) - circuit.rttvar_ms) / 4
        circuit.srtt_ms += (sample - circuit.srtt_ms) / 8
    circuit.timeouts = 0


def _empty(circuit: Circuit) -> None:
    circuit.queue.clear()
    circuit.queued.clear()
