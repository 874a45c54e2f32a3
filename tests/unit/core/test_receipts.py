# SPDX-License-Identifier: Apache-2.0
"""A receipt counts for the very entry it names, and for no other."""

from __future__ import annotations

import pytest

from parley.core.events import FrameArrived
from parley.core.records import Rung
from parley.model.entry import Receipt, Repeat
from parley.model.identity import OfficerClass
from parley.model.precedence import Precedence
from parley.model.record import EntryFlag
from parley.testing.lies import unchecked_message, utter
from parley.testing.looks import alarms, only_link, rung

ALFA, BRAVO = "alfa.example", "bravo.example"


@pytest.fixture
def unheard(pair):
    """A message of ALFA that was lost on the way, and its serial."""
    serial = pair.alfa.say(BRAVO, "x").serial
    pair.alfa.sent.clear()
    return serial


def hear(pair, receipt):
    """Let BRAVO's station say a receipt and ALFA hear it."""
    utter(pair.bravo, ALFA, receipt)
    frames, pair.bravo.sent = pair.bravo.sent, []
    for circuit, frame in frames:
        pair.alfa.tell(FrameArrived(circuit, frame))


def test_receipt_for_another_leaf_counts_for_nothing(pair, unheard):
    """SPEC 4.25: it proves that something else arrived there; people must ask."""
    hear(pair, Receipt(unheard, bytes(32), good=True))
    assert ("RECEIPT-DIFFERS", str(unheard)) in alarms(pair.alfa)
    assert unheard in only_link(pair.alfa).pending
    assert rung(pair.alfa, Rung.RECEIPT, unheard) is None
    assert pair.alfa.store.flagged(EntryFlag.PENDING)
    pair.pass_time(2)
    assert pair.alfa.sent


def test_true_receipt_still_counts_after_a_false_one(pair, unheard):
    """The false one does not stop the retries."""
    hear(pair, Receipt(unheard, bytes(32), good=True))
    pair.pass_time(2)
    pair.carry()
    assert rung(pair.alfa, Rung.RECEIPT, unheard).good
    assert pair.bravo.inbox() == ["x"]


def test_receipt_for_what_was_never_sent_is_harmless(pair):
    """A number out of the air settles nothing."""
    before = dict(only_link(pair.alfa).pending)
    hear(pair, Receipt(9_999, bytes(32), good=True))
    assert only_link(pair.alfa).pending == before
    assert not alarms(pair.alfa)


def test_receipt_of_a_repeat_settles_nothing_of_another_log(pair, unheard):
    """SPEC 4.64: both restored, the same serial stands for two entries."""
    older = Repeat(True, 0, unheard, bytes(32), 0, b"an entry of a log before this one")
    repeat = utter(pair.alfa, BRAVO, older)
    pair.carry()
    assert repeat.serial not in only_link(pair.alfa).pending
    assert unheard in only_link(pair.alfa).pending
    assert rung(pair.alfa, Rung.RECEIPT, unheard) is None


def test_second_receipt_changes_nothing(pair):
    """The first proof stands on the record."""
    serial = pair.alfa.say(BRAVO, "x", Precedence.FLASH).serial
    leaf = only_link(pair.alfa).pending[serial].leaf
    pair.carry()
    proved = rung(pair.alfa, Rung.RECEIPT, serial)
    hear(pair, Receipt(serial, leaf, good=False))
    assert rung(pair.alfa, Rung.RECEIPT, serial) == proved


def test_receipt_names_the_entry_that_proves_it(pair):
    """Whoever doubts the rung looks it up in the counterpart's log."""
    serial = pair.alfa.say(BRAVO, "x").serial
    pair.carry()
    fact = rung(pair.alfa, Rung.RECEIPT, serial)
    assert fact.serial == only_link(pair.alfa).mirror.held
    assert fact.seen_ms == pair.alfa.wall_ms


def test_receipt_without_good_releases_says_so(pair):
    """The sender's watch sees that its text was not believed."""
    message = unchecked_message(pair.alfa, BRAVO, "x", ["first"])
    serial = utter(pair.alfa, BRAVO, message).serial
    pair.carry()
    assert rung(pair.alfa, Rung.RECEIPT, serial).good is False


def test_receipt_of_anything_but_a_message_is_no_rung(pair):
    """The ladder is about texts; a roster is merely settled."""
    before = len(list(pair.alfa.store.shelf("ladder")))
    pair.alfa.enlist("newcomer", OfficerClass.AUDITOR)
    pair.carry()
    assert len(list(pair.alfa.store.shelf("ladder"))) == before
    assert not only_link(pair.alfa).pending
