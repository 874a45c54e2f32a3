# SPDX-License-Identifier: Apache-2.0
"""Epochs begin, give way and are destroyed; a prekey opens one of them, once."""

from __future__ import annotations

import pytest

from parley.core import epochs
from parley.core.events import (
    CardPresented,
    CardRequested,
    CircuitDown,
    CircuitUp,
    EpochRollRequested,
    FingerprintConfirmed,
    FrameArrived,
    LinkTestRequested,
    TimerFired,
)
from parley.core.shelves import number_key
from parley.errors import LocalFault
from parley.model.entry import KeyEvent, KeyEventKind
from parley.model.precedence import Precedence
from parley.model.record import Append, Direction, Drop
from parley.testing.desks import Pair, pair_up
from parley.testing.looks import agree, alarms, at_rest, only_link, refusals, said
from parley.wire.frame import FrameKind, peek

ALFA, BRAVO = "alfa.example", "bravo.example"


def roll(desk, link):
    """Let a custodian roll our epoch; return the new tag."""
    tag = desk.tell(EpochRollRequested(link))
    assert tag == only_link(desk).epoch.keys.tag
    return tag


def opening_frame(frames):
    """Return the one opening among some frames."""
    found = {f for _, f in frames if peek(f)[1] is FrameKind.OPENING}
    (frame,) = found
    return frame


def heard_codes(pair, frame):
    """Bring a frame to BRAVO; return the codes it was refused with."""
    before = len(refusals(pair.bravo))
    pair.bravo.tell(FrameArrived("one", frame))
    return refusals(pair.bravo)[before:]


# -- rolling -----------------------------------------------------------------------


def test_epoch_rolls_on_request(pair):
    """A custodian who fears for a key does not wait for its age."""
    old = only_link(pair.alfa).epoch.keys.tag
    assert roll(pair.alfa, BRAVO) != old
    pair.carry()
    newest = only_link(pair.alfa).epoch.keys.tag
    assert list(only_link(pair.bravo).in_epochs) == [newest]


def test_epoch_rolls_by_age(pair):
    """A stolen disk reads a day of the past, not a year."""
    old = only_link(pair.alfa).epoch.keys.tag
    for desk in (pair.alfa, pair.bravo):
        desk.tell(CircuitDown("one", "cut"))  # or it would open the next one ahead
    pair.pass_time(86_399 - 2)
    assert only_link(pair.alfa).epoch.keys.tag == old
    pair.pass_time(3)
    assert only_link(pair.alfa).epoch.keys.tag != old
    for desk in (pair.alfa, pair.bravo):
        desk.tell(CircuitUp("one"))
    pair.carry()
    assert at_rest(pair.alfa)


def test_epoch_rolls_by_count_before_its_serials_are_used_up(pair, monkeypatch):
    """A frame names its serial in two bytes; the third byte must never be needed."""
    monkeypatch.setattr(epochs, "EPOCH_SERIALS_ROLL", 8)
    first = only_link(pair.alfa).epoch
    for number in range(8):
        pair.alfa.say(BRAVO, f"{number}")
    pair.carry()
    assert only_link(pair.alfa).epoch is not first
    assert first.last_serial == first.first_serial + 7
    assert pair.bravo.inbox() == [str(number) for number in range(8)]
    assert agree(pair.alfa, pair.bravo)


def test_first_entry_of_an_epoch_names_its_opening(pair):
    """SPEC 4.36: both records show under which opening all that follows stands."""
    roll(pair.alfa, BRAVO)
    event = said(pair.alfa, Direction.OUT)[-1]
    digest = epochs.opening_digest(only_link(pair.alfa).epoch.opening)
    assert event == KeyEvent(KeyEventKind.EPOCH_OPENED, digest)


