# SPDX-License-Identifier: Apache-2.0
"""What we asked, and what became of it."""

from __future__ import annotations

import pytest

from parley.core import outgoing
from parley.core.events import (
    CircuitDown,
    EpochRollRequested,
    FrameArrived,
    LinkTestRequested,
    OfficerAdded,
)
from parley.core.outgoing import receipt_due_ms, remember_answer
from parley.core.records import Rung
from parley.core.state import Answered
from parley.errors import LocalFault
from parley.model.identity import Credential, KeyScheme
from parley.model.precedence import Precedence
from parley.model.record import Direction, EntryFlag
from parley.testing.desks import YEAR_MS
from parley.testing.looks import agree, alarms, at_rest, only_link, rows, rung

ALFA, BRAVO = "alfa.example", "bravo.example"


def test_acknowledgement_that_overtakes_the_receipt_counts(pair):
    """The receipt is lost; the officer's word arrives all the same."""
    alfa, bravo = pair.alfa, pair.bravo
    serial = alfa.say(BRAVO, "x", Precedence.FLASH).serial
    for circuit, frame in alfa.sent:
        bravo.tell(FrameArrived(circuit, frame))
    pair.lose()
    bravo.acknowledge(ALFA, serial)
    for circuit, frame in bravo.sent:
        alfa.tell(FrameArrived(circuit, frame))
    pair.lose()
    assert rung(alfa, Rung.RECEIPT, serial) is None
    assert rung(alfa, Rung.ACKNOWLEDGEMENT, serial) is not None
    pair.pass_time(7)
    pair.carry()
    assert rung(alfa, Rung.RECEIPT, serial) is not None
    assert at_rest(alfa)


# -- asks --------------------------------------------------------------------------


def test_full_queue_keeps_room_for_what_is_not_a_message(pair, monkeypatch):
    """An acknowledgement or a test must pass where messages wait in hundreds."""
    alfa = pair.alfa
    alfa.tell(CircuitDown("one", "cut"))
    monkeypatch.setattr(outgoing, "PENDING_MAX", 4)
    monkeypatch.setattr(outgoing, "PENDING_RESERVED", 2)
    for number in range(2):
        alfa.say(BRAVO, f"{number}")
    with pytest.raises(LocalFault) as refused:
        alfa.say(BRAVO, "one too many")
    assert refused.value.code == "PLY-LNK-008"
    for _ in range(2):
        alfa.tell(LinkTestRequested(BRAVO))
    with pytest.raises(LocalFault) as refused:
        alfa.tell(LinkTestRequested(BRAVO))
    assert refused.value.code == "PLY-LNK-008"
    assert len(only_link(alfa).pending) == 4


def test_queue_that_is_full_for_one_counterpart_refuses_the_roster_for_all(
    pair, monkeypatch
):
    """Either every counterpart is told of a new officer or none is."""
    alfa = pair.alfa
    monkeypatch.setattr(outgoing, "PENDING_MAX", 0)
    monkeypatch.setattr(outgoing, "PENDING_RESERVED", 0)
    version = alfa.core.roster().version
    with pytest.raises(LocalFault) as refused:
        alfa.tell(
            OfficerAdded(
                "newcomer",
                "duty officer",
                (1,),
                (Credential(KeyScheme.SOFTWARE_ED25519, b"k" * 32),),
                alfa.wall_ms + YEAR_MS,
            )
        )
    assert refused.value.code == "PLY-LNK-008"
    assert alfa.core.roster().version == version


@pytest.mark.parametrize(
    ("precedence", "within_s"),
    [
        (Precedence.FLASH, 10),
        (Precedence.IMMEDIATE, 30),
        (Precedence.PRIORITY, 120),
        (Precedence.ROUTINE, 600),
    ],
)
def test_receipt_that_does_not_come_in_time_is_an_alarm(pair, precedence, within_s):
    """The agreed times, precedence by precedence; it is kept and tried all the same."""
    alfa = pair.alfa
    serial = alfa.say(BRAVO, "x", precedence).serial
    pair.lose()
    pair.pass_time(within_s - 1)
    pair.lose()
    assert ("UNRECEIPTED", str(serial)) not in alarms(alfa)
    pair.pass_time(1)
    assert ("UNRECEIPTED", str(serial)) in alarms(alfa)
    pair.carry()
    assert ("UNRECEIPTED", str(serial)) not in alarms(alfa)


def test_opening_is_as_urgent_as_a_flash(pair):
    """Its receipt time is the shortest there is."""
    pair.alfa.tell(EpochRollRequested(BRAVO))
    link = only_link(pair.alfa)
    opening = link.pending[-link.epoch.first_serial]
    assert receipt_due_ms(link, opening) == opening.born_mono_ms + 10_000


