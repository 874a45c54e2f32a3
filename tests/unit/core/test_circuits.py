# SPDX-License-Identifier: Apache-2.0
"""What goes over which circuit, in what order, and when it is asked again."""

from __future__ import annotations

import pytest

from parley.core.events import (
    CircuitDeclared,
    CircuitDown,
    CircuitReady,
    CircuitUp,
    FrameArrived,
    LinkTestRequested,
    TimerFired,
)
from parley.core.limits import RETRY_S_FIRST, RETRY_S_MAX, RETRY_STEADY
from parley.core.reach.timing import heard, retry_ms
from parley.core.state import OPENING_PRECEDENCE, Circuit, Pending
from parley.core.step import Step
from parley.model.circuit import CircuitState, Traits
from parley.model.precedence import Precedence
from parley.model.record import Direction
from parley.testing.looks import agree, alarms, at_rest, rows

ALFA, BRAVO = "alfa.example", "bravo.example"
TRAITS = Traits(1_114_112, 64, 0.2)


def only_circuit(desk, name="one"):
    """Return one circuit's working state."""
    return desk.core.state.circuits[name]


def narrow(desk, link, name="one"):
    """Give a desk a circuit with a window of one frame instead."""
    desk.declared.clear()
    desk.tell(CircuitDown(name, "exchanged"))
    desk.circuit(name, link, window=1)


def over(desk):
    """Return the circuits that frames went to, in order, and forget the frames."""
    names = [circuit for circuit, _ in desk.sent]
    desk.sent.clear()
    return names


# -- the order ---------------------------------------------------------------------


def test_flash_passes_fifty_waiting_routine_at_the_next_frame(pair):
    """The one message that must not wait behind the day's reports."""
    alfa, bravo = pair.alfa, pair.bravo
    narrow(alfa, BRAVO)
    drafts = [alfa.draft(BRAVO, f"report {number}") for number in range(50)]
    for draft in drafts:
        alfa.release(alfa.release(draft, "first"), "second")
    flash = alfa.say(BRAVO, "Not an attack.", Precedence.FLASH)
    assert len(alfa.sent) == 1
    for _ in range(2):
        circuit, frame = alfa.sent.pop(0)
        bravo.tell(FrameArrived(circuit, frame))
        alfa.tell(CircuitReady(circuit, 1))
    assert sorted(bravo.inbox()) == ["Not an attack.", "report 0"]
    pair.carry()
    assert flash.serial > drafts[0].content.number
    assert len(bravo.inbox()) == 51


def test_equal_precedence_keeps_its_order(pair):
    """Two ROUTINE of one desk arrive as they were released."""
    alfa = pair.alfa
    narrow(alfa, BRAVO)
    for number in range(5):
        alfa.say(BRAVO, f"{number}")
    pair.carry()
    assert pair.bravo.inbox() == ["0", "1", "2", "3", "4"]


def test_flash_goes_over_every_circuit_at_once(pair):
    """Whichever of them works, it works at once; it is filed once all the same."""
    for name in ("two", "three"):
        pair.alfa.circuit(name, BRAVO)
        pair.bravo.circuit(name, ALFA)
    pair.carry()
    before = len(rows(pair.bravo, Direction.IN))
    pair.alfa.say(BRAVO, "Now.", Precedence.FLASH)
    frames = {frame for _, frame in pair.alfa.sent}
    assert sorted(circuit for circuit, _ in pair.alfa.sent) == ["one", "three", "two"]
    assert len(frames) == 1
    frame = frames.pop()
    for circuit in over(pair.alfa):
        pair.bravo.tell(FrameArrived(circuit, frame))
    assert pair.bravo.inbox() == ["Now."]
    assert len(rows(pair.bravo, Direction.IN)) == before + 1


def test_routine_goes_over_one_circuit(pair):
    """Lower precedences do not fill every line."""
    pair.alfa.circuit("two", BRAVO)
    pair.alfa.say(BRAVO, "When convenient.")
    assert len(over(pair.alfa)) == 1


def test_routine_takes_the_next_circuit_after_a_timeout(pair):
    """SPEC 4.40: over the next circuit when no answer comes in time."""
    pair.alfa.circuit("two", BRAVO)
    pair.alfa.say(BRAVO, "When convenient.")
    assert over(pair.alfa) == ["one"]
    pair.pass_time(1.1)
    assert over(pair.alfa) == ["two"]


def test_routine_tries_every_circuit_in_the_end(pair):
    """However the first ones lie, no circuit is left untried."""
    for name in ("two", "three"):
        pair.alfa.circuit(name, BRAVO)
    pair.alfa.say(BRAVO, "When convenient.")
    tried = set(over(pair.alfa))
    for _ in range(8):
        pair.pass_time(1.1)
        tried.update(over(pair.alfa))
    assert tried == {"one", "two", "three"}


