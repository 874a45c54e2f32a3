# SPDX-License-Identifier: Apache-2.0
"""A FLASH after which the other end let its turn go is said again at once.

Where the ends of a circuit take turns, an answer begins in the very next turn or not at
all.  To keep the pace then would give the air to what is lower while the FLASH, or its
receipt, is lost.
"""

from __future__ import annotations

from parley.core.limits import TURNS_MAX
from parley.core.reach.queue import ASK, enqueue
from parley.core.reach.timing import missed
from parley.core.state import Circuit, Link, Pending
from parley.core.step import Step
from parley.model.precedence import Precedence


def turn_came(step: Step, link: Link, circuit: Circuit) -> None:
    """Queue each FLASH again that a circuit carried and after which nothing came.

    A place of its window has come back; so this is called before it is filled.
    """
    if not circuit.traits.takes_turns:
        return
    for pending in list(link.pending.values()):
        if _is_unheard(circuit, pending):
            pending.turns += 1
            missed(circuit)
            pending.asked[circuit.name] = step.now.mono_ms
            enqueue(step, circuit, pending.precedence, (ASK, pending.serial))


def _is_unheard(circuit: Circuit, pending: Pending) -> bool:
    # SPEC 10.27: "A FLASH after which nothing came over such a circuit is said there
    # again at once, before anything lower; twice, and then at the circuit's pace."
    if pending.precedence != Precedence.FLASH or pending.turns >= TURNS_MAX:
        return False
    asked_ms = pending.asked.get(circuit.name)
    if asked_ms is None or (ASK, pending.serial) in circuit.queued:
        return False
    # What came, came after it: the answer may stand behind that.
    arrived_ms = circuit.arrived_mono_ms
    is_whole = len(pending.frame) <= circuit.traits.frame_bytes_max
    return is_whole and (arrived_ms is None or arrived_ms < asked_ms)
