# SPDX-License-Identifier: Apache-2.0
"""What they say is filed once, judged by its own authority, and answered."""

from __future__ import annotations

import pytest

from parley.core.entries import read_row
from parley.core.events import (
    CardPresented,
    CardRequested,
    FingerprintConfirmed,
    FrameArrived,
    LinkTestRequested,
    TimerFired,
)
from parley.core.limits import GAP_ALARM_S
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.entry import Receipt, Repeat
from parley.model.identity import KeyScheme, OfficerClass
from parley.model.message import Text
from parley.model.precedence import Precedence
from parley.model.record import Direction, EntryFlag
from parley.testing.desks import YEAR_MS, Pair
from parley.testing.lies import unchecked_message, utter
from parley.testing.looks import (
    agree,
    alarms,
    at_rest,
    only_link,
    refusals,
    rows,
    said,
    sounds,
)

ALFA, BRAVO = "alfa.example", "bravo.example"


def judged(pair, message):
    """Let ALFA's station send a message as it is; return the refusal BRAVO filed."""
    logged = utter(pair.alfa, BRAVO, message)
    pair.carry()
    (row,) = [
        row for row in rows(pair.bravo, Direction.IN) if row.key.serial == logged.serial
    ]
    head, _ = read_row(row)
    return logged.serial, row, head.refusal


UNRELEASED = {
    "by nobody": ((), "PLY-SIG-001"),
    "by one": (("first",), "PLY-SIG-001"),
    "by one twice": (("first", "first"), "PLY-SIG-004"),
    "by its drafter": (("drafter", "first"), "PLY-SIG-003"),
    "by the watch": (("watch", "first"), "PLY-SIG-003"),
}


@pytest.mark.parametrize(
    ("releasers", "code"), UNRELEASED.values(), ids=UNRELEASED.keys()
)
def test_unreleased_message_is_kept_apart_and_never_shown(pair, releasers, code):
    """The core promise: what two persons did not decide is nobody's word.

    It is kept as BAD, receipted with good=False, alarmed, not shown, not sounded.
    """
    message = unchecked_message(pair.alfa, BRAVO, "Attack.", releasers)
    serial, row, refusal = judged(pair, message)
    assert refusal == code
    assert row.flags == EntryFlag.MESSAGE | EntryFlag.BAD
    assert pair.bravo.inbox() == []
    assert sounds(pair.bravo) == []
    assert ("SIGNATURE-BAD", str(serial)) in alarms(pair.bravo)
    receipt = said(pair.bravo, Direction.OUT)[-1]
    assert receipt == Receipt(serial, row.leaf, good=False)
    assert at_rest(pair.alfa)


def test_unreleased_message_cannot_be_acknowledged(pair):
    """No officer's name may stand under a text that nobody released."""
    message = unchecked_message(pair.alfa, BRAVO, "Attack.", ["first"])
    serial, row, _ = judged(pair, message)
    assert not pair.bravo.store.flagged(EntryFlag.OPEN)
    assert pair.bravo.received(ALFA, serial) == row
    with pytest.raises(LocalFault) as refused:
        pair.bravo.acknowledge(ALFA, serial)
    assert refused.value.code == "PLY-REL-008"


def test_drafter_who_is_a_releaser_cannot_release_his_own_text(pair):
    """Judged by the receiver as well: the sender's station may look away."""
    message = unchecked_message(
        pair.alfa, BRAVO, "Attack.", ["first", "second"], drafted_by="first"
    )
    assert judged(pair, message)[2] == "PLY-SIG-004"


def test_signature_moved_to_another_text_is_refused(pair):
    """Releases given for one content are cut out and pasted under another."""
    good = unchecked_message(pair.alfa, BRAVO, "Withdraw.", ["first", "second"])
    content = replace(good.content, texts=(Text("en", "Advance."),))
    assert judged(pair, replace(good, content=content))[2] == "PLY-SIG-002"


def test_releases_in_another_order_are_refused(pair):
    """Step 2 covers step 1; turned round they are no decision."""
    good = unchecked_message(pair.alfa, BRAVO, "x", ["first", "second"])
    turned = replace(good, releases=good.releases[::-1])
    assert judged(pair, turned)[2] == "PLY-SIG-002"


def test_release_of_an_officer_nobody_knows_is_refused(pair):
    """An index that is not on the roster is nobody."""
    good = unchecked_message(pair.alfa, BRAVO, "x", ["first", "second"])
    ghost = replace(good.releases[1], officer=99)
    assert judged(pair, replace(good, releases=(good.releases[0], ghost)))[2] == (
        "PLY-SIG-003"
    )


