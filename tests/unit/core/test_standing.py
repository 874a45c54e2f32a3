# SPDX-License-Identifier: Apache-2.0
"""An act counts for a position to which the message went, and both sides judge it."""

from __future__ import annotations

import pytest

from parley.core import addressees
from parley.core.events import DraftWritten, OfficerChanged
from parley.core.records import Rung
from parley.errors import LocalFault
from parley.model.act import (
    Acknowledged,
    ClarificationAsked,
    Declined,
    Delivered,
    Reference,
    Standby,
    Understood,
    WatchChanged,
)
from parley.model.identity import OfficerClass
from parley.model.message import Text
from parley.model.precedence import Mode, Precedence
from parley.model.record import Direction, EntryFlag
from parley.testing.desks import Desk, Pair, enlist_watch, pair_up
from parley.testing.lies import unchecked_act, utter
from parley.testing.looks import alarms, only_link, refusals, rung, said
from tests.unit.core.restored import settle

ALFA, BRAVO = "alfa.example", "bravo.example"
ACTS = [
    (Acknowledged(), Rung.ACKNOWLEDGEMENT),
    (Understood(()), Rung.UNDERSTOOD),
    (Delivered(1, None, 5), Rung.DELIVERED),
    (Standby(2**50), Rung.STANDBY),
    (Declined(None), Rung.DECLINED),
]
BY_ACT = pytest.mark.parametrize(
    ("said_", "proof"), ACTS, ids=[type(each).__name__ for each, _ in ACTS]
)


def place(desk: Desk, name: str, position: str, *classes: OfficerClass) -> None:
    """Put a person into a position of a desk."""
    desk.enlist(name, *classes)
    desk.tell(OfficerChanged(desk.officers[name][0], position=position))


def write(pair: Pair, *to: str, stop: bool = False) -> int:
    """Let ALFA write to positions of BRAVO; return the serial, when it is there."""
    alfa, text = pair.alfa, "Answer."
    if alfa.mode is Mode.EXERCISE:
        text = f"EXERCISE {text} EXERCISE"
    index = alfa.officers["drafter"][0]
    written = DraftWritten(
        BRAVO, index, Precedence.FLASH, to, (Text("en", text),), stop=stop
    )
    draft = alfa.tell(written)
    for who in ("first", "second")[: draft.needed]:
        draft = alfa.release(draft, who)
    pair.carry()
    return draft.serial


def staffed(pair: Pair) -> Pair:
    """BRAVO's principal has an aide of class watch beside him, and a minister."""
    place(pair.bravo, "aide", "principal", OfficerClass.WATCH)
    place(pair.bravo, "minister", "principal", OfficerClass.PRINCIPAL)
    pair.carry()
    return pair


@pytest.fixture
def desks(pair):
    """The pair with people in both positions of BRAVO."""
    return staffed(pair)


def lie(pair: Pair, said_, serial: int, who: str):
    """Let BRAVO's station send what its desk refuses; return the entry."""
    about = Reference(1, serial, pair.bravo.received(ALFA, serial).leaf)
    logged = utter(pair.bravo, ALFA, unchecked_act(pair.bravo, ALFA, said_, about, who))
    pair.carry()
    return logged


def counts_not(pair: Pair, serial: int, proof: Rung, logged) -> None:
    """Kept, shown at the message with its name, told to the watch, proving nothing."""
    alfa = pair.alfa
    assert rung(alfa, proof, serial) is None
    marked = rung(alfa, Rung.OUT_OF_PLACE, serial)
    assert (marked.good, marked.serial) == (False, logged.serial)
    assert ("SIGNATURE-BAD", str(logged.serial)) in alarms(alfa)
    receipt = said(alfa, Direction.OUT)[-1]
    assert (receipt.serial, receipt.good) == (logged.serial, False)


@BY_ACT
def test_watch_of_another_position_is_refused_at_his_desk(desks, said_, proof):
    """SPEC 7.170: that the naval desk has it says nothing of the air desk."""
    serial = write(desks, "duty officer")
    bravo = desks.bravo
    if proof is not Rung.ACKNOWLEDGEMENT:
        bravo.acknowledge(ALFA, serial)
    with pytest.raises(LocalFault) as fault:
        bravo.act(ALFA, said_, serial, who="aide")
    assert fault.value.code == "PLY-AUT-031"
    assert "aide is principal" in fault.value.what
    assert "addressed to duty officer" in fault.value.what
    waits = bool(bravo.store.flagged(EntryFlag.OPEN))
    assert waits == (proof is Rung.ACKNOWLEDGEMENT)


