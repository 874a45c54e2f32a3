# SPDX-License-Identifier: Apache-2.0
"""How long to wait for an answer on a circuit, and what an answer teaches."""

from __future__ import annotations

from parley.core.limits import RETRY_S_FIRST, RETRY_S_MAX, RETRY_STEADY
from parley.core.state import OPENING_PRECEDENCE, Circuit, Pending, Turn
from parley.core.step import Step

_GROWTH = 1.5
_TURN_SHARE = 8  # of a first turn-around, by which the next may differ
_MEMORY = 16  # asks that the share delivered looks back on


def retry_ms(circuit: Circuit, pending: Pending) -> int:
    """Return how long to wait for an answer (RFC 6298 estimate, slow growth).

    On a narrow circuit the ask and what stands before it are on the air first.  Where
    the ends take turns it is known how long that is, and only the rest is estimated:
    a first round trip, taken whole for its own doubt, would be waited for three times.
    """
    traits, turn = circuit.traits, circuit.measured.turn
    if turn is not None:
        wait_s = (turn.usual_ms + 4 * turn.differs_ms) / 1_000
        wait_s += traits.air_s(len(pending.frame))
    elif circuit.srtt_ms is None:
        ahead_s = traits.air_s(traits.frame_bytes_max) * traits.window_frames
        wait_s = max(RETRY_S_FIRST, 2 * traits.latency_s) + 2 * ahead_s
    else:
        estimate_s = (circuit.srtt_ms + 4 * circuit.rttvar_ms) / 1_000
        wait_s = estimate_s + traits.air_s(len(pending.frame))
    wait_s = max(wait_s, traits.retry_s_min)
    late = pending.tries - RETRY_STEADY
    if late > 0 and pending.precedence < OPENING_PRECEDENCE:
        longest_s = max(RETRY_S_MAX, wait_s)
        wait_s = min(wait_s * _GROWTH ** min(late, 16), longest_s)
    return round(wait_s * 1_000)


def heard(step: Step, circuit: Circuit, pending: Pending | None) -> None:
    """Learn from an answer: the circuit works, and how long a round trip takes."""
    circuit.heard_wall_ms = step.now.wall_ms
    if pending is not None:
        _count_delivered(step, pending)
    if pending is None or pending.tries != 1 or pending.sent_on != circuit.name:
        return  # an ask sent more than once tells nothing (Karn)
    assert pending.sent_mono_ms is not None
    sample = float(step.now.mono_ms - pending.sent_mono_ms)
    if circuit.traits.half_duplex and circuit.traits.rate_bps is not None:
        _note_turn(circuit, sample - circuit.traits.air_s(len(pending.frame)) * 1_000)
    circuit.measured.round_trips_ms.append(round(sample))
    if circuit.srtt_ms is None:
        circuit.srtt_ms, circuit.rttvar_ms = sample, sample / 2
    else:
        circuit.rttvar_ms += (abs(circuit.srtt_ms - sample) - circuit.rttvar_ms) / 4
        circuit.srtt_ms += (sample - circuit.srtt_ms) / 8
    circuit.timeouts = 0


def _note_turn(circuit: Circuit, rest_ms: float) -> None:
    """Learn what a round trip takes beyond the time that the ask is on the air."""
    rest_ms = max(0.0, rest_ms)
    turn = circuit.measured.turn
    if turn is None:
        circuit.measured.turn = Turn(rest_ms, rest_ms / _TURN_SHARE)
    else:
        turn.differs_ms += (abs(turn.usual_ms - rest_ms) - turn.differs_ms) / 4
        turn.usual_ms += (rest_ms - turn.usual_ms) / 8


def _count_delivered(step: Step, pending: Pending) -> None:
    """An ask that went to one circuit only was delivered by that one."""
    if len(pending.asked) != 1 or pending.sent_on is None:
        return
    sent_on = step.state.circuits.get(pending.sent_on)
    if sent_on is not None:
        sent_on.measured.answered += 1
        _note_share(sent_on, delivered=True)


def missed(circuit: Circuit) -> None:
    """Count an answer that did not come."""
    circuit.timeouts += 1
    _note_share(circuit, delivered=False)


def _note_share(circuit: Circuit, *, delivered: bool) -> None:
    """Move the share delivered by one ask."""
    measured = circuit.measured
    before = 1.0 if measured.delivered is None else measured.delivered
    measured.delivered = before + (float(delivered) - before) / _MEMORY
