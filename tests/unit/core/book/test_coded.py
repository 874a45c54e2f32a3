# SPDX-License-Identifier: Apache-2.0
"""Coded messages between two desks: who may send them, and what makes one good."""

from __future__ import annotations

import copy

import pytest

from parley.core.authority.agreements import standard_terms, with_book
from parley.core.book.coded import context_of, judge_coded
from parley.core.records import Rung
from parley.errors import LocalFault
from parley.fixed import replace
from parley.formats.book import Library, read_book
from parley.formats.compile import compile_book, rendered_golden
from parley.formats.schema import Book
from parley.model.act import Understood
from parley.model.agreement import ReleaseRule
from parley.model.identity import OfficerClass
from parley.model.message import Message
from parley.model.precedence import Mode, Precedence
from parley.model.record import Direction, EntryFlag
from parley.station.library.files import (
    COMPILED,
    editions,
    load_library,
    read_source,
)
from parley.testing.coded_samples import second_edition
from parley.testing.desks import Desk, enlist_watch, pair_up
from parley.testing.looks import alarms, rows, rung, said
from parley.wire.cbor import dumps, loads
from parley.wire.coded import decode_coded

ALFA, BRAVO = "alfa.example", "bravo.example"
OURS = dumps([1, 8, 1, {0: 1, 1: 1, 4: 14_313_918, 11: 3}])
ASKED = dumps([1, 5, 1, {0: 1, 1: 10, 3: 14_313_918, 8: 3}])
LAUNCH = next(
    each.body for each in load_library().edition(1).golden if each.body[2] == 7
)


def met(alfa_books: Library, bravo_books: Library, mode: Mode = Mode.LIVE):
    """Return two paired desks, each with its own library."""
    desks = (
        Desk(ALFA, "Alfa", mode, alfa_books),
        Desk(BRAVO, "Bravo", mode, bravo_books),
    )
    for desk in desks:
        enlist_watch(desk)
    return pair_up(*desks)


@pytest.fixture
def coded_pair():
    """Two desks that signed the same edition."""
    return met(load_library(), load_library())


def changed_book():
    """Return edition 1 with two sentences swapped; its vectors swapped with them."""
    data = (editions()[0] / COMPILED).read_bytes()
    value = loads(data, items_max=65_536)
    intent = value[5][0][11]["intent"]
    intent[1], intent[4] = intent[4], intent[1]
    return read_book(dumps(value))


def refused(act, *arguments) -> str:
    """Return the code of the fault that an act of ours is refused with."""
    with pytest.raises(LocalFault) as fault:
        act(*arguments)
    return fault.value.code


def test_the_watch_sends_a_code_alone(coded_pair):
    """Ours, accidental, not an attack: no minute is left to find a second person."""
    alfa, bravo = coded_pair.alfa, coded_pair.bravo
    draft = alfa.code(BRAVO, OURS)
    assert draft.needed == 1
    gone = alfa.release(draft, "watch")
    assert gone.serial is not None
    coded_pair.carry()
    message = next(
        each for each in said(bravo, Direction.IN) if isinstance(each, Message)
    )
    assert message.content.coded is not None
    assert message.content.coded.body == OURS
    assert message.content.texts == ()
    assert len(list(bravo.store.flagged(EntryFlag.OPEN))) == 1
    assert not list(bravo.store.flagged(EntryFlag.BAD))


def test_other_formats_take_two_persons(coded_pair):
    """A notification of a launch is no emergency of the watch."""
    alfa = coded_pair.alfa
    assert refused(alfa.code, BRAVO, LAUNCH) == "PLY-REL-004"
    draft = alfa.code(BRAVO, LAUNCH, by="drafter")
    assert draft.needed == 2
    assert refused(alfa.release, draft, "watch") == "PLY-REL-004"


def test_terms_without_the_rule_take_two_persons(coded_pair):
    """What the duty officer may do alone is settled by the parties, not by us."""
    for desk in (coded_pair.alfa, coded_pair.bravo):
        (link,) = desk.core.state.links.values()
        rules = (ReleaseRule(Mode.LIVE, Precedence.ROUTINE, 2),)
        terms = replace(link.agreement.terms, rules=rules)
        link.agreement = replace(link.agreement, terms=terms)
    alfa = coded_pair.alfa
    assert refused(alfa.code, BRAVO, OURS) == "PLY-REL-004"
    draft = alfa.code(BRAVO, OURS, by="drafter")
    assert draft.needed == 2
    assert refused(alfa.release, draft, "watch") == "PLY-REL-004"
    for who in ("first", "second"):
        draft = alfa.release(draft, who)
    coded_pair.carry()
    assert not list(coded_pair.bravo.store.flagged(EntryFlag.BAD))


