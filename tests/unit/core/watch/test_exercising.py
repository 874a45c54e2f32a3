# SPDX-License-Identifier: Apache-2.0
"""Exercises: two keys, more of them after a handover, and what is real comes first."""

from __future__ import annotations

import pytest

from parley.core.effects import Refused
from parley.core.events import DraftWritten, FrameArrived
from parley.core.floor_events import (
    ExerciseInterrupted,
    ExercisePlanDropped,
    ExercisePlanned,
)
from parley.core.tended import ExerciseState, Plan
from parley.errors import LocalFault
from parley.model.act import ExerciseAnnounced, ExerciseMoved, ExerciseStep
from parley.model.identity import OfficerClass
from parley.model.message import Text
from parley.model.precedence import Mode, Precedence
from parley.model.record import Direction, EntryKey
from parley.testing.desks import Desk, enlist_watch, pair_up
from parley.testing.looks import alarms, only_link
from tests.unit.core.conftest import twin
from tests.unit.core.watch.test_handing_over import hand_over

ALFA, BRAVO = "alfa.example", "bravo.example"
NAME = "QUIET HARBOUR 26"
HOUR_MS = 3_600_000
CONSENT, START = ExerciseStep.CONSENT, ExerciseStep.START
INTERRUPT, END = ExerciseStep.INTERRUPT, ExerciseStep.END


@pytest.fixture(scope="module")
def model():
    """Two stations of mode EXERCISE; ALFA has three officers of the watch."""
    alfa, bravo = (Desk(each, each[:5], Mode.EXERCISE) for each in (ALFA, BRAVO))
    for desk in (alfa, bravo):
        enlist_watch(desk)
    for name in ("director", "next"):
        alfa.enlist(name, OfficerClass.WATCH)
    return pair_up(alfa, bravo)


@pytest.fixture
def drill(model):
    """A copy of it."""
    return twin(model)


def refused(act):
    """Return the code with which something is refused, and why."""
    with pytest.raises(LocalFault) as fault:
        act()
    return fault.value.code, fault.value.what


def announce(desk, link=BRAVO, who="director"):
    """Announce an exercise of an hour that may begin now."""
    said = ExerciseAnnounced(NAME, desk.wall_ms, desk.wall_ms + HOUR_MS)
    return desk.tell(desk.signed_act(link, said, who=who))


def move(desk, step, who, link=BRAVO):
    """Say a step of our exercise."""
    entry = only_link(desk).tended.exercises[Direction.OUT].entry
    row = desk.store.entry(entry).row
    return desk.tell(desk.signed_act(link, ExerciseMoved(step), row, who))


def state(desk, side=Direction.OUT):
    """Return how far the exercise of a side is, None if there is none."""
    known = only_link(desk).tended.exercises.get(side)
    return None if known is None else known.state


def run(drill):
    """Let an exercise of ALFA run."""
    announce(drill.alfa)
    move(drill.alfa, CONSENT, "watch")
    move(drill.alfa, START, "director")
    drill.carry()


def test_two_keys_start_it_and_both_sides_are_told(drill):
    """One person who starts a drill alone is how the last false alarm began."""
    alfa, bravo = drill.alfa, drill.bravo
    announce(alfa)
    drill.carry()
    assert ("EXERCISE-ANNOUNCED", NAME) in alarms(bravo)
    code, why = refused(lambda: move(alfa, START, "director"))
    assert (code, "consent of 1" in why) == ("PLY-WCH-066", True)
    assert refused(lambda: move(alfa, CONSENT, "director"))[0] == "PLY-WCH-066"
    move(alfa, CONSENT, "watch")
    assert refused(lambda: move(alfa, START, "watch"))[0] == "PLY-WCH-066"
    move(alfa, START, "director")
    drill.carry()
    for desk, side in ((alfa, Direction.OUT), (bravo, Direction.IN)):
        assert state(desk, side) is ExerciseState.RUNNING
        assert ("EXERCISE-RUNS", NAME) in alarms(desk)
        desk.crash()
        assert state(desk, side) is ExerciseState.RUNNING


