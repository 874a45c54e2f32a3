# SPDX-License-Identifier: Apache-2.0
"""What is said of a message after somebody has it: understood, promised, answered."""

from __future__ import annotations

import pytest

from parley.core.events import (
    CardPresented,
    CardRequested,
    DraftWritten,
    FrameArrived,
)
from parley.core.limits import PROMISES_MAX
from parley.core.records import Rung
from parley.core.shelves import decode_fact, key_of_place
from parley.core.watch.understanding import same
from parley.errors import LocalFault
from parley.model.act import (
    Declined,
    DeclineReason,
    Delivered,
    Reference,
    Standby,
    Understood,
)
from parley.model.message import Pointer, Relation, RelationKind, Text
from parley.model.precedence import Precedence
from parley.model.record import Direction
from parley.testing.lies import unchecked_act, unchecked_message, utter
from parley.testing.looks import alarms, only_link, rung

ALFA, BRAVO = "alfa.example", "bravo.example"
PLACE = "54°12.4 N 019°30 E"


def sent(desk, link, text="Cease at 1400Z.", **more):
    """Send a text with marks of its own; return its serial."""
    index, _ = desk.officers["drafter"]
    more.setdefault("read_through", desk.newest(link))
    draft = desk.tell(
        DraftWritten(link, index, Precedence.FLASH, (), (Text("en", text),), **more)
    )
    for who in ("first", "second"):
        draft = desk.release(draft, who)
    return draft.serial


@pytest.fixture
def critical(pair):
    """A message of ALFA with two critical fields, acknowledged by BRAVO."""
    text = f"Cease at 1400Z, {PLACE}."
    serial = sent(pair.alfa, BRAVO, text, critical=("1400Z", PLACE))
    pair.carry()
    pair.bravo.acknowledge(ALFA, serial)
    pair.carry()
    return serial


@pytest.fixture
def asked(pair):
    """A message of ALFA that BRAVO's watch has acknowledged."""
    serial = sent(pair.alfa, BRAVO)
    pair.carry()
    pair.bravo.acknowledge(ALFA, serial)
    pair.carry()
    return serial


# -- read-back ---------------------------------------------------------------------


def test_right_read_back_is_understood_on_both_sides(pair, critical):
    """Spacing, case and width are a keyboard's; the number is what counts."""
    pair.bravo.act(ALFA, Understood(("1400z", "54°12.4N  019°30E")), critical)
    pair.carry()
    assert rung(pair.alfa, Rung.UNDERSTOOD, critical) is not None
    assert rung(pair.bravo, Rung.UNDERSTOOD, critical, Direction.IN) is not None
    assert not alarms(pair.alfa)
    assert not alarms(pair.bravo)
    assert not only_link(pair.alfa).tended.unread


@pytest.mark.parametrize(
    "read", [("1500Z", PLACE), ("1400Z",), (PLACE, "1400Z"), ("1400Z", PLACE, "1")]
)
def test_wrong_read_back_is_told_to_both_and_proves_nothing(pair, critical, read):
    """A place was once wrong by kilometres, and nobody read it back."""
    pair.bravo.act(ALFA, Understood(read), critical)
    pair.carry()
    assert rung(pair.alfa, Rung.UNDERSTOOD, critical) is None
    assert ("READ-BACK-DIFFERS", str(critical)) in alarms(pair.alfa)
    assert ("READ-BACK-WRONG", str(critical)) in alarms(pair.bravo)
    misread = rung(pair.alfa, Rung.MISREAD, critical)
    assert "was read as" in misread.note
    pair.bravo.act(ALFA, Understood(("1400Z", PLACE)), critical)
    pair.carry()
    assert not alarms(pair.alfa)
    assert not alarms(pair.bravo)


def test_wrong_read_back_after_a_right_one_takes_nothing_back(pair, critical):
    """Evidence only moves a message up."""
    pair.bravo.act(ALFA, Understood(("1400Z", PLACE)), critical)
    pair.carry()
    with pytest.raises(LocalFault) as refused:
        pair.bravo.act(ALFA, Understood(("1500Z", PLACE)), critical)
    assert refused.value.code == "PLY-WCH-022"
    about = Reference(1, critical, pair.bravo.received(ALFA, critical).leaf)
    wrong = unchecked_act(pair.bravo, ALFA, Understood(("1500Z", PLACE)), about)
    utter(pair.bravo, ALFA, wrong)
    pair.carry()
    assert rung(pair.alfa, Rung.UNDERSTOOD, critical) is not None
    assert not alarms(pair.alfa)


