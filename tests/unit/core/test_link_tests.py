# SPDX-License-Identifier: Apache-2.0
"""Link tests: sent on time, answered, missed; and what their answers say of clocks."""

from __future__ import annotations

import pytest

from parley.core.events import CircuitDown, FrameArrived, LinkTestRequested, TimerFired
from parley.errors import LocalFault
from parley.model.entry import LinkTest, TestAnswer
from parley.model.record import Direction
from parley.testing.lies import utter
from parley.testing.looks import alarms, at_rest, only_link, said

ALFA, BRAVO = "alfa.example", "bravo.example"
HOUR_S, GRACE_S = 3_600, 3_900


def count_tests(desk):
    """Return how many link tests a desk has logged."""
    return sum(isinstance(each, LinkTest) for each in said(desk, Direction.OUT))


def hours(pair, count):
    """Let hours pass in which every frame arrives."""
    for _ in range(count):
        pair.pass_time(HOUR_S)
        pair.carry()


def test_link_is_tested_at_the_agreed_interval(pair):
    """A line nobody tests is found dead when it is needed."""
    before = count_tests(pair.alfa), count_tests(pair.bravo)
    hours(pair, 3)
    assert (count_tests(pair.alfa), count_tests(pair.bravo)) == (
        before[0] + 3,
        before[1] + 3,
    )
    assert not alarms(pair.alfa)
    assert at_rest(pair.alfa)


def test_test_is_not_heaped_upon_an_unanswered_one(pair):
    """One open question says as much as twenty."""
    pair.alfa.tell(CircuitDown("one", "cut"))
    before = count_tests(pair.alfa)
    for _ in range(5):
        pair.pass_time(HOUR_S)
        pair.lose()
    assert count_tests(pair.alfa) == before + 1


def test_missed_test_is_noticed_by_the_side_that_expected_it(pair):
    """The side that is dead can raise no alarm."""
    pair.bravo.tell(CircuitDown("one", "cut"))
    for _ in range(3):
        pair.alfa.pass_time(GRACE_S)
        pair.alfa.tell(TimerFired())
        pair.alfa.sent.clear()
    assert ("TEST-MISSED", "") in alarms(pair.alfa)
    assert pair.alfa.core.links()[0].missed == 3


def test_missed_test_is_over_when_the_next_one_comes(pair):
    """An alarm ends with its cause."""
    for _ in range(3):
        pair.alfa.pass_time(GRACE_S)
        pair.alfa.tell(TimerFired())
    pair.bravo.tell(LinkTestRequested(ALFA))
    pair.carry()
    assert ("TEST-MISSED", "") not in alarms(pair.alfa)
    assert pair.alfa.core.links()[0].missed == 0


def test_answered_test_proves_a_round_trip(pair):
    """The fifth of the five facts: when, and how long it took."""
    alfa, bravo = pair.alfa, pair.bravo
    serial = alfa.tell(LinkTestRequested(BRAVO))
    ((_, frame),) = alfa.sent
    alfa.sent.clear()
    for desk in (alfa, bravo):
        desk.pass_time(0.2)
    bravo.tell(FrameArrived("one", frame))
    for desk in (alfa, bravo):
        desk.pass_time(0.1)
    pair.carry()
    facts = alfa.core.links()[0]
    assert (facts.round_trip_ms, facts.tested_wall_ms) == (300, alfa.wall_ms)
    assert serial not in only_link(alfa).pending


def test_link_can_be_tested_before_the_agreement_is_in_force(pair):
    """Operators prove the circuit while the other party still reads digits."""
    only_link(pair.alfa).theirs_signed = None
    serial = pair.alfa.tell(LinkTestRequested(BRAVO))
    pair.carry()
    assert serial not in only_link(pair.alfa).pending
    with pytest.raises(LocalFault) as refused:
        pair.alfa.tell(LinkTestRequested("nobody.example"))
    assert refused.value.code == "PLY-LNK-001"


def test_no_test_is_scheduled_before_the_agreement_is_in_force(pair):
    """A schedule is part of what was agreed."""
    only_link(pair.alfa).theirs_signed = None
    before = count_tests(pair.alfa)
    hours(pair, 2)
    assert count_tests(pair.alfa) == before


@pytest.mark.parametrize("off_s", [-3_600, 40])
def test_clocks_that_differ_are_an_alarm(pair, off_s):
    """Two records that quote different hours are hard to read together."""
    pair.bravo.wall_ms += off_s * 1_000
    pair.alfa.tell(LinkTestRequested(BRAVO))
    pair.carry()
    assert ("CLOCK-DIFFERS", str(abs(off_s))) in alarms(pair.alfa)
    assert pair.alfa.core.links()[0].offset_ms == off_s * 1_000
    pair.bravo.wall_ms -= off_s * 1_000
    pair.alfa.tell(LinkTestRequested(BRAVO))
    pair.carry()
    assert not [code for code, _ in alarms(pair.alfa) if code == "CLOCK-DIFFERS"]


def test_clocks_a_little_apart_are_no_alarm(pair):
    """Half a minute is what people's clocks do."""
    pair.bravo.wall_ms += 29_000
    pair.alfa.tell(LinkTestRequested(BRAVO))
    pair.carry()
    assert not alarms(pair.alfa)


def test_answer_that_names_another_leaf_proves_nothing(pair):
    """A made-up answer must not pass for a round trip."""
    alfa = pair.alfa
    serial = alfa.tell(LinkTestRequested(BRAVO))
    alfa.sent.clear()
    tested = alfa.core.links()[0].tested_wall_ms
    utter(pair.bravo, ALFA, TestAnswer(serial, bytes(32), alfa.wall_ms))
    pair.carry()
    assert serial in only_link(alfa).pending
    assert alfa.core.links()[0].tested_wall_ms == tested


def test_test_answer_answers_nothing_but_a_test(pair):
    """SPEC 4.26: an ask is sent again until its own answer is filed."""
    serial = pair.alfa.say(BRAVO, "x").serial
    pair.alfa.sent.clear()
    leaf = only_link(pair.alfa).pending[serial].leaf
    utter(pair.bravo, ALFA, TestAnswer(serial, leaf, pair.bravo.wall_ms))
    for circuit, frame in pair.bravo.sent:
        pair.alfa.tell(FrameArrived(circuit, frame))
    assert serial in only_link(pair.alfa).pending
