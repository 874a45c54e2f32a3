# SPDX-License-Identifier: Apache-2.0
"""An acknowledgement is one officer's word for one message, once."""

from __future__ import annotations

import pytest

from parley.core.records import Rung
from parley.core.watch import acknowledging
from parley.errors import LocalFault
from parley.model.act import Acknowledged, Act
from parley.model.identity import OfficerClass
from parley.model.precedence import Precedence
from parley.model.record import Direction, EntryFlag
from parley.testing.lies import unchecked_acknowledgement, utter
from parley.testing.looks import alarms, only_link, rung, said, sounds

ALFA, BRAVO = "alfa.example", "bravo.example"


@pytest.fixture
def asked(pair):
    """A FLASH of ALFA that waits on BRAVO's board, and its serial."""
    serial = pair.alfa.say(BRAVO, "Answer.", Precedence.FLASH).serial
    pair.carry()
    return serial


def test_two_officers_in_one_batch_give_one_acknowledgement(pair, asked):
    """The flag on the disk still says open while both acts are in one batch."""
    bravo = pair.bravo
    bravo.enlist("relief", OfficerClass.WATCH)
    message = bravo.received(ALFA, asked)
    acts = [
        bravo.signed_act(ALFA, Acknowledged(), message, who)
        for who in ("watch", "relief")
    ]
    effects = bravo.core.handle(acts[0], bravo.now())
    with pytest.raises(LocalFault) as refused:
        bravo.core.handle(acts[1], bravo.now())
    assert refused.value.code == "PLY-REL-008"
    bravo.perform(effects)
    given = [each for each in said(bravo, Direction.OUT) if isinstance(each, Act)]
    assert [each.release.officer for each in given] == [bravo.officers["watch"][0]]


def test_message_no_longer_open_cannot_be_acknowledged(pair, asked):
    """The store knows it is closed, also after a restart has emptied the memory."""
    pair.bravo.acknowledge(ALFA, asked)
    pair.bravo.crash()
    with pytest.raises(LocalFault) as refused:
        pair.bravo.acknowledge(ALFA, asked)
    assert refused.value.code == "PLY-REL-008"


def test_memory_of_acts_is_bounded(pair, asked, monkeypatch):
    """It bridges one batch; it must not grow for as long as the station runs."""
    monkeypatch.setattr(acknowledging, "_REMEMBERED", 1)
    other = pair.alfa.say(BRAVO, "Another.").serial
    pair.carry()
    for serial in (asked, other):
        pair.bravo.acknowledge(ALFA, serial)
    assert list(pair.bravo.core.state.acknowledged) == [(ALFA, 1, other)]


def test_acknowledgement_is_on_both_records_by_name(pair, asked):
    """Who has it, is known on either side from the store alone."""
    pair.bravo.acknowledge(ALFA, asked)
    pair.carry()
    watch, _ = pair.bravo.officers["watch"]
    here = rung(pair.alfa, Rung.ACKNOWLEDGEMENT, asked)
    there = rung(pair.bravo, Rung.ACKNOWLEDGEMENT, asked, Direction.IN)
    assert (here.officer, there.officer) == (watch, watch)
    assert here.leaf == there.leaf
    assert not pair.bravo.store.flagged(EntryFlag.OPEN)


def test_lost_acknowledgement_is_asked_again(pair, asked):
    """An officer acts once; the station sees to it that his word arrives."""
    pair.bravo.acknowledge(ALFA, asked)
    assert pair.lose()
    assert rung(pair.alfa, Rung.ACKNOWLEDGEMENT, asked) is None
    pair.pass_time(2)
    pair.carry()
    assert rung(pair.alfa, Rung.ACKNOWLEDGEMENT, asked) is not None


def test_acknowledgement_that_overtook_its_officer_is_set_aside(pair, asked):
    """Circuits reorder: the roster that names him may come a moment later.

    SPEC 4.28: it is not condemned while an entry before it is missing.
    """
    bravo = pair.bravo
    bravo.enlist("relief", OfficerClass.WATCH)
    (_, roster_frame), *_ = bravo.sent
    bravo.sent.clear()
    bravo.acknowledge(ALFA, asked, "relief")
    pair.carry()
    assert rung(pair.alfa, Rung.ACKNOWLEDGEMENT, asked) is None
    assert not alarms(pair.alfa)
    bravo.sent.append(("one", roster_frame))
    pair.carry()
    pair.pass_time(2)
    pair.carry()
    proof = rung(pair.alfa, Rung.ACKNOWLEDGEMENT, asked)
    assert proof.officer == bravo.officers["relief"][0]


def test_nobody_acknowledges_in_time(pair, asked):
    """A receipt is a machine's; the watch must learn that no person answered."""
    pair.pass_time(121)
    pair.carry()
    assert ("UNACKNOWLEDGED", str(asked)) in alarms(pair.alfa)
    pair.bravo.acknowledge(ALFA, asked)
    pair.carry()
    assert ("UNACKNOWLEDGED", str(asked)) not in alarms(pair.alfa)


def test_routine_is_not_timed(pair):
    """A ROUTINE may wait for the morning without an alarm."""
    serial = pair.alfa.say(BRAVO, "When convenient.").serial
    pair.carry()
    assert not only_link(pair.alfa).awaited
    pair.pass_time(22_000)
    assert ("UNACKNOWLEDGED", str(serial)) not in alarms(pair.alfa)


def test_timing_of_an_acknowledgement_survives_a_restart(pair, asked):
    """A station that starts again still knows what it is waiting for."""
    pair.pass_time(60)
    pair.alfa.crash()
    pair.pass_time(70)
    assert ("UNACKNOWLEDGED", str(asked)) in alarms(pair.alfa)


def test_acknowledgement_of_another_leaf_is_no_rung(pair, asked):
    """It is an officer's word for something, and not for our text."""
    lie = unchecked_acknowledgement(pair.bravo, ALFA, asked, b"x" * 32)
    utter(pair.bravo, ALFA, lie)
    pair.carry()
    assert rung(pair.alfa, Rung.ACKNOWLEDGEMENT, asked) is None


def test_acknowledgement_of_another_leaf_does_not_end_the_waiting(pair, asked):
    """It is no word for our text, so the time allowed for one goes on."""
    lie = unchecked_acknowledgement(pair.bravo, ALFA, asked, b"x" * 32)
    utter(pair.bravo, ALFA, lie)
    pair.carry()
    pair.pass_time(121)
    assert ("UNACKNOWLEDGED", str(asked)) in alarms(pair.alfa)


def test_acknowledgement_of_another_leaf_takes_nothing_back(pair, asked):
    """Evidence only moves a message up."""
    pair.bravo.acknowledge(ALFA, asked)
    pair.carry()
    proved = rung(pair.alfa, Rung.ACKNOWLEDGEMENT, asked)
    lie = unchecked_acknowledgement(pair.bravo, ALFA, asked, b"x" * 32)
    utter(pair.bravo, ALFA, lie)
    pair.carry()
    assert rung(pair.alfa, Rung.ACKNOWLEDGEMENT, asked) == proved


def test_the_watch_is_sounded_once(pair, asked):
    """Repeats of the frame wake nobody twice."""
    assert sounds(pair.bravo).count(asked) == 1


def said_leaf(pair, serial):
    """Return the leaf of an entry as the receiving side filed it."""
    (leaf,) = [
        filed.row.leaf
        for filed in pair.bravo.store.flagged(EntryFlag.OPEN)
        if filed.row.key.serial == serial
    ]
    return leaf
