# SPDX-License-Identifier: Apache-2.0
"""A phrase that can be read two ways is asked about; both records have the answer."""

from __future__ import annotations

import pytest

from parley.core.entries import read_row
from parley.errors import LocalFault
from parley.model.act import ClarificationAsked, Clarified, TermAgreed, TermProposed
from parley.model.identity import OfficerClass
from parley.model.message import Message
from parley.model.record import Direction, EntryKey
from parley.testing.looks import alarms, only_link, rows

ALFA, BRAVO = "alfa.example", "bravo.example"
TEXT = "The vessel is damaged. No other vessel is near."
ASKED = ClarificationAsked("en", "vessel", 4, ("a ship", "a container"))


@pytest.fixture
def desks(pair):
    """Give both desks a linguist, and BRAVO a message; ask about it with `ask`."""
    for desk in (pair.alfa, pair.bravo):
        desk.enlist("linguist", OfficerClass.LINGUIST)
    pair.alfa.say(BRAVO, TEXT)
    pair.carry()
    return pair


def row(desk, way, serial):
    """Return an entry of the first incarnation."""
    link = only_link(desk).name
    return desk.store.entry(EntryKey(link, way, 1, serial)).row


def message(desk):
    """Return the message as BRAVO has it."""
    (found,) = [
        each
        for each in rows(desk, Direction.IN)
        if isinstance(read_row(each)[1].payload, Message)
    ]
    return found


def ask(pair, said=ASKED, who="linguist"):
    """Let BRAVO ask; return the serial of its question."""
    bravo = pair.bravo
    serial = bravo.tell(bravo.signed_act(ALFA, said, message(bravo), who))
    pair.carry()
    return serial


def answer(pair, serial, said, who="first"):
    """Let ALFA answer; return the serial of its answer."""
    alfa = pair.alfa
    question = row(alfa, Direction.IN, serial)
    done = alfa.tell(alfa.signed_act(BRAVO, said, question, who))
    pair.carry()
    return done


def answers(desk):
    """Return what each question of a desk's link was answered with."""
    return [each.answer for each in only_link(desk).tended.questions.values()]


def code(doing):
    """Return the code with which something is refused."""
    with pytest.raises(LocalFault) as fault:
        doing()
    return fault.value.code


def test_question_and_answer_reach_both_records(desks):
    """A reading that only one side knows is no clarification."""
    serial = ask(desks)
    assert ("CLARIFICATION-ASKED", str(serial)) in alarms(desks.alfa)
    by = answer(desks, serial, Clarified(1, None))
    assert not [each for each, _ in alarms(desks.alfa) if "CLARIF" in each]
    for desk, way in ((desks.alfa, Direction.OUT), (desks.bravo, Direction.IN)):
        ((place, leaf),) = answers(desk)
        assert (place.direction, place.serial) == (way, by)
        assert leaf == row(desk, way, by).leaf
        desk.crash()
        assert answers(desk) == [(place, leaf)]


NOWHERE = [
    ClarificationAsked("en", "vessel", 5, ("a", "b")),
    ClarificationAsked("ru", "vessel", 4, ("a", "b")),
    ClarificationAsked("en", "vessels", 4, ("a", "b")),
    ClarificationAsked("en", "near.x", len(TEXT) - 5, ("a", "b")),
]


@pytest.mark.parametrize("said", NOWHERE, ids=range(len(NOWHERE)))
def test_phrase_that_is_not_there_is_not_asked_about(desks, said):
    """A question about other words would be answered about other words."""
    # SPEC 11.31: "A station MUST NOT ask about a phrase that does not stand in that
    # text of the message from that character on."
    assert code(lambda: ask(desks, said)) == "PLY-TXT-020"


def test_each_side_has_its_people_for_it(desks):
    """A watch officer guesses at a language, and a linguist speaks for nobody."""
    assert code(lambda: ask(desks, who="watch")) == "PLY-WCH-001"
    serial = ask(desks)
    for who in ("linguist", "watch"):
        assert code(lambda w=who: answer(desks, serial, Clarified(1, None), w)) == (
            "PLY-WCH-001"
        )


def test_first_answer_counts_and_readings_are_those_asked(desks):
    """An answer that could be replaced would leave two readings again."""
    # SPEC 11.33: "An answer counts if its question is open and has the reading that it
    # chooses; the first one counts."
    serial = ask(desks)
    assert code(lambda: answer(desks, serial, Clarified(3, None))) == "PLY-TXT-021"
    answer(desks, serial, Clarified(None, "Neither: an aircraft."))
    assert code(lambda: answer(desks, serial, Clarified(1, None))) == "PLY-TXT-021"
    message_row = row(desks.alfa, Direction.IN, 1)
    wrong = desks.alfa.signed_act(BRAVO, Clarified(1, None), message_row, "first")
    assert code(lambda: desks.alfa.tell(wrong)) == "PLY-TXT-021"


def test_term_is_in_force_once_both_have_signed(desks):
    """One side's word list is not what the other side meant."""
    by = answer(desks, ask(desks), Clarified(1, None))
    bravo, alfa = desks.bravo, desks.alfa
    said = TermProposed("en", "vessel", "ru", "sudno")
    serial = bravo.tell(
        bravo.signed_act(ALFA, said, row(bravo, Direction.IN, by), "linguist")
    )
    desks.carry()
    assert ("TERM-PROPOSED", str(serial)) in alarms(alfa)
    for desk in (alfa, bravo):
        (term,) = only_link(desk).tended.terms.values()
        assert term.agreed is None
    proposal = row(alfa, Direction.IN, serial)
    agreed = alfa.signed_act(BRAVO, TermAgreed(), proposal, "linguist")
    alfa.tell(agreed)
    desks.carry()
    for desk in (alfa, bravo):
        desk.crash()
        (term,) = only_link(desk).tended.terms.values()
        assert (term.term, term.rendering) == ("vessel", "sudno")
        assert term.agreed is not None
    assert code(lambda: alfa.tell(agreed)) == "PLY-TXT-022"


def test_term_comes_from_an_answer_and_from_nothing_else(desks):
    """A glossary that either side could fill alone would be a way to put words."""
    # SPEC 11.34: "A term is proposed with reference to an answer of the other side to a
    # question of one's own."
    bravo = desks.bravo
    serial = ask(desks)
    said = TermProposed("en", "vessel", "ru", "sudno")
    act = bravo.signed_act(ALFA, said, message(bravo), "linguist")
    assert code(lambda: bravo.tell(act)) == "PLY-TXT-022"
    alfa = desks.alfa
    act = alfa.signed_act(BRAVO, said, row(alfa, Direction.IN, serial), "linguist")
    assert code(lambda: alfa.tell(act)) == "PLY-TXT-022"
    assert not only_link(alfa).tended.terms