def test_circuit_that_clogs_holds_nothing_back(pair):
    """A circuit may stand still without being down; the other one is there."""
    alfa, bravo = pair.alfa, pair.bravo
    narrow(alfa, BRAVO)
    alfa.circuit("two", BRAVO)
    pair.carry()
    texts = ["first", "second"]
    for text in texts:
        alfa.say(BRAVO, text)
    for _ in range(20):
        frames, alfa.sent = alfa.sent, []
        for circuit, frame in frames:
            if circuit == "two":
                alfa.tell(CircuitReady("two", 1))
                bravo.tell(FrameArrived("one", frame))
        bravo.sent.clear()
        alfa.pass_time(2)
        alfa.tell(TimerFired())
    assert bravo.inbox() == texts


# -- up and down -------------------------------------------------------------------


def test_all_circuits_down_is_an_alarm_and_nothing_is_lost(pair):
    """What waits is kept, and goes as soon as one of them is up."""
    alfa = pair.alfa
    alfa.tell(CircuitDown("one", "no answer"))
    assert alarms(alfa) == [("NO-PATH", "")]
    for precedence in Precedence:
        alfa.say(BRAVO, precedence.name, precedence)
    assert not alfa.sent
    pair.pass_time(3)
    assert not alfa.sent
    alfa.tell(CircuitUp("one"))
    assert ("NO-PATH", "") not in alarms(alfa)
    pair.carry()
    assert sorted(pair.bravo.inbox()) == sorted(each.name for each in Precedence)


def test_flash_goes_first_when_a_circuit_comes_up(pair):
    """SPEC 4.41: whatever waits for a circuit goes in order of precedence."""
    alfa = pair.alfa
    alfa.tell(CircuitDown("one", "no answer"))
    for precedence in Precedence:
        alfa.say(BRAVO, precedence.name, precedence)
    alfa.tell(CircuitUp("one"))
    pair.carry()
    assert pair.bravo.inbox() == ["FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE"]


def test_one_circuit_down_is_no_alarm_while_another_is_up(pair):
    """An alarm that always stands is none."""
    pair.alfa.circuit("two", BRAVO)
    pair.alfa.tell(CircuitDown("one", "no answer"))
    assert not alarms(pair.alfa)


def test_circuit_that_never_came_up_is_no_news_for_what_waits(pair):
    """Nothing was on it, so nothing is sent again because of it."""
    alfa = pair.alfa
    alfa.tell(CircuitDeclared("two", BRAVO, TRAITS))
    alfa.say(BRAVO, "x")
    alfa.sent.clear()
    alfa.tell(CircuitDown("two", "no such host"))
    assert not alfa.sent
    assert not alarms(alfa)


def test_what_was_on_a_fallen_circuit_goes_over_the_other_at_once(pair):
    """A cable is cut in the middle of a frame; nobody waits for a timer then."""
    alfa = pair.alfa
    alfa.circuit("two", BRAVO)
    pair.carry()
    alfa.say(BRAVO, "x")
    (circuit,) = over(alfa)
    alfa.tell(CircuitDown(circuit, "cut"))
    assert over(alfa) == [{"one": "two", "two": "one"}[circuit]]


def test_circuit_down_twice_is_told_once_and_a_new_reason_again(pair):
    """The board shows since when, and why now."""
    alfa = pair.alfa
    alfa.tell(CircuitDown("one", "no answer"))
    since = only_circuit(alfa).since_wall_ms
    alfa.pass_time(5)
    alfa.tell(CircuitDown("one", "no answer"))
    assert only_circuit(alfa).since_wall_ms == since
    alfa.tell(CircuitDown("one", "certificate changed"))
    facts = alfa.core.circuits()[0]
    assert (facts.state, facts.reason) == ("down", "certificate changed")
    assert facts.since_wall_ms == since + 5_000


def test_one_way_circuit_is_never_sent_on(pair):
    """A broadcast receiver brings frames and takes none; answers go another way."""
    alfa, bravo = pair.alfa, pair.bravo
    radio = Traits(1_114_112, 1, 0.2, can_send=False)
    bravo.tell(CircuitDeclared("radio", ALFA, radio))
    bravo.tell(CircuitUp("radio"))
    alfa.say(BRAVO, "Heard?", Precedence.FLASH)
    for _, frame in alfa.sent:
        bravo.tell(FrameArrived("radio", frame))
    alfa.sent.clear()
    assert {circuit for circuit, _ in bravo.sent} == {"one"}
    pair.carry()
    assert at_rest(alfa)