def test_opening_is_sent_until_something_under_it_is_answered(pair):
    """What travels in front of everything may be lost like everything."""
    pair.alfa.tell(EpochRollRequested(BRAVO))
    for _ in range(3):
        assert opening_frame(pair.alfa.sent)
        pair.lose()
        pair.pass_time(1.1)
    pair.carry()
    pair.pass_time(60)
    pair.carry()
    assert only_link(pair.alfa).epoch.confirmed
    assert at_rest(pair.alfa)


# -- destruction -------------------------------------------------------------------


def test_prekey_is_destroyed_in_the_commit_that_accepts_the_opening(pair):
    """SPEC 4.32: between two commits there is no disk that holds both."""
    number = min(only_link(pair.alfa).their_prekeys)
    pair.alfa.tell(EpochRollRequested(BRAVO))
    frame = opening_frame(pair.alfa.sent)
    effects = pair.bravo.core.handle(FrameArrived("one", frame), pair.bravo.now())
    assert Drop("prekey", number_key(number)) in effects
    assert any(getattr(each, "shelf", "") == "epoch_in" for each in effects)
    assert number not in pair.bravo.core.state.prekeys


def test_used_prekey_of_theirs_is_forgotten_in_the_commit_that_uses_it(pair):
    """SPEC 4.30: a crash after the commit cannot use it a second time."""
    link = only_link(pair.alfa)
    number = min(link.their_prekeys)
    effects = pair.alfa.core.handle(EpochRollRequested(BRAVO), pair.alfa.now())
    shelves = [each for each in effects if isinstance(each, Drop)]
    assert [each.key[-8:] for each in shelves if each.shelf == "their_prekey"] == [
        number_key(number)
    ]
    assert any(isinstance(each, Append) for each in effects)


def test_sender_keeps_a_root_while_anything_of_it_may_be_asked_again(pair):
    """SPEC 4.33: destroyed when all is held and answered, and not before."""
    alfa = pair.alfa
    old = only_link(alfa).epoch
    alfa.say(BRAVO, "still under way")
    lost = alfa.sent[:]
    alfa.sent.clear()
    roll(alfa, BRAVO)
    pair.carry()
    assert old in only_link(alfa).out_epochs
    alfa.sent.extend(lost)
    pair.carry()
    pair.pass_time(6)
    pair.carry()
    assert old not in only_link(alfa).out_epochs
    kept = [key for key, _ in alfa.store.shelf("epoch_out")]
    assert len(kept) == 1
    assert not kept[0].endswith(old.keys.tag)


def test_sender_keeps_a_root_while_an_answer_of_it_is_not_held(pair):
    """A receipt that was lost is sealed again after a crash, out of a closed epoch."""
    alfa, bravo = pair.alfa, pair.bravo
    bravo.say(ALFA, "x")
    ((_, ask),) = bravo.sent
    bravo.sent.clear()
    alfa.tell(FrameArrived("one", ask))
    ((_, receipt),) = alfa.sent
    alfa.sent.clear()
    old = only_link(alfa).epoch.keys.tag
    roll(alfa, BRAVO)
    pair.carry()
    assert old in [epoch.keys.tag for epoch in only_link(alfa).out_epochs]
    alfa.crash()
    alfa.sent.clear()
    alfa.tell(FrameArrived("one", ask))
    assert ("one", receipt) in alfa.sent


def test_sender_keeps_a_root_while_an_ask_of_it_is_not_answered(pair):
    """They hold it and have said so; only their receipt was lost."""
    alfa, bravo = pair.alfa, pair.bravo
    alfa.say(BRAVO, "x")
    ((_, ask),) = alfa.sent
    alfa.sent.clear()
    bravo.tell(FrameArrived("one", ask))
    bravo.sent.clear()
    old = only_link(alfa).epoch.keys.tag
    roll(alfa, BRAVO)
    alfa.sent.clear()
    bravo.tell(LinkTestRequested(ALFA))
    ((_, test),) = bravo.sent
    bravo.sent.clear()
    alfa.tell(FrameArrived("one", test))
    link = only_link(alfa)
    assert link.out.their_held >= link.out_epochs[0].last_serial
    assert link.out_epochs[0].keys.tag == old
    alfa.crash()
    assert ("one", ask) in alfa.sent


