# SPDX-License-Identifier: Apache-2.0
"""One officer releases what takes two: where, by whom, and who is told."""

from __future__ import annotations

import pytest

from parley.core.events import ReleaseGiven
from parley.core.records import DraftRecord
from parley.core.releasing import release_digest
from parley.core.shelves import decode_head
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.agreement import ReleaseRule
from parley.model.entry import Receipt
from parley.model.identity import KeyScheme, OfficerClass
from parley.model.message import Message, Release
from parley.model.precedence import Mode, Precedence
from parley.model.record import Direction, EntryFlag
from parley.testing.desks import Desk, Pair, enlist_watch, pair_up
from parley.testing.lies import unchecked_message, utter
from parley.testing.looks import alarms, only_link, rows, said, settle

ALFA, BRAVO = "alfa.example", "bravo.example"
REASON = "The second releaser cannot be reached."
TWO = ReleaseRule(Mode.LIVE, Precedence.ROUTINE, 2, override=True)
NO_FLASH = ReleaseRule(Mode.LIVE, Precedence.FLASH, 2)


@pytest.fixture
def pair():
    """Two desks whose agreement allows an override for all but a FLASH."""
    alfa, bravo = Desk(ALFA, "Alfa"), Desk(BRAVO, "Bravo")
    for desk in (alfa, bravo):
        enlist_watch(desk)
        desk.enlist(
            "both", OfficerClass.DRAFTER, OfficerClass.RELEASER, OfficerClass.WATCH
        )
    pair = pair_up(alfa, bravo)
    agree_on(pair, TWO, NO_FLASH)
    return pair


def agree_on(pair: Pair, *rules: ReleaseRule) -> None:
    """Give both sides other rules."""
    for desk in (pair.alfa, pair.bravo):
        link = only_link(desk)
        link.agreement = settle(link.agreement, rules=rules)


def overriding(desk: Desk, draft: DraftRecord, who: str, reason: str) -> ReleaseGiven:
    """Sign a draft as the only releaser."""
    index, key = desk.officers[who]
    setting = desk.core.setting_out(draft.link)
    digest = release_digest(setting, draft.content, (), reason)
    release = Release(index, KeyScheme.SOFTWARE_ED25519, key.sign(digest))
    return ReleaseGiven(draft.content.number, release, reason)


def refused(desk: Desk, event: ReleaseGiven) -> str:
    """Return the code with which a release is refused."""
    with pytest.raises(LocalFault) as fault:
        desk.tell(event)
    return fault.value.code


def test_an_override_goes_out_and_both_watches_are_told(pair):
    """SPEC 7.7: in an emergency one may, and nobody can overlook that he did."""
    draft = pair.alfa.draft(BRAVO, "x")
    gone = pair.alfa.tell(overriding(pair.alfa, draft, "first", REASON))
    assert gone.override == REASON
    pair.carry()
    assert pair.bravo.inbox() == ["x"]
    (message,) = [each for each in said(pair.bravo, Direction.IN) if _is(each)]
    assert message.override == REASON
    serial = gone.serial
    assert ("OVERRIDE", f"our message {serial}") in alarms(pair.alfa)
    assert ("OVERRIDE", f"their message {serial}") in alarms(pair.bravo)


def _is(payload):
    return isinstance(payload, Message)


def test_the_next_override_is_as_loud_as_the_first(pair):
    """SPEC 7.7: an alarm that stands already must not hide another."""
    for text in ("x", "y"):
        draft = pair.alfa.draft(BRAVO, text)
        gone = pair.alfa.tell(overriding(pair.alfa, draft, "first", REASON))
    pair.carry()
    standing = [each for each in alarms(pair.bravo) if each[0] == "OVERRIDE"]
    assert standing == [("OVERRIDE", f"their message {gone.serial}")]


def test_an_override_takes_the_place_of_a_first_release(pair):
    """Who released first and then waits in vain signs once more, as the only one."""
    draft = pair.alfa.release(pair.alfa.draft(BRAVO, "x"), "first")
    gone = pair.alfa.tell(overriding(pair.alfa, draft, "first", REASON))
    assert len(gone.releases) == 1
    pair.carry()
    assert pair.bravo.inbox() == ["x"]


def test_no_override_where_the_agreement_excludes_it(pair):
    """SPEC 7.6: what takes two without exception takes two in an emergency."""
    draft = pair.alfa.draft(BRAVO, "x", Precedence.FLASH)
    assert refused(pair.alfa, overriding(pair.alfa, draft, "first", REASON)) == (
        "PLY-AUT-001"
    )


@pytest.mark.parametrize("reason", ["", " \n", "x\x00", "x" * 1_001, "é" * 501])
def test_an_override_without_a_readable_reason_is_refused(pair, reason):
    """The other side reads it when there is no time to ask."""
    draft = pair.alfa.draft(BRAVO, "x")
    assert refused(pair.alfa, overriding(pair.alfa, draft, "first", reason)) == (
        "PLY-AUT-002"
    )


def test_the_drafter_does_not_override_for_himself(pair):
    """SPEC 7.5: unless the agreement says that the duty officer may do it alone."""
    draft = pair.alfa.draft(BRAVO, "x", by="both")
    event = overriding(pair.alfa, draft, "both", REASON)
    assert refused(pair.alfa, event) == "PLY-REL-002"
    agree_on(pair, replace(TWO, alone=True))
    pair.alfa.tell(event)
    pair.carry()
    assert pair.bravo.inbox() == ["x"]


def test_a_signature_over_another_reason_is_refused(pair):
    """SPEC 7.6: the reason is signed, and cannot be put into an officer's mouth."""
    draft = pair.alfa.draft(BRAVO, "x")
    event = overriding(pair.alfa, draft, "first", REASON)
    odd = replace(event, override="I felt like it.")
    assert refused(pair.alfa, odd) == "PLY-REL-005"
    plain = ReleaseGiven(draft.content.number, pair.alfa.sign(draft, "first"), REASON)
    assert refused(pair.alfa, plain) == "PLY-REL-005"


@pytest.mark.parametrize(
    ("who", "reason", "precedence", "code"),
    [
        (("first",), REASON, Precedence.FLASH, "PLY-AUT-003"),
        (("first", "second"), REASON, Precedence.ROUTINE, "PLY-AUT-003"),
        ((), REASON, Precedence.ROUTINE, "PLY-AUT-003"),
        (("watch",), REASON, Precedence.ROUTINE, "PLY-SIG-003"),
        (("drafter",), REASON, Precedence.ROUTINE, "PLY-SIG-003"),
        (("first",), None, Precedence.ROUTINE, "PLY-SIG-001"),
    ],
)
def test_a_lying_senders_override_is_kept_and_not_believed(
    pair, who, reason, precedence, code
):
    """The receiver asks the same rules, whatever program the sender runs."""
    message = unchecked_message(
        pair.alfa, BRAVO, "x", who, precedence=precedence, override=reason
    )
    utter(pair.alfa, BRAVO, message)
    pair.carry()
    assert pair.bravo.inbox() == []
    (kept,) = [each for each in rows(pair.bravo, Direction.IN) if _bad(each)]
    assert decode_head(kept.head).refusal == code
    receipts = [each for each in said(pair.alfa, Direction.IN) if _receipt(each)]
    assert [each.good for each in receipts].count(False) == 1
    assert [code for code, _ in alarms(pair.bravo)] == ["SIGNATURE-BAD"]


def _bad(row):
    return EntryFlag.BAD in row.flags


def _receipt(payload):
    return isinstance(payload, Receipt)
