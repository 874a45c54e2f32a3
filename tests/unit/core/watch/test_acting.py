# SPDX-License-Identifier: Apache-2.0
"""Every act of an officer is his own, about one entry, on one line, and counts once."""

from __future__ import annotations

import pytest

from parley.core.acts import ACTS
from parley.core.events import DraftWritten
from parley.core.records import Rung
from parley.core.watch.acting import PROCEDURES
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.act import (
    Acknowledged,
    Act,
    Declined,
    Delivered,
    Reference,
    Standby,
    Suspended,
    Understood,
)
from parley.model.identity import OfficerClass
from parley.model.message import Setting, Text
from parley.model.precedence import Mode, Precedence
from parley.model.record import Direction, EntryFlag
from parley.testing.desks import YEAR_MS
from parley.testing.lies import unchecked_act, utter
from parley.testing.looks import alarms, only_link, rung, said
from parley.wire.act import FORMS

ALFA, BRAVO = "alfa.example", "bravo.example"
STANDBY = Standby(2**50)
AFTER = [Understood(()), Delivered(1, None, 5), STANDBY, Declined(None)]
PROVED = {
    Understood: Rung.UNDERSTOOD,
    Delivered: Rung.DELIVERED,
    Standby: Rung.STANDBY,
    Declined: Rung.DECLINED,
}


@pytest.fixture
def asked(pair):
    """A FLASH of ALFA that BRAVO's watch has acknowledged, and its serial."""
    serial = pair.alfa.say(BRAVO, "Answer.", Precedence.FLASH).serial
    pair.carry()
    pair.bravo.acknowledge(ALFA, serial)
    pair.carry()
    return serial


def test_every_kind_has_a_form_a_rule_and_a_procedure():
    """A kind that one table forgets would be read and mean nothing, or be let pass."""
    assert FORMS.keys() == ACTS.keys()
    assert {form.said for form in FORMS.values()} == PROCEDURES.keys()
    assert all(rule.classes for rule in ACTS.values())


@pytest.mark.parametrize("said", AFTER, ids=lambda said: type(said).__name__)
def test_what_is_said_of_a_message_is_on_both_records_by_name(pair, asked, said):
    """Each rung has its own signer, known on either side from the store alone."""
    pair.bravo.act(ALFA, said, asked)
    pair.carry()
    proof = PROVED[type(said)]
    here = rung(pair.alfa, proof, asked)
    there = rung(pair.bravo, proof, asked, Direction.IN)
    watch, _ = pair.bravo.officers["watch"]
    assert (here.officer, there.officer) == (watch, watch)
    assert here.attested_ms == there.attested_ms == pair.bravo.wall_ms


@pytest.mark.parametrize("said", AFTER, ids=lambda said: type(said).__name__)
def test_nothing_is_said_of_a_message_that_nobody_has(pair, said):
    """A promise about a message that still rings on the board would hide it."""
    serial = pair.alfa.say(BRAVO, "Answer.", Precedence.FLASH).serial
    pair.carry()
    with pytest.raises(LocalFault) as refused:
        pair.bravo.act(ALFA, said, serial)
    assert refused.value.code == "PLY-WCH-003"
    assert pair.bravo.store.flagged(EntryFlag.OPEN)


@pytest.mark.parametrize("who", ["drafter", "first"])
@pytest.mark.parametrize("said_", [Acknowledged(), STANDBY, Suspended(None, "Storm.")])
def test_officer_of_another_class_cannot_act(pair, who, said_):
    """Whoever happens to sit at the console has not taken the watch."""
    serial = pair.alfa.say(BRAVO, "Answer.", Precedence.FLASH).serial
    pair.carry()
    about = None
    if not isinstance(said_, Suspended):
        about = pair.bravo.received(ALFA, serial)
    if said_ is STANDBY:
        pair.bravo.acknowledge(ALFA, serial)
        about = pair.bravo.received(ALFA, serial)
    before = len(said(pair.bravo, Direction.OUT))
    with pytest.raises(LocalFault) as refused:
        pair.bravo.tell(pair.bravo.signed_act(ALFA, said_, about, who))
    assert refused.value.code == "PLY-WCH-001"
    assert len(said(pair.bravo, Direction.OUT)) == before


def test_principal_says_himself_that_he_has_it(pair, asked):
    """His own word is worth more than the watch's about him, and is allowed."""
    pair.bravo.enlist("head", OfficerClass.PRINCIPAL)
    pair.bravo.act(ALFA, Delivered(1, "Head", pair.bravo.wall_ms), asked, "head")
    pair.carry()
    proof = rung(pair.alfa, Rung.DELIVERED, asked)
    assert proof.officer == pair.bravo.officers["head"][0]
    with pytest.raises(LocalFault) as refused:
        pair.bravo.act(ALFA, STANDBY, asked, "head")
    assert refused.value.code == "PLY-WCH-001"


def test_expired_officer_cannot_act(pair, asked):
    """A key outlives its officer's time; his word does not."""
    bravo = pair.bravo
    bravo.wall_ms += 2 * YEAR_MS
    with pytest.raises(LocalFault) as refused:
        bravo.act(ALFA, STANDBY, asked)
    assert refused.value.code == "PLY-WCH-001"