def test_receiver_keeps_a_root_while_an_entry_of_it_is_missing(pair):
    """SPEC 4.34: destroyed when it holds every entry of it, and not before."""
    alfa, bravo = pair.alfa, pair.bravo
    old = only_link(alfa).epoch.keys.tag
    alfa.say(BRAVO, "late")
    late = alfa.sent[:]
    alfa.sent.clear()
    roll(alfa, BRAVO)
    pair.carry()
    assert old in only_link(bravo).in_epochs
    alfa.sent.extend(late)
    pair.carry()
    assert old not in only_link(bravo).in_epochs
    assert not any(key.endswith(old) for key, _ in bravo.store.shelf("epoch_in"))
    assert bravo.inbox() == ["late"]


def test_repeat_out_of_a_destroyed_epoch_is_answered_again(pair):
    """The receipt may have been lost; the root is not needed to say it again."""
    alfa, bravo = pair.alfa, pair.bravo
    alfa.say(BRAVO, "once")
    ((_, frame),) = alfa.sent
    roll(alfa, BRAVO)
    alfa.sent.insert(0, ("one", frame))
    frames, alfa.sent = alfa.sent, []
    for circuit, each in frames:
        bravo.tell(FrameArrived(circuit, each))
    answers = [each for _, each in bravo.sent]
    bravo.sent.clear()
    assert only_link(bravo).past_epochs
    bravo.tell(FrameArrived("one", frame))
    assert bravo.sent[0][1] in answers
    assert bravo.inbox() == ["once"]


def test_names_of_past_epochs_are_bounded(pair, monkeypatch):
    """A repeat out of an epoch long past is a stranger's frame."""
    monkeypatch.setattr(epochs, "PAST_EPOCHS_MAX", 2)
    tags = []
    for _ in range(4):
        tags.append(only_link(pair.alfa).epoch.keys.tag)
        roll(pair.alfa, BRAVO)
        pair.carry()
    assert list(only_link(pair.bravo).past_epochs) == tags[-2:]
    assert len(list(pair.bravo.store.shelf("epoch_past"))) == 2


# -- prekeys -----------------------------------------------------------------------


def test_prekeys_are_replenished(pair):
    """Every roll uses one up; the stock is full again before it is missed."""
    for _ in range(12):
        roll(pair.alfa, BRAVO)
        pair.carry()
    assert len(only_link(pair.alfa).their_prekeys) == 4
    assert not alarms(pair.alfa)


def test_without_prekeys_the_open_epoch_stays_in_use(pair):
    """Old keys are better than silence, and the watch is told."""
    alfa = pair.alfa
    link = only_link(alfa)
    link.their_prekeys.clear()
    with pytest.raises(LocalFault) as refused:
        alfa.tell(EpochRollRequested(BRAVO))
    assert refused.value.code == "PLY-LNK-007"
    link.roll_wanted = True
    alfa.say(BRAVO, "under the old keys")
    assert ("PREKEYS-SHORT", "") in alarms(alfa)
    pair.carry()
    assert pair.bravo.inbox() == ["under the old keys"]


def test_without_prekeys_and_without_serials_nothing_is_said(pair, monkeypatch):
    """Two texts under one serial are worse than silence."""
    monkeypatch.setattr(epochs, "EPOCH_SERIALS_MAX", 8)
    alfa = pair.alfa
    only_link(alfa).their_prekeys.clear()
    link = only_link(alfa)
    while not epochs.exhausted(link, link.epoch):
        alfa.say(BRAVO, "x")
    with pytest.raises(LocalFault) as refused:
        alfa.say(BRAVO, "x")
    assert refused.value.code == "PLY-LNK-007"
    assert link.out.next_serial - link.epoch.first_serial < 8
    assert len(alfa.core.drafts()) == 1