def test_a_book_changed_on_one_side_shows_nothing_false():
    """The same numbers, another meaning: the signature does not fit, and says so."""
    pair = met(load_library(), load_library())
    pair.bravo.settings = replace(pair.bravo.settings, books=Library([changed_book()]))
    (link,) = pair.bravo.core.state.links.values()
    terms = replace(link.agreement.terms, code_book=changed_book().digest)
    link.agreement = replace(link.agreement, terms=terms)
    pair.bravo.core.state.settings = pair.bravo.settings
    alfa = pair.alfa
    alfa.release(alfa.code(BRAVO, OURS), "watch")
    pair.carry()
    (bad,) = pair.bravo.store.flagged(EntryFlag.BAD)
    assert bad.row.key.direction is Direction.IN
    assert "SIGNATURE-BAD" in dict(alarms(pair.bravo))
    assert not list(pair.bravo.store.flagged(EntryFlag.OPEN))


def test_stations_with_different_books_never_agree():
    """Two books are two agreements; neither side can release by the other's."""
    alfa = Desk(ALFA, "Alfa", books=load_library())
    bravo = Desk(BRAVO, "Bravo", books=Library([changed_book()]))
    for desk in (alfa, bravo):
        enlist_watch(desk)
    pair = pair_up(alfa, bravo)
    assert not any(link.in_force for link in pair.alfa.core.state.links.values())


def test_an_opening_under_another_book_is_told():
    """Texts go on; the watch compares digests before it trusts a code."""
    pair = met(load_library(), load_library())
    strange = Library([changed_book()])
    state = pair.bravo.core.state
    state.settings = replace(state.settings, books=strange)
    (link,) = pair.alfa.core.state.links.values()
    link.roll_wanted = True
    pair.alfa.say(BRAVO, "a text")
    pair.carry()
    # SPEC 9.4: "A station that accepts an opening under an edition it does not hold
    # MUST tell its watch."
    assert "BOOK-DIFFERS" in dict(alarms(pair.bravo))
    assert pair.bravo.inbox() == ["a text"]


def test_without_an_edition_in_common_texts_go_on():
    """A party without the book is still a party that can be reached."""
    pair = met(Library(), Library())
    # SPEC 9.5: "that station MUST NOT send a coded message; texts go on."
    assert refused(pair.alfa.code, BRAVO, OURS) == "PLY-BOK-009"
    pair.alfa.say(BRAVO, "in plain words")
    pair.carry()
    assert pair.bravo.inbox() == ["in plain words"]


def test_a_body_the_book_does_not_allow_is_not_sent(coded_pair):
    """Our own desk is held to what the other side will judge by."""
    alfa = coded_pair.alfa
    wrong = {
        "another edition": dumps([2, 8, 1, {0: 1, 1: 1}]),
        "an unknown format": dumps([1, 77, 1, {0: 1, 1: 1}]),
        "a value out of range": dumps([1, 8, 1, {0: 1, 1: 7}]),
        "an exercise in LIVE": dumps([1, 8, 2, {0: 1, 1: 1}]),
        "a link test in LIVE": dumps([1, 8, 3, {0: 1, 1: 1}]),
        "no body at all": b"\x00",
    }
    for body in wrong.values():
        assert refused(alfa.code, BRAVO, body) == "PLY-BOK-008"
    assert not alfa.core.drafts()


@pytest.mark.parametrize(
    ("mode", "number", "context"),
    [
        (Mode.LIVE, 8, 1),
        (Mode.LIVE, 1, 3),
        (Mode.EXERCISE, 8, 2),
        (Mode.EXERCISE, 1, 2),
        (Mode.TEST, 8, 3),
    ],
)
def test_the_mode_decides_the_context(mode, number, context):
    """An exercise text that says "real event" has started wars in fiction only."""
    # SPEC 9.7: "The context MUST be the one of the mode"
    assert context_of(mode, number) == context