def test_answer_goes_back_where_the_ask_came_from(pair):
    """The circuit that just worked towards us is the likeliest to work back."""
    alfa, bravo = pair.alfa, pair.bravo
    bravo.circuit("two", ALFA)
    pair.carry()
    alfa.say(BRAVO, "x")
    ((_, frame),) = alfa.sent
    alfa.sent.clear()
    bravo.tell(FrameArrived("two", frame))
    assert over(bravo) == ["two"]


def test_answer_comes_back_over_another_circuit_when_its_own_is_down(pair):
    """One-way trouble: the ask came in on a circuit that then failed."""
    alfa, bravo = pair.alfa, pair.bravo
    bravo.circuit("two", ALFA)
    pair.carry()
    alfa.say(BRAVO, "x")
    ((_, frame),) = alfa.sent
    alfa.sent.clear()
    bravo.tell(CircuitDown("one", "cut"))
    bravo.sent.clear()
    bravo.tell(FrameArrived("one", frame))
    assert over(bravo) == ["two"]


def test_receiver_alone_is_no_path(pair):
    """The alarm says that nothing of ours can go; a receiver changes nothing there."""
    alfa = pair.alfa
    radio = Traits(1_114_112, 1, 0.2, can_send=False)
    alfa.tell(CircuitDeclared("radio", BRAVO, radio))
    alfa.tell(CircuitDown("one", "cut"))
    alfa.tell(CircuitUp("radio"))
    assert alarms(alfa) == [("NO-PATH", "")]


def test_circuit_of_an_unknown_counterpart_is_carried_along(strangers):
    """Settings may name a counterpart before it is paired."""
    alfa = strangers.alfa
    alfa.circuit("one", BRAVO)
    alfa.tell(CircuitReady("one", 1))
    alfa.tell(CircuitDown("one", "no answer"))
    assert not alarms(alfa)
    assert not alfa.sent


# -- the window --------------------------------------------------------------------


def test_window_is_never_exceeded(pair):
    """A bearer that is handed too much would have to drop something."""
    alfa = pair.alfa
    narrow(alfa, BRAVO)
    alfa.sent.clear()
    for _ in range(3):
        alfa.say(BRAVO, "x")
    assert len(alfa.sent) <= 1
    alfa.sent.clear()
    alfa.tell(CircuitReady("one", 100))
    assert len(alfa.sent) == 1
    assert only_circuit(alfa).window == 0


def test_ready_for_a_fallen_circuit_opens_nothing(pair):
    """Places come back late, for frames that died with the circuit."""
    alfa = pair.alfa
    alfa.tell(CircuitDown("one", "cut"))
    alfa.tell(CircuitReady("one", 5))
    alfa.say(BRAVO, "x")
    assert only_circuit(alfa).window == 0
    assert not alfa.sent


def test_ask_that_was_answered_while_it_waited_is_not_sent(pair):
    """A place in the window is too good for what the other side holds already."""
    alfa, bravo = pair.alfa, pair.bravo
    narrow(alfa, BRAVO)
    alfa.say(BRAVO, "fills the window of the first circuit")
    alfa.circuit("two", BRAVO)
    pair.alfa.sent.clear()
    alfa.say(BRAVO, "Now.", Precedence.FLASH)
    ((circuit, frame),) = alfa.sent
    assert circuit == "two"
    bravo.tell(FrameArrived("one", frame))
    for _, answer in bravo.sent:
        alfa.tell(FrameArrived("two", answer))
    alfa.sent.clear()
    alfa.tell(CircuitReady("one", 1))
    assert frame not in [each for _, each in alfa.sent]


def test_answer_they_hold_by_now_is_not_sent(pair):
    """An answer waited behind a full window; meanwhile another copy arrived."""
    alfa, bravo = pair.alfa, pair.bravo
    alfa.say(BRAVO, "x")
    ((_, ask),) = alfa.sent
    pair.carry()
    narrow(bravo, ALFA)
    only_circuit(bravo).window = 0
    bravo.tell(FrameArrived("one", ask))
    waiting_answers = only_circuit(bravo).queue
    assert waiting_answers
    alfa.tell(LinkTestRequested(BRAVO))
    for circuit, frame in alfa.sent:
        bravo.tell(FrameArrived(circuit, frame))
    alfa.sent.clear()
    bravo.tell(CircuitReady("one", 1))
    assert len(bravo.sent) == 1
    pair.carry()
    assert agree(alfa, bravo)


# -- timing ------------------------------------------------------------------------


def waiting(tries=1, precedence=int(Precedence.ROUTINE), sent_ms=0):
    """Return something that was sent `tries` times over the circuit `one`."""
    return Pending(
        1,
        precedence,
        b"",
        b"",
        1,
        0,
        0,
        tries=tries,
        sent_mono_ms=sent_ms,
        sent_on="one",
    )


