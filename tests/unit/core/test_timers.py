# SPDX-License-Identifier: Apache-2.0
"""What time alone brings about, and when the core asks to be woken."""

from __future__ import annotations

import pytest

from parley.core.events import CircuitDown, FrameArrived, TimerFired
from parley.core.limits import CLOCK_STEP_S, EXPIRY_WARNING_S, GAP_ALARM_S
from parley.model.precedence import Precedence
from parley.testing.desks import Desk
from parley.testing.looks import agree, alarms, only_link

ALFA, BRAVO = "alfa.example", "bravo.example"


@pytest.mark.parametrize("step_s", [-86_400, -6, 6, 3_600])
def test_clock_that_was_moved_is_an_alarm(pair, step_s):
    """Order and safety do not depend on it; the times on the record do."""
    pair.alfa.wall_ms += step_s * 1_000
    pair.alfa.tell(TimerFired())
    assert ("CLOCK-STEPPED", str(step_s)) in alarms(pair.alfa)


@pytest.mark.parametrize("step_s", [-CLOCK_STEP_S, CLOCK_STEP_S])
def test_clock_that_is_slowly_corrected_is_no_alarm(pair, step_s):
    """Time services nudge; nobody is woken for that."""
    for _ in range(10):
        pair.alfa.wall_ms += round(step_s * 1_000)
        pair.alfa.tell(TimerFired())
    assert not alarms(pair.alfa)


def test_restart_is_no_moved_clock(pair):
    """The monotonic clock begins anywhere; only a step while running is one."""
    pair.alfa.mono_ms = 5
    pair.alfa.crash()
    pair.alfa.tell(TimerFired())
    assert not [code for code, _ in alarms(pair.alfa) if code == "CLOCK-STEPPED"]


def test_moved_clock_moves_no_timer(pair):
    """Retries go by the monotonic clock: a jump must not flood or silence the line."""
    alfa = pair.alfa
    alfa.say(BRAVO, "x", Precedence.FLASH)
    alfa.sent.clear()
    alfa.wall_ms += 20 * 3_600_000
    alfa.tell(TimerFired())
    assert not alfa.sent
    assert not [code for code, _ in alarms(alfa) if code == "UNRECEIPTED"]
    alfa.wall_ms -= 40 * 3_600_000
    alfa.pass_time(1.1)
    alfa.tell(TimerFired())
    assert alfa.sent


def test_core_is_woken_for_the_next_retry(pair):
    """Woken too late it would be slow, too early it would spin."""
    alfa = pair.alfa
    alfa.say(BRAVO, "x")
    due = min(p.due_mono_ms for p in only_link(alfa).pending.values())
    assert alfa.core.next_wakeup() == due


def test_core_is_woken_for_what_is_late_though_no_circuit_is_up(pair):
    """The alarm must come exactly where nothing can be sent."""
    alfa = pair.alfa
    alfa.tell(CircuitDown("one", "cut"))
    alfa.say(BRAVO, "x", Precedence.FLASH)
    assert alfa.core.next_wakeup() == alfa.mono_ms + 10_000


def test_core_is_woken_for_the_one_that_has_waited_longest(pair):
    """A later message of the same precedence must not put off the alarm of the first.

    A higher one said last may be due before both.
    """
    alfa = pair.alfa
    alfa.tell(CircuitDown("one", "cut"))
    first = alfa.say(BRAVO, "x", Precedence.PRIORITY)
    said_ms = only_link(alfa).pending[first.serial].born_mono_ms
    alfa.pass_time(20)
    alfa.say(BRAVO, "z", Precedence.PRIORITY)
    assert alfa.core.next_wakeup() == said_ms + 120_000
    alfa.say(BRAVO, "now", Precedence.FLASH)
    assert alfa.core.next_wakeup() == alfa.mono_ms + 10_000


def test_core_is_woken_for_a_gap(pair):
    """The missing entry is asked for in time."""
    alfa, bravo = pair.alfa, pair.bravo
    alfa.say(BRAVO, "missing")
    alfa.sent.clear()
    alfa.say(BRAVO, "later")
    for circuit, frame in alfa.sent:
        bravo.tell(FrameArrived(circuit, frame))
    assert bravo.core.next_wakeup() <= bravo.mono_ms + GAP_ALARM_S * 1_000


def test_core_that_was_woken_in_time_has_nothing_overdue(pair):
    """A wake-up that is not in the future would make the runner spin."""
    for precedence in Precedence:
        pair.alfa.say(BRAVO, "x", precedence)
    pair.lose()
    for _ in range(60):
        due = pair.alfa.core.next_wakeup()
        pair.pass_time(max(0, due - pair.alfa.mono_ms) / 1_000)
        pair.lose()
        assert pair.alfa.core.next_wakeup() > pair.alfa.mono_ms


def test_station_without_counterparts_sleeps():
    """There is nothing to wait for."""
    assert Desk("charlie.example", "Charlie").core.next_wakeup() is None


def test_roster_that_expires_soon_is_an_alarm_and_ends_with_its_renewal(pair):
    """Two weeks are enough to renew it by courier."""
    left_ms = pair.alfa.core.roster().valid_to_ms - pair.alfa.wall_ms
    for desk in (pair.alfa, pair.bravo):
        desk.wall_ms += left_ms - round(EXPIRY_WARNING_S * 1_000) + 1_000
        desk.tell(TimerFired())
    assert ("ROSTER-EXPIRES", ALFA) in alarms(pair.alfa)
    assert ("ROSTER-EXPIRES", BRAVO) in alarms(pair.alfa)
    for desk in (pair.alfa, pair.bravo):
        desk.wall_ms -= 30 * 86_400_000
        desk.tell(TimerFired())
    assert not [code for code, _ in alarms(pair.alfa) if code == "ROSTER-EXPIRES"]


def test_exchange_goes_on_across_a_jump_of_days(pair):
    """Whatever the clocks do, both records end up the same."""
    pair.alfa.wall_ms += 7 * 86_400_000
    pair.alfa.say(BRAVO, "from the future")
    pair.carry()
    pair.alfa.wall_ms -= 14 * 86_400_000
    pair.alfa.say(BRAVO, "from the past")
    pair.bravo.say(ALFA, "from now")
    for _ in range(3):
        pair.carry()
        pair.pass_time(7)
    pair.carry()
    assert pair.bravo.inbox() == ["from the future", "from the past"]
    assert agree(pair.alfa, pair.bravo)