def test_what_waits_to_be_read_back_survives_a_crash(pair, critical):
    """The sender must be able to compare after a restart as before."""
    pair.alfa.crash()
    pair.bravo.act(ALFA, Understood(("1500Z", PLACE)), critical)
    pair.carry()
    pair.pass_time(3)
    pair.carry()
    assert ("READ-BACK-DIFFERS", str(critical)) in alarms(pair.alfa)


def test_read_back_of_another_leaf_is_no_rung(pair, critical):
    """It is a read-back of something, and not of our text."""
    about = Reference(1, critical, b"x" * 32)
    said = Understood(("1400Z", PLACE))
    utter(pair.bravo, ALFA, unchecked_act(pair.bravo, ALFA, said, about))
    pair.carry()
    assert rung(pair.alfa, Rung.UNDERSTOOD, critical) is None
    assert only_link(pair.alfa).tended.unread


def test_text_without_critical_fields_is_understood_as_such(pair, asked):
    """An officer may say that he understood a text in which nothing is marked."""
    pair.bravo.act(ALFA, Understood(()), asked)
    pair.carry()
    assert rung(pair.alfa, Rung.UNDERSTOOD, asked) is not None


def test_fields_are_compared_without_spacing_case_and_width():
    """Full-width digits and a thin space are the same number; another digit is not."""
    assert same(("12 400",), ("\uff11\uff12\uff14\uff10\uff10",))
    assert not same(("12 400",), ("12 401",))
    assert not same(("",), ())


# -- delivered ---------------------------------------------------------------------


def test_delivery_names_the_principal_and_moves_the_principal_fact(pair, asked):
    """Machine delivery is not delivery to who decides."""
    pair.bravo.act(ALFA, Delivered(1, "Head", pair.bravo.wall_ms), asked)
    pair.carry()
    assert rung(pair.alfa, Rung.DELIVERED, asked).note == "Head, principal"
    (facts,) = pair.alfa.core.links()
    assert facts.principal_wall_ms == pair.alfa.wall_ms
    pair.alfa.crash()
    (facts,) = pair.alfa.core.links()
    assert facts.principal_wall_ms is not None


def test_delivery_to_a_position_we_do_not_have_is_refused(pair, asked):
    """A number typed wrong must not become somebody."""
    with pytest.raises(LocalFault) as refused:
        pair.bravo.act(ALFA, Delivered(7, None, pair.bravo.wall_ms), asked)
    assert refused.value.code == "PLY-LNK-019"


# -- standby -----------------------------------------------------------------------


def until(pair, seconds):
    """Return a standby until some seconds from now."""
    return Standby(pair.bravo.wall_ms + seconds * 1_000)


def test_both_sides_see_the_same_overdue_clock(pair, asked):
    """A reply that takes eight hours must not look like a broken line."""
    promise = until(pair, 600)
    pair.bravo.act(ALFA, promise, asked)
    pair.carry()
    here = rung(pair.alfa, Rung.STANDBY, asked)
    there = rung(pair.bravo, Rung.STANDBY, asked, Direction.IN)
    assert here.until_ms == there.until_ms == promise.until_ms
    pair.pass_time(599)
    assert ("PROMISE-OVERDUE", str(asked)) not in alarms(pair.alfa)
    assert ("ANSWER-OWED", str(asked)) not in alarms(pair.bravo)
    pair.pass_time(2)
    assert ("PROMISE-OVERDUE", str(asked)) in alarms(pair.alfa)
    assert ("ANSWER-OWED", str(asked)) in alarms(pair.bravo)


def test_wakeup_covers_a_promise(pair, asked):
    """A clock that nobody wakes for runs out unseen."""
    pair.bravo.act(ALFA, until(pair, 60), asked)
    pair.carry()
    for desk in (pair.alfa, pair.bravo):
        assert desk.core.next_wakeup() <= desk.mono_ms + 60_000