def test_station_that_cannot_answer_takes_no_asks(pair, monkeypatch):
    """What is filed is owed a receipt; with no key to seal it, nothing is filed."""
    alfa, bravo = pair.alfa, pair.bravo
    alfa.say(BRAVO, "x")
    ((_, frame),) = alfa.sent
    alfa.sent.clear()
    only_link(bravo).their_prekeys.clear()
    monkeypatch.setattr(epochs, "EPOCH_SERIALS_MAX", 3)
    assert heard_codes(pair, frame) == ["PLY-LNK-007"]
    assert bravo.inbox() == []
    monkeypatch.undo()
    pair.pass_time(2)
    pair.carry()
    assert bravo.inbox() == ["x"]


def test_card_that_was_never_used_starves_nobody(strangers):
    """A custodian may print his card twice; the counterpart got the second."""
    strangers.bravo.tell(CardRequested())
    pair = pair_up(strangers.alfa, strangers.bravo)
    for _ in range(4):
        roll(pair.alfa, BRAVO)
        pair.carry()
        pair.pass_time(6)
        pair.carry()
    assert only_link(pair.alfa).their_prekeys


def test_card_presented_again_brings_no_used_prekey_back(strangers):
    """SPEC 4.30: a card file may be fed in twice by mistake."""
    alfa, bravo = strangers.alfa, strangers.bravo
    cards = {desk.name: desk.tell(CardRequested()) for desk in (alfa, bravo)}
    for ours, theirs in ((alfa, bravo), (bravo, alfa)):
        digits = ours.tell(CardPresented(cards[theirs.name])).fingerprint
        ours.circuit("one", theirs.name)
        ours.tell(FingerprintConfirmed(theirs.name, digits, "custodian"))
    pair = Pair(alfa, bravo)
    pair.carry()
    alfa.tell(CardPresented(cards[BRAVO]))
    roll(alfa, BRAVO)
    pair.carry()
    assert not refusals(bravo)


def test_prekeys_that_were_never_sent_are_not_counted(pair, monkeypatch):
    """A full queue must not cost the counterpart a part of its stock."""
    alfa, bravo = pair.alfa, pair.bravo
    bravo.tell(CircuitDown("one", "x"))
    for number in range(3):
        bravo.say(ALFA, f"{number}")
    monkeypatch.setattr("parley.core.outgoing.PENDING_MAX", 3)
    alfa.tell(EpochRollRequested(BRAVO))
    for circuit, frame in alfa.sent:
        bravo.tell(FrameArrived(circuit, frame))
    alfa.sent.clear()
    monkeypatch.undo()
    bravo.tell(CircuitUp("one"))
    for _ in range(3):
        pair.pass_time(3)
        pair.carry()
    roll(alfa, BRAVO)
    for _ in range(3):
        pair.carry()
        pair.pass_time(6)
    assert set(only_link(alfa).their_prekeys) == set(bravo.core.state.prekeys)


def test_timer_opens_no_epoch_without_prekeys(pair):
    """Age alone must not stop the station when nothing can be opened."""
    only_link(pair.alfa).their_prekeys.clear()
    old = only_link(pair.alfa).epoch
    pair.alfa.pass_time(90_000)
    pair.alfa.tell(TimerFired())
    assert only_link(pair.alfa).epoch is old


def test_flash_travels_in_the_new_epoch_behind_its_opening(pair):
    """Nothing can be read before the opening, so the opening goes first."""
    only_link(pair.alfa).roll_wanted = True
    pair.alfa.say(BRAVO, "Now.", Precedence.FLASH)
    kinds = [peek(frame)[1] for _, frame in pair.alfa.sent]
    assert kinds == [FrameKind.OPENING, FrameKind.ENTRY, FrameKind.ENTRY]