def test_release_with_a_key_this_station_cannot_verify_is_refused(pair):
    """Not verified is not good."""
    good = unchecked_message(pair.alfa, BRAVO, "x", ["first", "second"])
    odd = replace(good.releases[0], scheme=KeyScheme.WEBAUTHN_ES256)
    assert judged(pair, replace(good, releases=(odd, good.releases[1])))[2] == (
        "PLY-SIG-002"
    )


def test_officer_is_judged_by_the_time_of_logging(pair):
    """SPEC 4.53: a release given in time stays good however late it arrives."""
    alfa, bravo = pair.alfa, pair.bravo
    alfa.say(BRAVO, "in time")
    frames, alfa.sent = alfa.sent, []
    for desk in (alfa, bravo):
        desk.wall_ms += YEAR_MS + 86_400_000
    for circuit, frame in frames:
        bravo.tell(FrameArrived(circuit, frame))
    assert bravo.inbox() == ["in time"]
    assert judged(pair, unchecked_message(alfa, BRAVO, "late", ["first", "second"]))[
        2
    ] == ("PLY-SIG-003")


def test_expired_roster_releases_nothing(pair):
    """A party that stopped renewing its roster is asked on another line."""
    link = only_link(pair.bravo)
    link.counterpart = replace(
        link.counterpart, roster=replace(link.counterpart.roster, valid_to_ms=1)
    )
    message = unchecked_message(pair.alfa, BRAVO, "x", ["first", "second"])
    assert judged(pair, message)[2] == "PLY-SIG-003"


def test_good_message_sounds_once_is_shown_and_receipted(pair):
    """The other side of all the refusals above."""
    message = unchecked_message(pair.alfa, BRAVO, "x", ["first", "second"])
    serial, row, refusal = judged(pair, message)
    assert refusal is None
    assert row.flags == EntryFlag.MESSAGE | EntryFlag.OPEN
    assert sounds(pair.bravo) == [serial]
    assert said(pair.bravo, Direction.OUT)[-1] == Receipt(serial, row.leaf, good=True)


# -- order -------------------------------------------------------------------------


def test_message_before_the_agreement_is_set_aside_and_good_afterwards(strangers):
    """SPEC 4.28: a reordering circuit must not turn a good message into an alarm."""
    alfa, bravo = strangers.alfa, strangers.bravo
    pair = _agree_one_way(strangers)
    held_back, alfa.sent = alfa.sent, []
    only_link(alfa).theirs_signed = b"as if it had come"
    alfa.say(BRAVO, "x", Precedence.FLASH)
    for circuit, frame in [*held_back[:1], *alfa.sent]:
        bravo.tell(FrameArrived(circuit, frame))
    alfa.sent.clear()
    assert "PLY-LNK-015" in refusals(bravo)
    assert bravo.inbox() == []
    assert not alarms(bravo)
    alfa.sent.extend(held_back)
    pair.carry()
    pair.pass_time(2)
    pair.carry()
    assert bravo.inbox() == ["x"]
    assert not alarms(bravo)


def test_message_that_no_agreement_ever_precedes_does_not_count(strangers):
    """SPEC 4.13: before the agreement is in force, none that arrives counts."""
    alfa, bravo = strangers.alfa, strangers.bravo
    pair = _agree_one_way(strangers)
    pair.carry()
    only_link(bravo).theirs_signed = None
    message = unchecked_message(alfa, BRAVO, "x", ["first", "second"])
    assert judged(pair, message)[2] == "PLY-SIG-001"


def test_message_that_overtook_the_roster_of_its_releaser_is_good(pair):
    """A new officer's first message may arrive before he does."""
    alfa, bravo = pair.alfa, pair.bravo
    alfa.enlist("newcomer", OfficerClass.RELEASER)
    roster, alfa.sent = alfa.sent, []
    draft = alfa.release(alfa.draft(BRAVO, "x"), "first")
    alfa.release(draft, "newcomer")
    pair.carry()
    assert refusals(bravo) == ["PLY-LNK-015"]
    assert bravo.inbox() == []
    alfa.sent.extend(roster)
    pair.carry()
    pair.pass_time(2)
    pair.carry()
    assert bravo.inbox() == ["x"]
    assert alarms(bravo) == [("ROSTER-CHANGED", str(alfa.core.roster().version))]
    assert agree(alfa, bravo)