def test_promise_survives_a_crash_on_either_side(pair, asked):
    """A station that starts again still knows what was promised."""
    pair.bravo.act(ALFA, until(pair, 60), asked)
    pair.carry()
    for desk in (pair.alfa, pair.bravo):
        desk.crash()
    pair.pass_time(61)
    assert ("PROMISE-OVERDUE", str(asked)) in alarms(pair.alfa)
    assert ("ANSWER-OWED", str(asked)) in alarms(pair.bravo)


def test_promise_is_renewed_once_for_all_to_see(pair, asked):
    """Standing by for ever, a quarter of an hour at a time, is no answer."""
    pair.bravo.act(ALFA, until(pair, 60), asked)
    pair.carry()
    pair.pass_time(61)
    later = until(pair, 120)
    pair.bravo.act(ALFA, later, asked)
    pair.carry()
    assert ("PROMISE-OVERDUE", str(asked)) not in alarms(pair.alfa)
    assert rung(pair.alfa, Rung.STANDBY, asked).times == 2
    with pytest.raises(LocalFault) as refused:
        pair.bravo.act(ALFA, until(pair, 999), asked)
    assert refused.value.code == "PLY-WCH-008"
    about = Reference(1, asked, pair.bravo.received(ALFA, asked).leaf)
    third = unchecked_act(pair.bravo, ALFA, until(pair, 999), about)
    utter(pair.bravo, ALFA, third)
    pair.carry()
    assert rung(pair.alfa, Rung.STANDBY, asked).until_ms == later.until_ms


def test_promises_that_overtake_each_other_are_one_clock(pair, asked):
    """SPEC 8.15: a circuit that reorders must not show the two sides two clocks."""
    pair.bravo.act(ALFA, until(pair, 60), asked)
    pair.bravo.act(ALFA, until(pair, 120), asked)
    frames, pair.bravo.sent = pair.bravo.sent, []
    for circuit, frame in reversed(frames):
        pair.alfa.tell(FrameArrived(circuit, frame))
    pair.carry()
    pair.pass_time(40)
    pair.carry()
    clocks = [
        [
            (fact.until_ms, fact.times)
            for fact in desk.ladder(link, way, asked)
            if fact.rung is Rung.STANDBY
        ]
        for desk, link, way in (
            (pair.bravo, ALFA, Direction.IN),
            (pair.alfa, BRAVO, Direction.OUT),
        )
    ]
    assert clocks[0] == clocks[1]
    assert clocks[0][-1][1] == 2


@pytest.mark.parametrize("seconds", [0, -1])
def test_promise_of_the_past_is_refused(pair, asked, seconds):
    """A time already over would alarm both watches at once."""
    with pytest.raises(LocalFault) as refused:
        pair.bravo.act(ALFA, until(pair, seconds), asked)
    assert refused.value.code == "PLY-WCH-007"


def test_earlier_time_is_no_renewal(pair, asked):
    """The other side plans by the time it was given."""
    pair.bravo.act(ALFA, until(pair, 600), asked)
    with pytest.raises(LocalFault) as refused:
        pair.bravo.act(ALFA, until(pair, 60), asked)
    assert refused.value.code == "PLY-WCH-007"


def test_promises_are_bounded(pair, asked, monkeypatch):
    """What a counterpart promises must not fill our memory."""
    assert PROMISES_MAX > 1
    monkeypatch.setattr("parley.core.watch.standing_by.PROMISES_MAX", 1)
    other = sent(pair.alfa, BRAVO, "Another.")
    pair.carry()
    pair.bravo.acknowledge(ALFA, other)
    pair.bravo.act(ALFA, until(pair, 60), asked)
    with pytest.raises(LocalFault) as refused:
        pair.bravo.act(ALFA, until(pair, 60), other)
    assert refused.value.code == "PLY-WCH-009"
    about = Reference(1, other, pair.bravo.received(ALFA, other).leaf)
    utter(pair.bravo, ALFA, unchecked_act(pair.bravo, ALFA, until(pair, 60), about))
    pair.carry()
    assert len(only_link(pair.alfa).tended.promises) == 1


# -- answer and decline ------------------------------------------------------------


