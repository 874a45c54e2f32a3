# SPDX-License-Identifier: Apache-2.0
"""Restored with too little: without a prekey of theirs, or both at once."""

from __future__ import annotations

import pytest

from parley.core.entries import read_row
from parley.core.events import (
    CardPresented,
    CardRequested,
    CircuitReady,
    FrameArrived,
)
from parley.core.restoring import begin_incarnation, offer_prekeys
from parley.core.state import NEVER
from parley.core.step import Step
from parley.model.entry import Receipt, Repeat
from parley.model.record import Direction, Drop
from parley.testing.looks import (
    agree,
    alarms,
    at_rest,
    only_link,
    refusals,
    rows,
)
from tests.unit.core.restored import courier, settle, texts

ALFA, BRAVO = "alfa.example", "bravo.example"


def test_both_restored_heal(pair):
    """A fire in both cellars; a courier carries a card, the circuits all the rest."""
    alfa, bravo = pair.alfa, pair.bravo
    alfa.say(BRAVO, "before")
    pair.carry()
    backups = [desk.store.snapshot() for desk in (alfa, bravo)]
    alfa.say(BRAVO, "after")
    pair.carry()
    pair.pass_time(5)
    alfa.put_back(backups[0])
    settle(pair)
    pair.pass_time(5)
    bravo.put_back(backups[1])
    settle(pair)
    courier(pair)
    assert agree(alfa, bravo)
    assert at_rest(alfa)
    assert "before" in bravo.inbox()


def test_restored_without_prekeys_waits_for_a_courier(pair):
    """Nothing can be sealed to them; the watch is told what to do."""
    alfa = pair.alfa
    only_link(alfa).their_prekeys.clear()
    backup = alfa.store.snapshot()
    for key, _ in list(backup.shelf("their_prekey")):
        backup.commit([Drop("their_prekey", key)])
    alfa.put_back(backup)
    assert ("PREKEYS-SHORT", "") in alarms(alfa)
    assert not only_link(alfa).pending


@pytest.fixture
def mute(pair):
    """ALFA put back to a day on which it had no prekey of BRAVO; it can say nothing."""
    alfa, bravo = pair.alfa, pair.bravo
    alfa.say(BRAVO, "before")
    pair.carry()
    pair.pass_time(5)
    backup = alfa.store.snapshot()
    for key, _ in list(backup.shelf("their_prekey")):
        backup.commit([Drop("their_prekey", key)])
    alfa.say(BRAVO, "after")
    pair.carry()
    alfa.put_back(backup)
    settle(pair)
    assert bravo.core.incarnations(ALFA)[1] == 1
    return pair


def test_card_lets_a_restored_station_say_its_first_words(mute):
    """Prekeys alone heal nothing: the counterpart must be told what was lost."""
    alfa, bravo = mute.alfa, mute.bravo
    alfa.tell(CardPresented(bravo.tell(CardRequested())))
    settle(mute, 80)
    assert "COUNTERPART-RESTORED" in [code for code, _ in alarms(bravo)]
    assert texts(alfa, Direction.OUT) == ["after", "before"]
    assert agree(alfa, bravo)
    assert at_rest(alfa)
    assert at_rest(bravo)


def test_prekeys_are_taken_in_although_nothing_can_be_answered_yet(mute):
    """A station that refuses prekeys for want of prekeys would be mute for ever."""
    alfa, bravo = mute.alfa, mute.bravo
    step = Step(bravo.core.state, bravo.now())
    offer_prekeys(step, only_link(bravo), 4)
    bravo.perform(step.effects())
    settle(mute, 80)
    assert texts(alfa, Direction.OUT) == ["after", "before"]
    assert agree(alfa, bravo)
    assert at_rest(alfa)


def test_prekeys_that_were_used_are_no_reason_to_take_an_entry_in(mute):
    """Its receipt could not be sealed either."""
    alfa, bravo = mute.alfa, mute.bravo
    only_link(alfa).out.prekey_used = 2**40
    step = Step(bravo.core.state, bravo.now())
    offer_prekeys(step, only_link(bravo), 4)
    bravo.perform(step.effects())
    mute.carry()
    assert "PLY-LNK-007" in refusals(alfa)
    assert not only_link(alfa).their_prekeys


def test_what_is_held_of_an_older_log_is_not_believed_of_the_newest(pair):
    """Both restored: answers they never got would be forgotten, and a gap stay."""
    alfa, bravo = pair.alfa, pair.bravo
    backups = [desk.store.snapshot() for desk in (alfa, bravo)]
    for number in range(12):
        alfa.say(BRAVO, f"ours {number}")
    pair.carry()
    pair.pass_time(5)
    alfa.put_back(backups[0])
    settle(pair)
    pair.pass_time(5)
    bravo.put_back(backups[1])
    assert only_link(bravo).out.listen_from == NEVER
    settle(pair)
    courier(pair)
    out = only_link(bravo).out
    heard = {
        row.key.serial: read_row(row)[1].payload
        for row in rows(bravo, Direction.IN)
        if row.key.incarnation == bravo.core.incarnations(ALFA)[1]
    }
    assert out.listen_from in heard
    assert isinstance(heard[out.listen_from], Receipt)
    assert agree(alfa, bravo)


def carry_until_returning(pair):
    """Carry frames until BRAVO has begun to give entries back, and not one more."""
    for desk in (pair.alfa, pair.bravo) * 20:
        frames, desk.sent = desk.sent, []
        for circuit, frame in frames:
            desk.tell(CircuitReady(circuit, 1))
            pair.other(desk).tell(FrameArrived(circuit, frame))
            pending = only_link(pair.bravo).pending.values()
            if any(isinstance(each.payload, Repeat) for each in pending):
                return
    raise AssertionError("nothing was given back")


def test_what_was_being_returned_is_returned_again(pair):
    """SPEC 4.63: the message was receipted long ago; only its repeat was still owed."""
    alfa, bravo = pair.alfa, pair.bravo
    backup = alfa.store.snapshot()
    bravo.say(ALFA, "receipted, then lost over there")
    pair.carry()
    pair.pass_time(5)
    alfa.put_back(backup)
    carry_until_returning(pair)
    bravo.put_back(bravo.store.snapshot())
    pair.lose()
    assert "receipted, then lost over there" not in alfa.inbox()
    settle(pair)
    courier(pair)
    assert "receipted, then lost over there" in alfa.inbox()
    assert agree(alfa, bravo)
    assert at_rest(bravo)


def test_wish_for_prekeys_is_said_again_in_a_new_log(pair):
    """The old log, with the wish in it, may never be read."""
    link = only_link(pair.alfa)
    link.wish_mono_ms = 2**50
    step = Step(pair.alfa.core.state, pair.alfa.now())
    begin_incarnation(step, link)
    assert link.wish_mono_ms == 0


def test_wish_that_could_not_be_said_is_tried_again(mute):
    """Ten minutes of silence for a wish that nobody heard would be ten too many."""
    mute.pass_time(20)
    assert only_link(mute.alfa).wish_mono_ms == 0
