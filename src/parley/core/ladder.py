# SPDX-License-Identifier: Apache-2.0
"""How far a message has provably come: the one table of evidence and states.

Evidence is a fact of the ladder on the shelf; it only moves a message up.  A pair that
is not in the table changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from parley.core.records import Rung
from parley.model.delivery import Delivery

PROVES: Mapping[Rung, Delivery] = {
    Rung.RECEIPT: Delivery.RECEIPTED,
    Rung.ACKNOWLEDGEMENT: Delivery.ACKNOWLEDGED,
    Rung.UNDERSTOOD: Delivery.UNDERSTOOD,
    Rung.DELIVERED: Delivery.DELIVERED,
    Rung.ANSWERED: Delivery.ANSWERED,
}
"""What each rung proves by itself; the others stand beside the ladder."""

LADDER: Mapping[tuple[Delivery, Rung], Delivery] = {
    (state, rung): max(state, proved)
    for state in Delivery
    for rung, proved in PROVES.items()
}
"""A receipt that comes after the acknowledgement takes nothing back."""


def climb(rungs: Iterable[Rung]) -> Delivery:
    """Return how far a message has come, from the rungs that are proved."""
    state = Delivery.QUEUED
    for rung in rungs:
        state = LADDER.get((state, rung), state)
    return state