def reply(pair, serial):
    """Let BRAVO answer an entry of ALFA."""
    relation = Relation(RelationKind.IN_REPLY_TO, ours=False, serial=serial)
    answer = sent(pair.bravo, ALFA, "We will.", relation=relation)
    pair.carry()
    return answer


def test_reply_is_the_answer_and_ends_the_promise(pair, asked):
    """The clock stops on both sides with the message that was promised."""
    pair.bravo.act(ALFA, until(pair, 60), asked)
    pair.carry()
    pair.pass_time(61)
    answer = reply(pair, asked)
    for desk in (pair.alfa, pair.bravo):
        codes = {code for code, _ in alarms(desk)}
        assert not codes & {"PROMISE-OVERDUE", "ANSWER-OWED"}
        assert not only_link(desk).tended.promises
        desk.crash()
        assert not only_link(desk).tended.promises
    (fact,) = (
        fact
        for fact in pair.alfa.ladder(BRAVO, Direction.OUT, asked)
        if fact.rung is Rung.ANSWERED
    )
    assert fact.serial == answer


@pytest.mark.parametrize("said", [Standby(2**52), Declined(None)])
def test_nothing_more_is_promised_once_it_is_answered(pair, asked, said):
    """Two words for one message would leave the other side to choose."""
    reply(pair, asked)
    with pytest.raises(LocalFault) as refused:
        pair.bravo.act(ALFA, said, asked)
    assert refused.value.code == "PLY-WCH-010"


def test_decline_is_told_with_its_reason_and_ends_the_promise(pair, asked):
    """A decision not to answer must not look like a broken line."""
    pair.bravo.act(ALFA, until(pair, 60), asked)
    pair.bravo.act(ALFA, Declined(DeclineReason.NO_COMMENT), asked)
    pair.carry()
    pair.pass_time(61)
    assert rung(pair.alfa, Rung.DECLINED, asked).note == "no comment"
    assert not {"PROMISE-OVERDUE"} & {code for code, _ in alarms(pair.alfa)}
    assert not {"ANSWER-OWED"} & {code for code, _ in alarms(pair.bravo)}


def answered_at(desk):
    """Return log and serial of every message that is answered, as one desk shows it."""
    return {
        (key.incarnation, key.serial)
        for place, value in desk.store.shelf("ladder")
        if decode_fact(value).rung is Rung.ANSWERED
        for key in [key_of_place(place[:-1])]
    }


@pytest.mark.parametrize("both", [False, True])
def test_reply_under_way_at_a_restoration_answers_no_other_message(pair, asked, both):
    """Its serial is another message of the new log, which would look answered.

    Where the other side is restored too, the reply is logged once more.
    """
    relation = Relation(RelationKind.IN_REPLY_TO, ours=False, serial=asked)
    backup = pair.alfa.store.snapshot()
    sent(pair.bravo, ALFA, "We will.", relation=relation)
    pair.lose()
    pair.pass_time(60)
    pair.lose()
    pair.alfa.put_back(backup)
    if both:
        pair.bravo.put_back(pair.bravo.store.snapshot())
        for desk in (pair.alfa, pair.bravo):
            pair.other(desk).tell(CardPresented(desk.tell(CardRequested())))
    for number in range(asked + 4):
        pair.alfa.say(BRAVO, f"In the new log, {number}.")
        pair.carry()
    pair.pass_time(60)
    pair.carry()
    assert pair.alfa.inbox() == ["We will."]
    assert answered_at(pair.alfa) == answered_at(pair.bravo) == {(1, asked)}


@pytest.mark.parametrize("log", [1, 2])
def test_reply_to_what_we_never_said_answers_nothing(pair, log):
    """A pointer beyond our log is a claim about nothing, until something stands there.

    Later it would be taken for the answer to that.
    """
    relation = Pointer(RelationKind.IN_REPLY_TO, False, 10_000, log)
    claim = unchecked_message(
        pair.bravo, ALFA, "Yes.", ["first", "second"], relation=relation
    )
    utter(pair.bravo, ALFA, claim)
    pair.carry()
    facts = [decode_fact(value) for _, value in pair.alfa.store.shelf("ladder")]
    assert Rung.ANSWERED not in {fact.rung for fact in facts}