def test_soon_after_a_handover_two_of_the_watch_must_consent(drill):
    """At a change of watch nobody yet knows what is a drill and what is not."""
    alfa = drill.alfa
    announce(alfa)
    hand_over(alfa, ())
    move(alfa, CONSENT, "watch")
    code, why = refused(lambda: move(alfa, START, "director"))
    assert (code, "15 minutes" in why) == ("PLY-WCH-066", True)
    assert refused(lambda: move(alfa, CONSENT, "watch"))[0] == "PLY-WCH-066"
    move(alfa, CONSENT, "next")
    move(alfa, START, "director")
    assert state(alfa) is ExerciseState.RUNNING


def test_quarter_of_an_hour_after_a_handover_one_is_enough(drill):
    """A rule that never ends is a rule that is worked around."""
    alfa = drill.alfa
    hand_over(alfa, ())
    alfa.pass_time(15 * 60)
    announce(alfa)
    move(alfa, CONSENT, "watch")
    move(alfa, START, "director")
    assert state(alfa) is ExerciseState.RUNNING


def test_live_frame_interrupts_and_is_not_opened(drill, pair):
    """Whatever comes of the real world comes before the exercise."""
    alfa, bravo = drill.alfa, drill.bravo
    run(drill)
    draft = bravo.draft(ALFA, "Message of the exercise.")
    pair.alfa.say(BRAVO, "A real message.", Precedence.FLASH)
    (_, frame), *_ = pair.alfa.sent
    bravo.tell(FrameArrived("one", frame))
    assert any(isinstance(e, Refused) for e in bravo.effects[-8:])
    assert state(bravo, Direction.IN) is ExerciseState.INTERRUPTED
    assert ("LIVE-TRAFFIC", "") in alarms(bravo)
    assert bravo.inbox() == []
    code, _ = refused(lambda: bravo.release(draft, "first"))
    assert code == "PLY-WCH-068"
    bravo.crash()
    assert state(bravo, Direction.IN) is ExerciseState.INTERRUPTED
    # Its side ends it: what was interrupted here is over here too.
    move(alfa, END, "director")
    drill.carry()
    assert state(bravo, Direction.IN) is None
    bravo.release(draft, "first")


def test_exercise_frame_interrupts_nothing_at_the_live_station(drill, pair):
    """The real station has no exercise, and is not told to stand still."""
    drill.alfa.say(BRAVO, "Message of the exercise.")
    (_, frame), *_ = drill.alfa.sent
    pair.bravo.tell(FrameArrived("one", frame))
    assert {code for code, _ in alarms(pair.bravo)} == {"OTHER-MODE"}


def test_operator_interrupts_with_a_word_and_it_goes_on_with_two_keys(drill):
    """Nobody looks for a key while something burns."""
    alfa = drill.alfa
    run(drill)
    assert alfa.tell(ExerciseInterrupted("Fire in the building.")) == 1
    assert state(alfa) is ExerciseState.INTERRUPTED
    assert refused(lambda: alfa.tell(ExerciseInterrupted("x")))[0] == "PLY-WCH-067"
    assert refused(lambda: move(alfa, START, "director"))[0] == "PLY-WCH-066"
    move(alfa, CONSENT, "next")
    move(alfa, START, "director")
    assert state(alfa) is ExerciseState.RUNNING
    move(alfa, INTERRUPT, "watch")
    drill.carry()
    assert state(drill.bravo, Direction.IN) is ExerciseState.INTERRUPTED


def test_it_ends_by_word_and_at_its_time(drill):
    """What runs for ever is believed in the end, or disbelieved when it is real."""
    run(drill)
    move(drill.alfa, END, "watch")
    drill.carry()
    assert (state(drill.alfa), state(drill.bravo, Direction.IN)) == (None, None)
    run(drill)
    drill.pass_time(3_601)
    for desk, side in ((drill.alfa, Direction.OUT), (drill.bravo, Direction.IN)):
        assert state(desk, side) is None
        assert not {code for code, _ in alarms(desk)} & {"EXERCISE-RUNS"}