def changed(act, **changes):
    """Return an act with a part exchanged, still under the same signature."""
    return replace(act, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"said": Standby(2**50 + 1)},
        {"said": Acknowledged()},
        {"created_ms": 1},
        {"about": Reference(1, 9, bytes(32))},
        {"about": Reference(2, 1, bytes(32))},
    ],
)
def test_signature_covers_every_part(pair, asked, changes):
    """An officer's word cannot be moved to another entry, time or statement."""
    act = pair.bravo.signed_act(ALFA, STANDBY, pair.bravo.received(ALFA, asked))
    with pytest.raises(LocalFault) as refused:
        pair.bravo.tell(changed(act, **changes))
    assert refused.value.code in {"PLY-WCH-002", "PLY-REL-008"}


def test_signature_of_somebody_else_is_refused(pair, asked):
    """A name on the record must be the hand that signed."""
    pair.bravo.enlist("relief", OfficerClass.WATCH)
    act = pair.bravo.signed_act(
        ALFA, STANDBY, pair.bravo.received(ALFA, asked), "relief"
    )
    watch, _ = pair.bravo.officers["watch"]
    with pytest.raises(LocalFault) as refused:
        pair.bravo.tell(replace(act, release=replace(act.release, officer=watch)))
    assert refused.value.code == "PLY-WCH-002"


@pytest.mark.parametrize(
    "setting",
    [
        Setting("bravo.example", "charlie.example", Mode.LIVE),
        Setting("bravo.example", "alfa.example", Mode.EXERCISE),
        Setting("alfa.example", "bravo.example", Mode.LIVE),
    ],
)
def test_act_of_another_line_or_mode_does_not_count(pair, asked, setting, monkeypatch):
    """A word given in an exercise, or to somebody else, is another word."""
    bravo = pair.bravo
    monkeypatch.setattr(bravo.core, "setting_out", lambda _: setting)
    leaf = bravo.received(ALFA, asked).leaf
    act = unchecked_act(bravo, ALFA, STANDBY, Reference(1, asked, leaf))
    logged = utter(bravo, ALFA, act)
    pair.carry()
    assert rung(pair.alfa, Rung.STANDBY, asked) is None
    assert ("SIGNATURE-BAD", str(logged.serial)) in alarms(pair.alfa)


@pytest.mark.parametrize("who", ["drafter", "first"])
def test_heard_from_another_class_it_does_not_count(pair, who):
    """Another program over there may let anybody act; ours does not count it.

    It stays on the record, and the watch is told.
    """
    serial = pair.alfa.say(BRAVO, "Answer.", Precedence.FLASH).serial
    pair.carry()
    about = Reference(1, serial, pair.bravo.received(ALFA, serial).leaf)
    act = unchecked_act(pair.bravo, ALFA, Acknowledged(), about, who)
    logged = utter(pair.bravo, ALFA, act)
    pair.carry()
    assert rung(pair.alfa, Rung.ACKNOWLEDGEMENT, serial) is None
    assert ("SIGNATURE-BAD", str(logged.serial)) in alarms(pair.alfa)
    assert (1, serial) in only_link(pair.alfa).awaited
    receipt = said(pair.alfa, Direction.OUT)[-1]
    assert (receipt.serial, receipt.good) == (logged.serial, False)


def test_act_heard_twice_says_nothing_new(pair, asked):
    """A counterpart that logs the same act again moves nothing."""
    pair.bravo.act(ALFA, STANDBY, asked)
    pair.carry()
    (act,) = [
        each
        for each in said(pair.alfa, Direction.IN)
        if isinstance(each, Act) and each.said == STANDBY
    ]
    before = rung(pair.alfa, Rung.STANDBY, asked)
    utter(pair.bravo, ALFA, act)
    pair.carry()
    after = rung(pair.alfa, Rung.STANDBY, asked)
    assert replace(after, serial=0, seen_ms=0) == replace(before, serial=0, seen_ms=0)


def test_lost_act_is_asked_again_and_survives_a_crash(pair, asked):
    """An officer acts once; the station sees to it that his word arrives."""
    pair.bravo.act(ALFA, STANDBY, asked)
    assert pair.lose()
    pair.bravo.crash()
    pair.pass_time(2)
    pair.carry()
    assert rung(pair.alfa, Rung.STANDBY, asked) is not None


@pytest.fixture
def for_principal(pair):
    """BRAVO has a minister in the room; ALFA writes to the principal alone."""
    pair.bravo.enlist("minister", OfficerClass.PRINCIPAL)
    pair.carry()
    index = pair.alfa.officers["drafter"][0]
    written = DraftWritten(
        BRAVO, index, Precedence.FLASH, ("principal",), (Text("en", "For him alone."),)
    )
    draft = pair.alfa.tell(written)
    for who in ("first", "second"):
        draft = pair.alfa.release(draft, who)
    pair.carry()
    return pair, draft.serial


def test_principal_answers_for_his_own_position_only(for_principal):
    """SPEC 7.171: what was written to one must not be declined by another."""
    pair, serial = for_principal
    pair.bravo.acknowledge(ALFA, serial)
    with pytest.raises(LocalFault) as fault:
        pair.bravo.act(ALFA, Declined(None), serial, who="minister")
    assert fault.value.code == "PLY-AUT-031"
    assert "duty officer" in fault.value.what


def test_watch_answers_for_every_position(for_principal):
    """SPEC 7.170: at night nobody but the watch is there."""
    pair, serial = for_principal
    pair.bravo.acknowledge(ALFA, serial)
    pair.bravo.act(ALFA, Declined(None), serial)
    pair.carry()
    assert rung(pair.alfa, Rung.DECLINED, serial)
