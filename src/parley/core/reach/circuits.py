# SPDX-License-Identifier: Apache-2.0
"""Circuits come, go, take frames and are told to be used."""

from __future__ import annotations

from parley.core.alarms import end_alarm, raise_alarm
from parley.core.effects import Answer
from parley.core.events import (
    CircuitDeclared,
    CircuitDown,
    CircuitNoted,
    CircuitReady,
    CircuitUp,
    CircuitWanted,
)
from parley.core.limits import UNPROVED_MAX
from parley.core.reach.choosing import offer_all
from parley.core.reach.queue import drain, empty
from parley.core.reach.turns import turn_came
from parley.core.reach.ways import independent, open_ways, usable
from parley.core.state import Circuit, Link
from parley.core.step import Step
from parley.errors import LocalFault
from parley.model.circuit import CircuitState


def declare(step: Step, event: CircuitDeclared) -> None:
    """Learn of a circuit from the configuration."""
    before = step.state.circuits.get(event.circuit)
    step.state.circuits[event.circuit] = Circuit(
        event.circuit,
        event.link,
        event.traits,
        since_wall_ms=step.now.wall_ms,
        wanted=before is not None and before.wanted,
    )


def went_up(step: Step, event: CircuitUp) -> None:
    """Use a circuit from now on; everything that waits gets its chance on it."""
    circuit = step.state.circuits[event.circuit]
    circuit.state, circuit.reason = CircuitState.UP, ""
    circuit.since_wall_ms = step.now.wall_ms
    circuit.window = circuit.traits.window_frames
    circuit.timeouts = 0
    circuit.measured.unproved = 0
    empty(circuit)
    step.look("links")
    link = step.state.links.get(circuit.link)
    if link is not None:
        _judge_paths(step, link)
        _forget_asked(link, circuit)
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
    empty(circuit)
    step.look("links")
    link = step.state.links.get(circuit.link)
    if link is None:
        return
    _judge_paths(step, link)
    _forget_asked(link, circuit)
    if was_up and usable(step, link):
        offer_all(step, link)


def noted(step: Step, event: CircuitNoted) -> None:
    """Keep what a bearer says of itself, for the board."""
    circuit = step.state.circuits[event.circuit]
    if circuit.note != event.words:
        circuit.note = event.words
        step.look("links")


def want(step: Step, event: CircuitWanted) -> None:
    """Use a circuit that needs a person, or leave it alone again.

    Raises:
        LocalFault: PLY-BRR-020 no such circuit; 021 it is used by itself.

    """
    circuit = step.state.circuits.get(event.circuit)
    if circuit is None:
        raise LocalFault("PLY-BRR-020", name=event.circuit)
    if not circuit.traits.is_manual:
        raise LocalFault("PLY-BRR-021", name=event.circuit)
    circuit.wanted = event.wanted
    step.look("links")
    link = step.state.links.get(circuit.link)
    if link is not None:
        _judge_paths(step, link)
        if event.wanted:
            _forget_asked(link, circuit)
        offer_all(step, link)
    step.outward.append(Answer(event.wanted))


def became_ready(step: Step, event: CircuitReady) -> None:
    """Take back places of the window and fill them."""
    circuit = step.state.circuits[event.circuit]
    if circuit.state is CircuitState.UP:
        room = circuit.window + event.frames
        link = step.state.links.get(circuit.link)
        if link is not None:
            turn_came(step, link, circuit)
        circuit.window = min(room, circuit.traits.window_frames)
        drain(step, circuit)


def _forget_asked(link: Link, circuit: Circuit) -> None:
    """What was asked on a circuit before it fell, or rose, was not asked on it."""
    for pending in link.pending.values():
        pending.asked.pop(circuit.name, None)


def _judge_paths(step: Step, link: Link) -> None:
    """Say when there is no path, when only a person is one, when one is all."""
    every = open_ways(step.state, link)
    alone = [
        each
        for each in every
        if not each.traits.is_manual and each.measured.unproved < UNPROVED_MAX
    ]
    if every:
        end_alarm(step, "NO-PATH", link.name)
    else:
        raise_alarm(step, "NO-PATH", link.name)
    if every and not alone:
        raise_alarm(step, "ONLY-BY-HAND", link.name)
    else:
        end_alarm(step, "ONLY-BY-HAND", link.name)
    planned = [
        each
        for each in step.state.circuits.values()
        if each.link == link.name and each.traits.can_send and not each.traits.is_manual
    ]
    # Only a loss is news; before a circuit was ever up there is nothing to lose.
    fell = any(each.state is CircuitState.DOWN for each in planned)
    if independent(alone) == 1 and independent(planned) > 1 and fell:
        raise_alarm(step, "ONE-PATH", link.name)
    else:
        end_alarm(step, "ONE-PATH", link.name)