@BY_ACT
def test_what_a_lying_station_says_for_another_position_is_marked(desks, said_, proof):
    """The receiver knows to whom it wrote, and by its own roster who is where."""
    serial = write(desks, "duty officer")
    logged = lie(desks, said_, serial, "aide")
    counts_not(desks, serial, proof, logged)
    assert (1, serial) in only_link(desks.alfa).awaited
    desks.alfa.crash()
    counts_not(desks, serial, proof, logged)


def test_in_an_exercise_it_is_judged_alike():
    """What is drilled must be what holds."""
    alfa, bravo = (Desk(each, each[:5], Mode.EXERCISE) for each in (ALFA, BRAVO))
    for desk in (alfa, bravo):
        enlist_watch(desk)
    pair = staffed(pair_up(alfa, bravo))
    serial = write(pair, "duty officer")
    with pytest.raises(LocalFault) as fault:
        bravo.acknowledge(ALFA, serial, "aide")
    assert fault.value.code == "PLY-AUT-031"
    logged = lie(pair, Acknowledged(), serial, "aide")
    counts_not(pair, serial, Rung.ACKNOWLEDGEMENT, logged)


def test_a_principal_declines_only_what_was_his(desks):
    """SPEC 7.171: nobody but the watch stands in, whoever has the watch."""
    serial = write(desks, "duty officer")
    desks.bravo.acknowledge(ALFA, serial)
    desks.carry()
    logged = lie(desks, Declined(None), serial, "minister")
    counts_not(desks, serial, Rung.DECLINED, logged)
    his = write(desks, "principal")
    desks.bravo.acknowledge(ALFA, his, "aide")
    desks.bravo.act(ALFA, Declined(None), his, who="minister")
    desks.carry()
    assert rung(desks.alfa, Rung.DECLINED, his).officer is not None


def test_watch_stands_in_where_the_position_has_none(pair):
    """SPEC 7.171: at night nobody but the watch is there."""
    place(pair.bravo, "minister", "principal", OfficerClass.PRINCIPAL)
    pair.carry()
    serial = write(pair, "principal")
    pair.bravo.acknowledge(ALFA, serial)
    pair.carry()
    proof = rung(pair.alfa, Rung.ACKNOWLEDGEMENT, serial)
    assert (proof.officer, proof.position) == (pair.bravo.officers["watch"][0], 0)


def test_whoever_took_the_watch_stands_in_from_then_on(desks, monkeypatch):
    """SPEC 7.171: and both sides know, since he said so on the line."""
    bravo = desks.bravo
    monkeypatch.setattr(bravo.core.state, "watch", watch_of(bravo, "aide"))
    bravo.tell(bravo.signed_act(ALFA, WatchChanged(), None, "aide"))
    desks.carry()
    for desk in (desks.alfa, bravo):
        desk.crash()
    serial = write(desks, "duty officer")
    bravo.acknowledge(ALFA, serial, "aide")
    desks.carry()
    assert rung(desks.alfa, Rung.ACKNOWLEDGEMENT, serial).position == 1


def test_who_handed_the_watch_over_stands_in_no_more(desks, monkeypatch):
    """SPEC 7.172: his desk refuses him; what he signed in time still counts there."""
    bravo = desks.bravo
    for who in ("aide", "watch"):
        monkeypatch.setattr(bravo.core.state, "watch", watch_of(bravo, who))
        bravo.tell(bravo.signed_act(ALFA, WatchChanged(), None, who))
    desks.carry()
    serial = write(desks, "duty officer")
    with pytest.raises(LocalFault) as fault:
        bravo.acknowledge(ALFA, serial, "aide")
    assert fault.value.code == "PLY-AUT-031"
    lie(desks, Acknowledged(), serial, "aide")
    assert rung(desks.alfa, Rung.ACKNOWLEDGEMENT, serial) is not None


def watch_of(desk: Desk, who: str):
    """Return what a desk keeps of a handover of which only this is asked."""

    class Taken:
        incoming = desk.officers[who][0]
        done_ms = desk.wall_ms

    return Taken()