def test_a_coded_draft_survives_a_restart(coded_pair):
    """What waits for its second officer waits through a power cut."""
    alfa = coded_pair.alfa
    draft = alfa.code(BRAVO, LAUNCH, by="drafter")
    draft = alfa.release(draft, "first")
    alfa.crash()
    assert alfa.core.drafts() == (draft,)
    assert alfa.release(draft, "second").serial is not None
    coded_pair.carry()
    assert len(rows(coded_pair.bravo, Direction.IN)) > 0
    assert not list(coded_pair.bravo.store.flagged(EntryFlag.BAD))


def test_the_standard_terms_name_the_edition(coded_pair):
    """Both sides sign the digest before either can send a code."""
    (link,) = coded_pair.alfa.core.state.links.values()
    terms = link.agreement.terms
    assert terms.code_book == load_library().newest.digest
    alone = {rule.format for rule in terms.rules if rule.alone}
    names = {load_library().newest.formats[number].name for number in alone}
    assert names == {"STANDBY", "AMEND", "ASK", "ANSWER", "UNPLANNED"}
    assert all(
        rule.by is OfficerClass.WATCH for rule in terms.rules if rule.format is not None
    )


# -- read-back ---------------------------------------------------------------------

PLACED = dumps([1, 8, 1, {0: 1, 4: 14_313_918, 5: [2, 226_530, 146_052, 40, 2]}])
PARTS = ("2027-03-20 05:18Z", "62°55'30\"N 040°34'12\"E", "40 NM")


@pytest.mark.parametrize("good", [True, False])
def test_a_code_is_read_back_by_its_formats_fields(coded_pair, good):
    """A circle in the wrong unit is another circle; both desks learn of it."""
    # SPEC 9.40: "Of a coded message the times, places and numbers that its format
    # marks are read back, as they stand in the English text."
    alfa, bravo = coded_pair.alfa, coded_pair.bravo
    serial = alfa.release(alfa.code(BRAVO, PLACED), "watch").serial
    coded_pair.carry()
    bravo.acknowledge(ALFA, serial)
    read = PARTS if good else (*PARTS[:2], "40 km")
    bravo.act(ALFA, Understood(read), serial)
    coded_pair.carry()
    told = ("READ-BACK-DIFFERS", str(serial)) in alarms(alfa)
    assert told is not good
    assert (rung(alfa, Rung.UNDERSTOOD, serial) is not None) is good


def agreed_to_read_back(pair, *formats):
    """Let both sides have signed which formats are read back."""
    for desk in (pair.alfa, pair.bravo):
        (link,) = desk.core.state.links.values()
        terms = replace(link.agreement.terms, read_back=formats)
        link.agreement = replace(link.agreement, terms=terms)


def test_what_the_agreement_names_is_read_back_in_time_or_both_watches_know(coded_pair):
    """A place may be acknowledged in a second and understood by nobody."""
    # SPEC 8.18: "The watch of the recipient is told of it until an understanding
    # counts; the sender's, once the time has passed and none has come."
    alfa, bravo = coded_pair.alfa, coded_pair.bravo
    agreed_to_read_back(coded_pair, 8)
    serial = alfa.release(alfa.code(BRAVO, PLACED), "watch").serial
    coded_pair.carry()
    owed, missing = ("READ-BACK-OWED", str(serial)), ("READ-BACK-MISSING", str(serial))
    assert owed in alarms(bravo)
    bravo.acknowledge(ALFA, serial)
    coded_pair.carry()
    alfa.crash()
    bravo.crash()
    coded_pair.pass_time(119)
    assert missing not in alarms(alfa)
    assert alfa.core.next_wakeup() <= alfa.mono_ms + 1_000
    coded_pair.pass_time(2)
    assert missing in alarms(alfa)
    assert not [code for code, _ in alarms(alfa) if code == "STOP-UNREAD"]
    bravo.act(ALFA, Understood((*PARTS[:2], "40 km")), serial)
    coded_pair.carry()
    assert owed in alarms(bravo)
    assert missing in alarms(alfa)
    bravo.act(ALFA, Understood(PARTS), serial)
    coded_pair.carry()
    assert not alarms(bravo)
    assert not alarms(alfa)
    coded_pair.pass_time(600)
    assert not [code for code, _ in alarms(alfa) if code.startswith("READ-BACK")]