def test_entries_in_any_order_make_the_same_record(pair):
    """Circuits reorder; the tree is that of the serials all the same."""
    alfa, bravo = pair.alfa, pair.bravo
    for number in range(6):
        alfa.say(BRAVO, f"{number}")
    frames, alfa.sent = alfa.sent, []
    for at in (5, 2, 3, 0, 4, 1):
        bravo.tell(FrameArrived(*frames[at]))
    assert bravo.inbox() == ["5", "2", "3", "0", "4", "1"]
    assert not only_link(bravo).mirror.beyond
    pair.carry()
    assert agree(alfa, bravo)


# -- repeats -----------------------------------------------------------------------


def test_number_filed_before_is_kept_and_shown_nowhere(pair):
    """SPEC 4.23: a text logged twice is one text to the people who read it."""
    message = unchecked_message(
        pair.alfa, BRAVO, "once", ["first", "second"], number=500
    )
    judged(pair, message)
    serial, row, refusal = judged(pair, message)
    assert refusal == "PLY-SIG-006"
    assert row.flags == EntryFlag(0)
    assert pair.bravo.inbox() == ["once"]
    assert said(pair.bravo, Direction.OUT)[-1] == Receipt(serial, row.leaf, good=True)
    assert not alarms(pair.bravo)


def test_number_of_a_refused_message_may_still_come(pair):
    """A forgery must not be able to use up the number of the true message."""
    forged = unchecked_message(pair.alfa, BRAVO, "false", [], number=500)
    assert judged(pair, forged)[2] == "PLY-SIG-001"
    true = unchecked_message(pair.alfa, BRAVO, "true", ["first", "second"], number=500)
    assert judged(pair, true)[2] is None
    assert pair.bravo.inbox() == ["true"]


def test_copies_over_three_circuits_are_filed_once(pair):
    """A FLASH goes everywhere; it is one entry, one receipt, one alarm."""
    for name in ("two", "three"):
        pair.alfa.circuit(name, BRAVO)
        pair.bravo.circuit(name, ALFA)
    pair.carry()
    before = len(rows(pair.bravo, Direction.IN)), len(rows(pair.bravo, Direction.OUT))
    pair.alfa.say(BRAVO, "Now.", Precedence.FLASH)
    assert len(pair.alfa.sent) == 3
    frames, pair.alfa.sent = pair.alfa.sent, []
    for circuit, frame in frames:
        pair.bravo.tell(FrameArrived(circuit, frame))
    after = len(rows(pair.bravo, Direction.IN)), len(rows(pair.bravo, Direction.OUT))
    assert after == (before[0] + 1, before[1] + 1)
    assert len(sounds(pair.bravo)) == 1
    assert len({frame for _, frame in pair.bravo.sent}) == 1


# -- time and gaps -----------------------------------------------------------------


def test_their_log_that_goes_back_in_time_is_reported(pair):
    """SPEC 4.24: their program may do what ours cannot; the watch is told."""
    link = only_link(pair.alfa)
    judged(pair, unchecked_message(pair.alfa, BRAVO, "a", ["first", "second"]))
    pair.alfa.wall_ms -= 3_600_000
    link.out.last_logged_ms = link.epoch.opened_ms = pair.alfa.wall_ms
    only_link(pair.bravo).in_epochs[link.epoch.keys.tag].opened_ms = pair.alfa.wall_ms
    serial, *_ = judged(
        pair, unchecked_message(pair.alfa, BRAVO, "b", ["first", "second"], number=501)
    )
    assert ("TIME-WENT-BACK", str(serial)) in alarms(pair.bravo)
    assert pair.bravo.inbox() == ["a", "b"]


def test_gap_that_stays_is_an_alarm_and_ends_when_it_closes(pair):
    """An entry that never comes is the one people must ask for."""
    alfa, bravo = pair.alfa, pair.bravo
    missing = alfa.say(BRAVO, "missing").serial
    lost, alfa.sent = alfa.sent, []
    alfa.say(BRAVO, "later")
    pair.carry()
    bravo.pass_time(GAP_ALARM_S + 1)
    _fire(bravo)
    assert ("GAP", str(missing)) in alarms(bravo)
    alfa.sent.extend(lost)
    pair.carry()
    assert ("GAP", str(missing)) not in alarms(bravo)
    assert agree(alfa, bravo)


def test_gap_makes_the_station_say_what_it_holds(pair):
    """SPEC 4.26: a station that misses an entry for long sends a link test."""
    alfa, bravo = pair.alfa, pair.bravo
    alfa.say(BRAVO, "missing")
    alfa.sent.clear()
    alfa.say(BRAVO, "later")
    pair.carry()
    before = len(rows(bravo, Direction.OUT))
    bravo.pass_time(GAP_ALARM_S + 1)
    _fire(bravo)
    assert len(rows(bravo, Direction.OUT)) == before + 1