def test_act_that_overtakes_the_word_of_the_watch_waits_for_it(desks, monkeypatch):
    """Circuits reorder; an honest officer must not be marked for that."""
    bravo = desks.bravo
    serial = write(desks, "duty officer")
    monkeypatch.setattr(bravo.core.state, "watch", watch_of(bravo, "aide"))
    bravo.tell(bravo.signed_act(ALFA, WatchChanged(), None, "aide"))
    desks.lose()
    bravo.acknowledge(ALFA, serial, "aide")
    desks.carry()
    assert rung(desks.alfa, Rung.ACKNOWLEDGEMENT, serial) is None
    settle(desks)
    assert rung(desks.alfa, Rung.ACKNOWLEDGEMENT, serial) is not None
    assert rung(desks.alfa, Rung.OUT_OF_PLACE, serial) is None
    assert "SIGNATURE-BAD" not in dict(alarms(desks.alfa))


def test_a_stop_is_everybodys(desks):
    """SPEC 7.171: whoever of the watch hears it first stops what must stop."""
    serial = write(desks, "duty officer", stop=True)
    desks.bravo.acknowledge(ALFA, serial, "aide")
    desks.bravo.act(ALFA, Understood(()), serial, who="aide")
    desks.carry()
    assert rung(desks.alfa, Rung.UNDERSTOOD, serial) is not None


def test_a_linguist_asks_about_every_text(desks):
    """SPEC 7.170: a question proves nothing, and languages are of no position."""
    place(desks.bravo, "linguist", "principal", OfficerClass.LINGUIST)
    desks.carry()
    serial = write(desks, "duty officer")
    question = ClarificationAsked("en", "Answer", 0, ("Reply", "Solve"))
    desks.bravo.act(ALFA, question, serial, who="linguist")
    desks.carry()
    assert "CLARIFICATION-ASKED" in dict(alarms(desks.alfa))


def test_who_moved_later_is_shown_as_he_stood(desks):
    """SPEC 7.170: when the act was logged, and not when somebody looks."""
    serial = write(desks, "duty officer")
    desks.bravo.acknowledge(ALFA, serial)
    watch = desks.bravo.officers["watch"][0]
    desks.bravo.tell(OfficerChanged(watch, position="principal"))
    desks.carry()
    for desk, way in ((desks.alfa, Direction.OUT), (desks.bravo, Direction.IN)):
        assert rung(desk, Rung.ACKNOWLEDGEMENT, serial, way).position == 0


def test_of_messages_long_gone_only_the_watch_speaks(desks, monkeypatch):
    """SPEC 7.173: what is not known any more is not believed, and memory is bounded."""
    monkeypatch.setattr(addressees, "ADDRESSEES_MAX", 2)
    serials = [write(desks, "principal") for _ in range(3)]
    for serial in serials:
        desks.bravo.acknowledge(ALFA, serial, "aide")
        desks.bravo.act(ALFA, Declined(None), serial, who="minister")
    desks.carry()
    shelf = list(desks.alfa.store.shelf(addressees.SHELF))
    assert len(shelf) == len(only_link(desks.alfa).tended.addressees) == 2
    for serial, known in zip(serials, (False, True, True), strict=True):
        assert rung(desks.alfa, Rung.ACKNOWLEDGEMENT, serial) is not None
        assert (rung(desks.alfa, Rung.DECLINED, serial) is not None) is known


def test_a_restored_station_knows_again_to_whom_it_wrote(desks):
    """SPEC 7.173: what was said after the backup comes back, and who may act on it."""
    alfa = desks.alfa
    backup = alfa.store.snapshot()
    serial = write(desks, "duty officer")
    desks.bravo.acknowledge(ALFA, serial)
    desks.carry()
    alfa.put_back(backup)
    settle(desks, 80)
    about = Reference(1, serial, desks.bravo.received(ALFA, serial).leaf)
    for said_, who in ((Declined(None), "minister"), (Standby(2**50), "aide")):
        utter(desks.bravo, ALFA, unchecked_act(desks.bravo, ALFA, said_, about, who))
        settle(desks)
    assert refusals(alfa) == ["PLY-AUT-032"] * 2
