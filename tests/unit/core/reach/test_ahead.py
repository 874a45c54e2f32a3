# SPDX-License-Identifier: Apache-2.0
"""Epochs are opened in idle hours, so that they are not in the hour of need."""

from __future__ import annotations

import pytest

from parley.core.events import TimerFired
from parley.core.state import Pending
from parley.model.circuit import Traits
from parley.model.entry import EntryKind
from parley.model.precedence import Precedence
from parley.testing.looks import at_rest, only_link
from tests.unit.core.exchanged import exchange

ALFA, BRAVO = "alfa.example", "bravo.example"
DAY_S = 86_400
VOICE = Traits(124, 1, 4.0, rate_bps=279, latency_s=1.0)


def tag(desk) -> bytes:
    return only_link(desk).epoch.keys.tag


def carry_on(pair, seconds) -> None:
    """Let time pass with everything that it brings."""
    pair.pass_time(seconds)
    pair.carry(rounds=500)


def narrow(pair) -> None:
    exchange(pair, VOICE)
    pair.carry(rounds=500)


def test_idle_line_opens_its_next_epoch_ahead(pair):
    """The opening goes while nobody waits for the air, and never later than agreed."""
    pair.carry()
    old = tag(pair.alfa)
    carry_on(pair, 0.7 * DAY_S)
    carry_on(pair, 1)
    assert tag(pair.alfa) == old
    carry_on(pair, 0.06 * DAY_S)
    carry_on(pair, 1)
    fresh = tag(pair.alfa)
    assert fresh != old
    assert at_rest(pair.alfa)
    assert list(only_link(pair.bravo).in_epochs) == [fresh]


def test_flash_over_a_voice_line_needs_no_opening_after_an_idle_night(pair):
    """At 279 bit/s an opening is two minutes in which a FLASH would wait."""
    carry_on(pair, 0.76 * DAY_S)
    carry_on(pair, 1)
    narrow(pair)
    fresh = tag(pair.alfa)
    carry_on(pair, 0.5 * DAY_S)
    pair.alfa.say(BRAVO, "Now.", Precedence.FLASH)
    assert tag(pair.alfa) == fresh
    pair.carry(rounds=500)
    assert pair.bravo.inbox() == ["Now."]


def test_narrow_line_opens_ahead_for_serials_to_come(pair):
    """The present epoch still carries what is said while minutes of opening go."""
    narrow(pair)
    old = tag(pair.alfa)
    carry_on(pair, 0.7 * DAY_S)
    pair.pass_time(0.06 * DAY_S)
    assert tag(pair.alfa) == old
    made = only_link(pair.alfa).ahead
    pair.carry(rounds=500)
    carry_on(pair, 1)
    assert tag(pair.alfa) == made.keys.tag


@pytest.mark.parametrize(
    ("kind", "is_idle"), [(EntryKind.CHECKPOINT, True), (EntryKind.LINK_TEST, False)]
)
def test_signed_head_that_waits_for_its_answer_holds_up_nothing(pair, kind, is_idle):
    """On a voice line that answer takes minutes, and gives way to everything."""
    narrow(pair)
    link, serial = only_link(pair.alfa), only_link(pair.alfa).out.next_serial - 1
    link.pending[serial] = Pending(serial, 0, b"", b"", kind, 0, 0)
    pair.alfa.pass_time(0.76 * DAY_S)
    pair.alfa.tell(TimerFired())
    assert (link.ahead is not None) is is_idle


def test_line_that_is_busy_opens_nothing_ahead(pair):
    """What waits for its receipt comes first."""
    pair.alfa.say(BRAVO, "Wait.", Precedence.ROUTINE)
    old = tag(pair.alfa)
    for _ in range(3):
        pair.lose()
        pair.pass_time(0.3 * DAY_S)
    assert tag(pair.alfa) == old


def test_last_prekey_is_not_spent_ahead(pair):
    """It is for an hour in which there must be a fresh epoch."""
    pair.carry()
    link = only_link(pair.alfa)
    for number in sorted(link.their_prekeys)[1:]:
        del link.their_prekeys[number]
    old = tag(pair.alfa)
    carry_on(pair, 0.95 * DAY_S)
    assert tag(pair.alfa) == old
