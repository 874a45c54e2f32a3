# SPDX-License-Identifier: Apache-2.0
"""A message nobody acknowledges is escalated by the agreed clock, and no further."""

from __future__ import annotations

import pytest

from parley.core.effects import EscalationStep, Page, Sound
from parley.core.events import ConsolesArmed, DraftWritten, TimerFired
from parley.core.limits import UNHEARD_S
from parley.core.watch.escalating import steps
from parley.model.message import Text
from parley.model.precedence import Precedence
from parley.testing.looks import alarms, only_link

ALFA, BRAVO = "alfa.example", "bravo.example"


def pages(desk):
    """Return step and lateness of every page of a desk that repeats no other."""
    every = (e for e in desk.effects if isinstance(e, Page))
    return [(e.step, e.late_s) for e in every if e.times == 1]


@pytest.fixture
def ringing(pair):
    """A FLASH of ALFA that nobody at BRAVO acknowledges; its serial."""
    serial = pair.alfa.say(BRAVO, "Answer.", Precedence.FLASH).serial
    pair.carry()
    return serial


def test_each_agreed_time_calls_the_next(pair, ringing):
    """Louder and a second position, then the duty phones, then the next list."""
    taken = []
    for seconds in (59, 2, 58, 2, 178, 2, 600):
        pair.pass_time(seconds)
        pair.carry()
        taken.append([each for each, _ in pages(pair.bravo)])
    second, phones, following = list(EscalationStep)[:3]
    assert taken == [
        [],
        [second],
        [second],
        [second, phones],
        [second, phones],
        [second, phones, following],
        [second, phones, following],
    ]
    assert ("NOBODY-ACKNOWLEDGES", str(ringing)) in alarms(pair.bravo)
    sounded = [e for e in pair.bravo.effects if isinstance(e, Sound)]
    assert len(sounded) == 4


def test_wakeup_covers_the_next_step(pair, ringing):
    """A step that nobody wakes for calls nobody."""
    assert ringing
    assert pair.bravo.core.next_wakeup() <= pair.bravo.mono_ms + 60_000


def test_acknowledgement_stops_every_step(pair, ringing):
    """An alarm that goes on after somebody has it teaches people to ignore alarms."""
    pair.pass_time(61)
    pair.bravo.acknowledge(ALFA, ringing)
    pair.carry()
    pair.pass_time(600)
    assert len(pages(pair.bravo)) == 1
    assert ("NOBODY-ACKNOWLEDGES", str(ringing)) not in alarms(pair.bravo)
    pair.bravo.crash()
    assert not only_link(pair.bravo).tended.ringing


def test_clock_goes_on_after_a_crash(pair, ringing):
    """A station that starts again still knows whom it has called."""
    pair.pass_time(61)
    pair.bravo.crash()
    pair.pass_time(60)
    assert [each for each, _ in pages(pair.bravo)] == list(EscalationStep)[:2]
    assert ringing


def test_after_an_outage_only_the_step_that_is_due_is_taken_and_it_says_how_late(
    pair, ringing
):
    """Three calls in one second wake three people for one thing."""
    pair.bravo.pass_time(400)
    pair.bravo.crash()
    pair.bravo.tell(TimerFired())
    assert pages(pair.bravo) == [(EscalationStep.NEXT_LIST, 100)]
    assert ringing


def test_what_was_acknowledged_before_the_outage_calls_nobody(pair, ringing):
    """Nobody is called about what is already handled."""
    pair.bravo.acknowledge(ALFA, ringing)
    pair.bravo.pass_time(400)
    pair.bravo.crash()
    pair.bravo.tell(TimerFired())
    assert pages(pair.bravo) == []


def test_what_came_too_late_calls_nobody_and_is_told(pair):
    """A call at four about what ended at three helps nobody; the record must say so."""
    alfa = pair.alfa
    index, _ = alfa.officers["drafter"]
    texts = (Text("en", "Until three."),)
    ends_ms = alfa.wall_ms + 90_000
    draft = alfa.tell(
        DraftWritten(BRAVO, index, Precedence.FLASH, (), texts, not_after_ms=ends_ms)
    )
    for who in ("first", "second"):
        draft = alfa.release(draft, who)
    pair.carry()
    pair.bravo.pass_time(400)
    pair.bravo.crash()
    pair.bravo.tell(TimerFired())
    assert pages(pair.bravo) == []
    assert ("READ-TOO-LATE", str(draft.serial)) in alarms(pair.bravo)


def test_both_sides_read_the_same_times(pair):
    """The sender sees on his own clock how far the other watch must be called."""
    for precedence in Precedence:
        ours = steps(only_link(pair.alfa).agreement, precedence)
        assert ours == steps(only_link(pair.bravo).agreement, precedence)
        assert ours


# -- nobody hears ------------------------------------------------------------------


def test_station_without_an_armed_console_says_so(pair):
    """An alarm that nobody can hear is itself an alarm, and calls the duty phones."""
    bravo = pair.bravo
    bravo.tell(ConsolesArmed(0))
    assert bravo.core.next_wakeup() <= bravo.mono_ms + round(UNHEARD_S * 1_000)
    pair.pass_time(UNHEARD_S - 1)
    assert ("NOBODY-HEARS", "") not in alarms(bravo)
    pair.pass_time(2)
    assert ("NOBODY-HEARS", "") in alarms(bravo)
    pair.pass_time(600)
    assert [each for each, _ in pages(bravo)] == [EscalationStep.DUTY_PHONES]
    bravo.tell(ConsolesArmed(1))
    assert ("NOBODY-HEARS", "") not in alarms(bravo)


def test_console_that_comes_back_in_time_raises_nothing(pair):
    """A reload of the page must not wake anybody."""
    bravo = pair.bravo
    for count in (1, 0):
        bravo.tell(ConsolesArmed(count))
    pair.pass_time(UNHEARD_S - 1)
    bravo.tell(ConsolesArmed(1))
    pair.pass_time(600)
    assert ("NOBODY-HEARS", "") not in alarms(bravo)
