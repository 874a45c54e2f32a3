# SPDX-License-Identifier: Apache-2.0
"""How far a message has provably come, and that nothing moves it down."""

from __future__ import annotations

import itertools

import pytest

from parley.core.ladder import LADDER, climb
from parley.core.records import Rung
from parley.model.delivery import Delivery

ALONE = {
    Rung.RECEIPT: Delivery.RECEIPTED,
    Rung.ACKNOWLEDGEMENT: Delivery.ACKNOWLEDGED,
    Rung.UNDERSTOOD: Delivery.UNDERSTOOD,
    Rung.DELIVERED: Delivery.DELIVERED,
    Rung.ANSWERED: Delivery.ANSWERED,
}
ASIDE = {Rung.STANDBY, Rung.DECLINED, Rung.MISREAD, Rung.OUT_OF_PLACE}


@pytest.mark.parametrize("state", Delivery)
@pytest.mark.parametrize("rung", Rung)
def test_evidence_only_moves_a_message_up(state, rung):
    """Every pair leads up or nowhere; what stands aside is in no pair."""
    if rung in ASIDE:
        assert (state, rung) not in LADDER
        return
    assert LADDER[state, rung] == max(state, ALONE[rung])


@pytest.mark.parametrize("count", range(4))
def test_rungs_may_come_in_any_order(count):
    """Circuits reorder; what is proved is proved."""
    for rungs in itertools.product(Rung, repeat=count):
        assert climb(rungs) is climb(rungs[::-1])
    assert climb([]) is Delivery.QUEUED


def test_receipt_after_the_acknowledgement_takes_nothing_back():
    """An officer has it; that his station says so later changes nothing."""
    assert climb([Rung.ACKNOWLEDGEMENT, Rung.RECEIPT]) is Delivery.ACKNOWLEDGED
