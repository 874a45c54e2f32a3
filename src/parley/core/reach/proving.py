# SPDX-License-Identifier: Apache-2.0
"""Each circuit is tested by itself, so that one which died in silence is found.

A test is pinned to its circuit for a while; the answer may come back on any.  A circuit
on which an answer takes longer than that (a mailbox, a courier) is not tested so: it is
known by what it brings.
"""

from __future__ import annotations

from collections.abc import Callable

from parley.core.alarms import end_alarm, raise_alarm
from parley.core.limits import PIN_S, SCARCE_TEST_S, UNPROVED_MAX
from parley.core.reach.ways import usable
from parley.core.state import Circuit, Link, Pending
from parley.core.step import Step
from parley.model.circuit import Cost


def circuits_to_test(step: Step, link: Link) -> list[Circuit]:
    """Return the circuits whose test is due now."""
    due = []
    for circuit in usable(step, link):
        if circuit.traits.retry_s_min > PIN_S / 2:
            continue
        tested_ms = circuit.measured.test_mono_ms
        spared = circuit.traits.cost >= Cost.SCARCE and tested_ms is not None
        if spared and step.now.mono_ms - (tested_ms or 0) < SCARCE_TEST_S * 1_000:
            continue
        if circuit.measured.test_serial not in link.pending:
            due.append(circuit)
    return due


def suspects(step: Step, link: Link) -> list[Circuit]:
    """Return the circuits whose last test was not answered: each is tested again soon.

    One test may be lost; to wait for the next interval would leave a dead circuit
    unknown for an hour.
    """
    return [
        circuit
        for circuit in usable(step, link)
        if 0 < circuit.measured.unproved < UNPROVED_MAX
        and circuit.measured.test_serial not in link.pending
    ]


def test_over(step: Step, circuit: Circuit, send: Callable[[str], Pending]) -> None:
    """Send one test over one circuit; `send` pins it to the circuit of that name."""
    pending = send(circuit.name)
    circuit.measured.test_serial = pending.serial
    circuit.measured.test_mono_ms = step.now.mono_ms


def proved(
    step: Step, link: Link, pending: Pending, back: Circuit, offset_ms: int
) -> None:
    """Learn from an answer which circuit it proves, and in which directions."""
    gone = [step.state.circuits.get(name) for name in pending.asked]
    for circuit in gone if len(gone) == 1 else []:
        if circuit is None:
            continue
        measured = circuit.measured
        measured.tested_wall_ms = step.now.wall_ms
        measured.came_back_on = back.name
        measured.offset_ms = offset_ms
        measured.unproved = 0
        end_alarm(step, "CIRCUIT-SILENT", link.name, circuit.name)
    step.look("links")


def unpin(step: Step, link: Link, pending: Pending) -> None:
    """Let a test go over every circuit: its own did not bring the answer in time.

    It stands in the log like every entry, and must not leave a gap there for long.
    """
    circuit = step.state.circuits.get(pending.only or "")
    pending.only = None
    if circuit is None:
        return
    circuit.measured.unproved += 1
    if circuit.measured.unproved >= UNPROVED_MAX:
        raise_alarm(step, "CIRCUIT-SILENT", link.name, circuit.name)
    step.look("links")