def test_start_that_overtakes_its_consent_waits_for_it(drill):
    """On a bad line the second key may arrive before the first."""
    alfa, bravo = drill.alfa, drill.bravo
    announce(alfa)
    drill.carry()
    move(alfa, CONSENT, "watch")
    late, alfa.sent = alfa.sent, []
    move(alfa, START, "director")
    drill.carry()
    assert state(bravo, Direction.IN) is ExerciseState.ANNOUNCED
    alfa.sent += late
    drill.carry()
    drill.pass_time(5)
    drill.carry()
    assert state(bravo, Direction.IN) is ExerciseState.RUNNING


def test_live_station_holds_no_exercise(pair):
    """An exercise with the real keys is no exercise."""
    alfa = pair.alfa
    assert refused(lambda: announce(alfa, who="watch"))[0] == "PLY-WCH-063"
    plan = Plan(BRAVO, NAME, 0, alfa.wall_ms + HOUR_MS, "", 1)
    assert refused(lambda: alfa.tell(ExercisePlanned(plan)))[0] == "PLY-WCH-063"


def test_plan_stays_at_home_until_it_is_announced(drill):
    """What is to be tested is not told to whoever is tested."""
    alfa = drill.alfa
    me = alfa.officers["director"][0]
    plan = Plan(BRAVO, NAME, alfa.wall_ms, alfa.wall_ms + HOUR_MS, "Cut the fibre.", me)
    number = alfa.tell(ExercisePlanned(plan))
    assert refused(lambda: alfa.tell(ExercisePlanned(plan)))[0] == "PLY-WCH-064"
    assert alfa.sent == []
    alfa.crash()
    assert alfa.core.state.plans == {number: plan}
    announce(alfa)
    alfa.crash()
    assert alfa.core.state.plans == {}
    assert refused(lambda: alfa.tell(ExercisePlanDropped(number)))[0] == "PLY-WCH-069"


def test_second_exercise_waits_for_the_end_of_the_first(drill):
    """Two scripts at once are one confusion."""
    announce(drill.alfa)
    assert refused(lambda: announce(drill.alfa))[0] == "PLY-WCH-064"


def test_text_of_an_exercise_says_so_first_and_last(drill):
    """A page of it that lies on a table must say what it is."""
    alfa, bravo = drill.alfa, drill.bravo
    alfa.say(BRAVO, "A missile is on its way.")
    drill.carry()
    assert bravo.inbox() == ["EXERCISE\nA missile is on its way.\nEXERCISE"]


def test_text_of_an_exercise_that_does_not_say_so_is_not_good(drill, monkeypatch):
    """A station that leaves the words out is not believed at the other end."""
    alfa, bravo = drill.alfa, drill.bravo
    with monkeypatch.context() as patched:
        patched.setattr("parley.core.drafting.marked", lambda text: text)
        patched.setattr("parley.core.releasing.is_marked", lambda _text: True)
        alfa.say(BRAVO, "A missile is on its way.")
    drill.carry()
    assert bravo.inbox() == []
    assert any(code == "SIGNATURE-BAD" for code, _ in alarms(bravo))


def test_exercise_text_that_denies_it_is_refused(drill):
    """The words that were believed in 2018 cannot be written here."""
    alfa = drill.alfa
    event = DraftWritten(
        BRAVO,
        alfa.officers["drafter"][0],
        Precedence.ROUTINE,
        (),
        (Text("en", "This is NOT\na drill."),),
    )
    code, why = refused(lambda: alfa.tell(event))
    assert (code, "not a drill" in why) == ("PLY-REL-007", True)


def test_another_officers_key_is_not_the_directors(drill):
    """A borrowed name starts nothing."""
    alfa = drill.alfa
    announce(alfa)
    move(alfa, CONSENT, "watch")
    known = only_link(alfa).tended.exercises[Direction.OUT]
    row = alfa.store.entry(EntryKey(BRAVO, Direction.OUT, 1, known.entry.serial)).row
    event = alfa.signed_act(BRAVO, ExerciseMoved(START), row, "next")
    assert refused(lambda: alfa.tell(event))[0] == "PLY-WCH-066"
