# SPDX-License-Identifier: Apache-2.0
"""Phones: called until a person pressed a key, and never for what is over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parley.core.effects import EscalationStep, Page
from parley.core.events import ConsolesArmed, TimerFired
from parley.core.floor_events import CodeEntered, PhonesTold
from parley.core.shelves import decode_alarm
from parley.errors import LocalFault
from parley.model.precedence import Precedence
from parley.testing.looks import alarms

ALFA, BRAVO = "alfa.example", "bravo.example"
PLACE = (ALFA, 1, 0)


@pytest.fixture
def bravo(pair):
    """BRAVO with a FLASH of ALFA that nobody acknowledges, two minutes old."""
    pair.alfa.say(BRAVO, "Now.", Precedence.FLASH)
    pair.carry()
    pair.bravo.tell(ConsolesArmed(1))
    wait(pair.bravo, 120)
    return pair.bravo


def wait(desk, seconds):
    """Let time pass, and wake the core as its timer does."""
    for _ in range(seconds // 10):
        desk.pass_time(10)
        desk.tell(TimerFired())


def calls(desk):
    """Return every page that calls a phone."""
    return [each for each in desk.effects if isinstance(each, Page) and each.code]


def serial(desk):
    """Return the message that is called for."""
    ((_, _, number),) = desk.core.state.calls
    return number


def test_call_is_repeated_with_one_code_until_a_key_is_pressed(bravo):
    """A carrier that took the call has woken nobody."""
    wait(bravo, 120)
    every = calls(bravo)
    assert [each.times for each in every] == [1, 2, 3]
    assert {each.step for each in every} == {EscalationStep.DUTY_PHONES}
    assert len({each.code for each in every}) == 1
    assert len(every[0].code) == 6
    bravo.tell(CodeEntered(every[0].code))
    wait(bravo, 50)
    assert len(calls(bravo)) == 3


def test_reached_is_not_acknowledged_and_the_next_list_has_its_own_code(bravo):
    """Who says that he comes has not come."""
    first = calls(bravo)[0]
    bravo.tell(CodeEntered(first.code))
    wait(bravo, 190)
    second = calls(bravo)[-1]
    assert second.step is EscalationStep.NEXT_LIST
    assert second.code != first.code
    with pytest.raises(LocalFault) as fault:
        bravo.tell(CodeEntered(first.code))
    assert fault.value.code == "PLY-WCH-071"


def test_acknowledgement_stops_every_call(bravo):
    """Nobody is woken for what somebody has."""
    bravo.acknowledge(ALFA, serial(bravo))
    before = len(calls(bravo))
    wait(bravo, 300)
    assert (len(calls(bravo)), bravo.core.state.calls) == (before, {})


def test_wrong_code_reaches_nobody(bravo):
    """A guess must not still the phones."""
    code = calls(bravo)[0].code
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for guess in (wrong, "", "12345678", "код"):
        with pytest.raises(LocalFault) as fault:
            bravo.tell(CodeEntered(guess))
        assert fault.value.code == "PLY-WCH-071"
    wait(bravo, 60)
    assert calls(bravo)[-1].times == 2


def test_crash_keeps_the_code_and_looks_again_before_it_calls(bravo):
    """The code on a phone stays good; an outage wakes nobody for nothing."""
    code = calls(bravo)[0].code
    bravo.crash()
    bravo.effects.clear()
    bravo.acknowledge(ALFA, serial(bravo))
    wait(bravo, 180)
    assert calls(bravo) == []
    with pytest.raises(LocalFault):
        bravo.tell(CodeEntered(code))


def test_after_an_outage_one_call_says_how_late_it_is(bravo):
    """What came an hour late is said to be so, once and not sixty times."""
    code = calls(bravo)[0].code
    bravo.pass_time(3_600)
    bravo.effects.clear()
    bravo.crash()
    bravo.tell(ConsolesArmed(1))
    wait(bravo, 60)
    every = calls(bravo)
    # The escalation had gone on by its own times: the last step that is due is taken.
    assert {each.step for each in every} == {EscalationStep.NEXT_LIST}
    assert every[0].late_s >= 3_000
    assert every[0].code != code


def test_what_is_of_no_more_use_calls_nobody(bravo):
    """A warning that is over must not wake anybody."""
    place = (ALFA, 1, serial(bravo))
    call = bravo.core.state.calls[place]
    bravo.core.state.calls[place] = replace(call, not_after_ms=bravo.wall_ms + 5_000)
    before = len(calls(bravo))
    wait(bravo, 60)
    assert (len(calls(bravo)), bravo.core.state.calls) == (before, {})


def test_nobody_at_a_console_is_called_for_until_somebody_is(pair):
    """A station that nobody can hear calls the duty phones itself."""
    bravo = pair.bravo
    bravo.tell(ConsolesArmed(0))
    wait(bravo, 100)
    every = calls(bravo)
    assert [(each.serial, each.times) for each in every] == [(0, 1), (0, 2)]
    bravo.tell(ConsolesArmed(1))
    wait(bravo, 120)
    assert len(calls(bravo)) == 2


def test_list_that_cannot_be_called_is_an_alarm_until_it_can(bravo):
    """Silence of a phone gateway must not look like silence of the people."""
    bravo.tell(PhonesTold("duty", "the host refused the connection"))
    assert ("PHONES-FAIL", "duty") in alarms(bravo)
    kept = [decode_alarm(value).code for _, value in bravo.store.shelf("alarm")]
    assert "PHONES-FAIL" in kept
    bravo.tell(PhonesTold("duty", ""))
    assert ("PHONES-FAIL", "duty") not in alarms(bravo)
