# SPDX-License-Identifier: Apache-2.0
"""How far a message has provably come: the one table of evidence and states.

Evidence is a fact of the ladder on the shelf; it only moves a message up.  A pair that
is not in the table changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from parley.core.records import Rung
from parley.model.delivery import Delivery

LADDER: Mapping[tuple[Delivery, Rung], Delivery] = {
    (Delivery.QUEUED, Rung.RECEIPT): Delivery.RECEIPTED,
    (Delivery.QUEUED, Rung.ACKNOWLEDGEMENT): Delivery.ACKNOWLEDGED,
    (Delivery.RECEIPTED, Rung.RECEIPT): Delivery.RECEIPTED,
    (Delivery.RECEIPTED, Rung.ACKNOWLEDGEMENT): Delivery.ACKNOWLEDGED,
    (Delivery.ACKNOWLEDGED, Rung.RECEIPT): Delivery.ACKNOWLEDGED,
    (Delivery.ACKNOWLEDGED, Rung.ACKNOWLEDGEMENT): Delivery.ACKNOWLEDGED,
}
"""A receipt that comes after the acknowledgement takes nothing back."""


def climb(rungs: Iterable[Rung]) -> Delivery:
    """Return how far a message has come, from the rungs that are proved."""
    state = Delivery.QUEUED
    for rung in rungs:
        state = LADDER.get((state, rung), state)
    return state