def sampled(pair, *round_trips_ms):
    """Return a circuit that saw these round trips, one after another."""
    circuit = Circuit("one", BRAVO, TRAITS, CircuitState.UP)
    for sample in round_trips_ms:
        step = Step(pair.alfa.core.state, pair.alfa.now())
        heard(step, circuit, waiting(sent_ms=step.now.mono_ms - sample))
    return circuit


def test_first_wait_before_any_round_trip():
    """RFC 6298 2.1: one second."""
    circuit = Circuit("one", BRAVO, TRAITS)
    assert retry_ms(circuit, waiting()) == RETRY_S_FIRST * 1_000


@pytest.mark.parametrize(
    ("samples", "smoothed", "varied", "wait"),
    [
        # RFC 6298 2.2: SRTT = R, RTTVAR = R/2, wait = SRTT + 4 RTTVAR = 3 R.
        ([400], 400.0, 200.0, 1_200),
        # 2.3: RTTVAR = 3/4 * 200 + 1/4 * |400 - 800|, SRTT = 7/8 * 400 + 1/8 * 800.
        ([400, 800], 450.0, 250.0, 1_450),
        ([400, 800, 100], 406.25, 275.0, 1_506),
    ],
)
def test_retry_time_is_that_of_rfc_6298(pair, samples, smoothed, varied, wait):
    """The numbers are pinned: quicker clogs a circuit, slower costs time."""
    circuit = sampled(pair, *samples)
    assert (circuit.srtt_ms, circuit.rttvar_ms) == (smoothed, varied)
    assert retry_ms(circuit, waiting()) == wait


def test_bearer_sets_the_shortest_wait(pair):
    """A modem knows better than a lucky first sample."""
    assert retry_ms(sampled(pair, 1), waiting()) == 200
    slow = Circuit("one", BRAVO, Traits(1_114_112, 1, 8.0))
    assert retry_ms(slow, waiting()) == 8_000


def test_wait_grows_after_ten_tries_and_not_beyond_the_limit():
    """A dead line is not shouted at, and never quite given up."""
    circuit = Circuit("one", BRAVO, TRAITS)
    waits = [retry_ms(circuit, waiting(tries)) for tries in range(1, 60)]
    assert waits[:RETRY_STEADY] == [1_000] * RETRY_STEADY
    assert waits[RETRY_STEADY : RETRY_STEADY + 3] == [1_500, 2_250, 3_375]
    assert waits == sorted(waits)
    assert waits[-1] == RETRY_S_MAX * 1_000


def test_opening_never_slows_down():
    """Everything of an epoch waits for its opening."""
    circuit = Circuit("one", BRAVO, TRAITS)
    opening = waiting(50, OPENING_PRECEDENCE)
    assert retry_ms(circuit, opening) == 1_000


@pytest.mark.parametrize(
    "pending", [waiting(tries=2), None], ids=["sent twice", "answered before"]
)
def test_ambiguous_answer_teaches_nothing(pair, pending):
    """Karn: an ask sent more than once does not say which copy was answered."""
    circuit = sampled(pair, 400)
    step = Step(pair.alfa.core.state, pair.alfa.now())
    heard(step, circuit, pending)
    assert circuit.srtt_ms == 400.0
    assert circuit.heard_wall_ms == step.now.wall_ms


def test_answer_over_another_circuit_teaches_nothing(pair):
    """Its round trip is not that of the circuit it came in on."""
    circuit = Circuit("two", BRAVO, TRAITS, CircuitState.UP, timeouts=2)
    step = Step(pair.alfa.core.state, pair.alfa.now())
    heard(step, circuit, waiting())
    assert circuit.srtt_ms is None
    assert circuit.timeouts == 2


def test_circuit_that_answers_is_trusted_again(pair):
    """One bad minute must not put a good circuit last for ever."""
    circuit = Circuit("one", BRAVO, TRAITS, CircuitState.UP, timeouts=5)
    step = Step(pair.alfa.core.state, pair.alfa.now())
    heard(step, circuit, waiting(sent_ms=step.now.mono_ms - 10))
    assert circuit.timeouts == 0


def test_ask_is_sent_again_until_it_is_answered(pair):
    """Lost frames are more tries of the same bytes, never silence."""
    alfa = pair.alfa
    alfa.say(BRAVO, "x", Precedence.FLASH)
    ((_, first),) = alfa.sent
    for _ in range(25):
        assert first in [frame for _, frame in alfa.sent], "the station gave up"
        pair.lose()
        pair.pass_time(RETRY_S_MAX + 1)
    pair.carry()
    assert pair.bravo.inbox() == ["x"]
    assert agree(alfa, pair.bravo)