# -- answers -----------------------------------------------------------------------


def test_answer_they_hold_is_forgotten(pair):
    """Memory of answers goes as far back as they have not said that they hold."""
    alfa, bravo = pair.alfa, pair.bravo
    for number in range(5):
        alfa.say(BRAVO, f"{number}")
    pair.carry()
    assert len(only_link(bravo).answers) >= 4
    alfa.tell(LinkTestRequested(BRAVO))
    pair.carry()
    assert len(only_link(bravo).answers) == 1


def test_answer_to_an_older_log_is_kept_beside_one_to_the_newer(pair):
    """Their serials begin again after a restoration; our log has both answers."""
    link = only_link(pair.alfa)
    link.answers.clear()
    for to, serial in ((5, 101), (6, 102), (5, 103)):
        remember_answer(link, to, Answered(serial, b""))
    assert [each.serial for each in link.answers.values()] == [101, 102, 103]
    assert link.answers[5].serial == 103


def test_answer_is_never_retried_by_itself(pair):
    """A side that nobody asks falls silent."""
    alfa, bravo = pair.alfa, pair.bravo
    alfa.say(BRAVO, "x")
    for circuit, frame in alfa.sent:
        bravo.tell(FrameArrived(circuit, frame))
    alfa.tell(CircuitDown("one", "cut"))
    pair.lose()
    answered = len(only_link(bravo).answers)
    for _ in range(5):
        pair.pass_time(60)
        frames = {each.frame for each in only_link(bravo).answers.values()}
        assert not frames & {frame for _, frame in bravo.sent}
    assert len(only_link(bravo).answers) == answered


def test_answer_forgotten_is_answered_by_nothing(pair):
    """What they said they hold is not sent again, whoever repeats the ask."""
    alfa, bravo = pair.alfa, pair.bravo
    alfa.say(BRAVO, "x")
    ((_, frame),) = alfa.sent
    pair.carry()
    alfa.tell(LinkTestRequested(BRAVO))
    pair.carry()
    bravo.tell(FrameArrived("one", frame))
    assert not bravo.sent


def test_held_beyond_what_was_said_is_not_believed(pair):
    """A counterpart that claims to hold tomorrow's entries frees nothing."""
    link = only_link(pair.bravo)
    pair.alfa.say(BRAVO, "x")
    pair.alfa.sent.clear()
    before = link.out.their_held
    only_link(pair.alfa).mirror.held = 5_000
    pair.alfa.tell(LinkTestRequested(BRAVO))
    for circuit, frame in pair.alfa.sent:
        pair.bravo.tell(FrameArrived(circuit, frame))
    assert link.out.their_held == before


def test_two_stations_fall_silent_when_all_is_said(pair):
    """No receipt of a receipt of a receipt."""
    pair.alfa.say(BRAVO, "x", Precedence.FLASH)
    pair.carry()
    # Once both logs are signed and cosigned, nothing is left to say.
    for _ in range(2):
        pair.pass_time(10)
        pair.carry()
    for _ in range(20):
        pair.pass_time(30)
        assert not pair.alfa.sent
        assert not pair.bravo.sent
    assert agree(pair.alfa, pair.bravo)
    assert not pair.alfa.store.flagged(EntryFlag.PENDING)


def test_every_lost_frame_of_an_exchange_heals(pair):
    """Whichever single frame is lost, both logs end up the same."""
    for lost in range(6):
        pair.alfa.say(BRAVO, f"text {lost}", Precedence.FLASH)
        _carry_losing(pair, lost)
        pair.pass_time(7)
        pair.carry()
        pair.pass_time(7)
        pair.carry()
        assert at_rest(pair.alfa), lost
        assert at_rest(pair.bravo), lost
    pair.bravo.tell(LinkTestRequested(ALFA))
    pair.alfa.tell(LinkTestRequested(BRAVO))
    pair.carry()
    pair.pass_time(7)
    pair.alfa.tell(LinkTestRequested(BRAVO))
    pair.carry()
    assert agree(pair.alfa, pair.bravo)
    assert len(pair.bravo.inbox()) == 6
    assert len(rows(pair.bravo, Direction.IN)) == len(rows(pair.alfa, Direction.OUT))


def _carry_losing(pair, which):
    """Carry frames both ways and lose the one with this number."""
    count = 0
    for _ in range(5):
        for desk in (pair.alfa, pair.bravo):
            frames, desk.sent = desk.sent, []
            for circuit, frame in frames:
                if count != which:
                    pair.other(desk).tell(FrameArrived(circuit, frame))
                count += 1