def test_gap_is_an_alarm_after_a_restart_too(pair):
    """The entry is still missing, whatever the station forgot."""
    alfa, bravo = pair.alfa, pair.bravo
    alfa.say(BRAVO, "missing")
    alfa.sent.clear()
    alfa.say(BRAVO, "later")
    pair.carry()
    bravo.crash()
    for _ in range(3):
        bravo.pass_time(GAP_ALARM_S + 1)
        _fire(bravo)
    assert "GAP" in {code for code, _ in alarms(bravo)}


def test_answer_they_should_hold_and_do_not_is_sent_again(pair):
    """SPEC 4.26: what a station says it holds shows which answer was lost."""
    alfa, bravo = pair.alfa, pair.bravo
    alfa.say(BRAVO, "x")
    _deliver(alfa, bravo)
    ((_, receipt),) = bravo.sent
    pair.lose()
    for desk in (alfa, bravo):
        desk.pass_time(6)
    alfa.tell(LinkTestRequested(BRAVO))
    _deliver(alfa, bravo)
    assert receipt in [frame for _, frame in bravo.sent]


# -- repeats of restored stations --------------------------------------------------


@pytest.mark.parametrize("ours", [True, False])
def test_repeat_nobody_asked_for_has_no_effect(pair, ours):
    """Only a restored station is given anything back."""
    before = len(rows(pair.bravo, Direction.IN)), pair.bravo.inbox()
    repeat = Repeat(ours, 77, 3, bytes(32), pair.alfa.wall_ms, b"\x80".ljust(16, b"\0"))
    utter(pair.alfa, BRAVO, repeat)
    pair.carry()
    assert refusals(pair.bravo) == ["PLY-LNK-016"]
    assert len(rows(pair.bravo, Direction.IN)) == before[0] + 1
    assert pair.bravo.inbox() == before[1]


def test_repeat_inside_a_repeat_is_not_acted_on(pair):
    """A box in a box in a box ends at the first."""
    link = only_link(pair.alfa)
    inner = Repeat(True, 1, 900, bytes(32), pair.alfa.wall_ms, b"\x80".ljust(16, b"\0"))
    utter(pair.alfa, BRAVO, inner)
    body = rows(pair.alfa, Direction.OUT)[-1].body
    outer = Repeat(True, 1, 901, bytes(32), link.epoch.opened_ms, body)
    utter(pair.alfa, BRAVO, outer)
    pair.carry()
    assert 900 not in [row.key.serial for row in rows(pair.bravo, Direction.IN)]
    assert only_link(pair.bravo).mirror.held == outer_serial(pair)


def test_repeat_of_what_is_held_changes_nothing(pair):
    """A counterpart that returns too much is harmless."""
    row = rows(pair.alfa, Direction.OUT)[1]
    head, _ = read_row(row)
    repeat = Repeat(True, 1, 2, head.leaf_secret, head.opened_ms, row.body)
    utter(pair.alfa, BRAVO, repeat)
    pair.carry()
    assert refusals(pair.bravo) == []
    assert agree(pair.alfa, pair.bravo)


def test_message_with_characters_nobody_may_send_is_kept_apart(pair, monkeypatch):
    """Judged once more where it is filed, whatever the reader of bytes let through."""
    message = unchecked_message(pair.alfa, BRAVO, "x", ["first", "second"])
    monkeypatch.setattr("parley.core.mirror.problems", lambda _text: "a reason")
    assert judged(pair, message)[2] == "PLY-SIG-007"


def outer_serial(pair):
    """Return the newest serial of ALFA's log."""
    return only_link(pair.alfa).out.next_serial - 1


def _deliver(sender, receiver):
    """Carry what is under way in one direction only."""
    frames, sender.sent = sender.sent, []
    for circuit, frame in frames:
        receiver.tell(FrameArrived(circuit, frame))


def _fire(desk):
    desk.tell(TimerFired())


def _agree_one_way(strangers):
    """Pair up, but lose nothing and carry nothing yet; return the pair."""
    alfa, bravo = strangers.alfa, strangers.bravo
    for ours, theirs in ((alfa, bravo), (bravo, alfa)):
        alleged = ours.tell(CardPresented(theirs.tell(CardRequested())))
        ours.circuit("one", theirs.name)
        ours.tell(FingerprintConfirmed(theirs.name, alleged.fingerprint, "custodian"))
    return Pair(alfa, bravo)