@pytest.mark.parametrize("formats", [(), (7,)])
def test_what_the_agreement_does_not_name_may_be_read_back_and_need_not(
    coded_pair, formats
):
    """Without the clause, silence about a place is no fault of anybody."""
    alfa, bravo = coded_pair.alfa, coded_pair.bravo
    agreed_to_read_back(coded_pair, *formats)
    serial = alfa.release(alfa.code(BRAVO, PLACED), "watch").serial
    coded_pair.carry()
    bravo.acknowledge(ALFA, serial)
    coded_pair.carry()
    coded_pair.pass_time(600)
    codes = {code for desk in (alfa, bravo) for code, _ in alarms(desk)}
    assert not codes & {"READ-BACK-OWED", "READ-BACK-MISSING"}


def test_a_format_without_numbers_is_read_back_as_understood(coded_pair):
    """Where nothing can be misread by a digit, somebody still says he understood."""
    alfa, bravo = coded_pair.alfa, coded_pair.bravo
    agreed_to_read_back(coded_pair, 8)
    plain = dumps([1, 8, 1, {0: 1, 1: 1}])
    serial = alfa.release(alfa.code(BRAVO, plain), "watch").serial
    coded_pair.carry()
    bravo.acknowledge(ALFA, serial)
    coded_pair.carry()
    coded_pair.pass_time(121)
    assert ("READ-BACK-MISSING", str(serial)) in alarms(alfa)
    bravo.act(ALFA, Understood(()), serial)
    coded_pair.carry()
    assert not alarms(alfa)
    assert not alarms(bravo)


@pytest.mark.parametrize(("body", "held_up"), [(OURS, False), (ASKED, True)])
def test_ours_by_accident_waits_for_nothing(coded_pair, body, held_up):
    """Reading first is right for a question, and a minute too late for an accident."""
    alfa, bravo = coded_pair.alfa, coded_pair.bravo
    draft = alfa.code(BRAVO, body)
    bravo.say(ALFA, "something newer")
    coded_pair.carry()
    if held_up:
        assert refused(alfa.release, draft, "watch") == "PLY-WCH-006"
    else:
        assert alfa.release(draft, "watch").serial is not None


def second() -> Book:
    """Return an edition 2 that adds a choice and a field to the first."""
    source = second_edition(copy.deepcopy(read_source(editions()[0])))
    accepted = replace(source, golden=rendered_golden(source))
    return read_book(compile_book(accepted))


def test_the_newest_common_edition_is_agreed_and_written_in():
    """One side is a year ahead: codes go in what both hold, and nobody waits for it."""
    first = load_library().edition(1)
    alfa = Desk(ALFA, "Alfa", books=Library([first, second()]))
    bravo = Desk(BRAVO, "Bravo", books=Library([first]))
    # SPEC 9.42: "Where two parties do not hold the same editions, they agree on the
    # newest that both hold; each still reads every edition it holds."
    terms = with_book(standard_terms(Mode.LIVE), Mode.LIVE, first)
    alfa.settings = replace(alfa.settings, terms=terms)
    alfa.start()
    for desk in (alfa, bravo):
        enlist_watch(desk)
    pair = pair_up(alfa, bravo)
    (link,) = alfa.core.state.links.values()
    assert link.in_force
    assert link.agreement.terms.code_book == first.digest
    alfa.release(alfa.code(BRAVO, OURS), "watch")
    pair.carry()
    assert not list(bravo.store.flagged(EntryFlag.BAD))
    assert len(list(bravo.store.flagged(EntryFlag.OPEN))) == 1
    ahead = dumps([2, *loads(OURS)[1:]])
    assert refused(alfa.code, BRAVO, ahead) == "PLY-BOK-008"


def test_both_editions_are_read_once_the_second_is_agreed():
    """What was asked in edition 1 is still read while both write in edition 2."""
    books = Library([load_library().edition(1), second()])
    pair = met(books, books)
    (link,) = pair.alfa.core.state.links.values()
    assert link.agreement.terms.code_book == books.newest.digest
    for body in (OURS, dumps([2, *loads(OURS)[1:]])):
        judge_coded(pair.bravo.core.state, link_of(pair.bravo), decode_coded(body))


def link_of(desk: Desk):
    """Return the one link of a desk."""
    (link,) = desk.core.state.links.values()
    return link
