# SPDX-License-Identifier: Apache-2.0
"""People come and go, lose keys and change places; both sides read what changed."""

from __future__ import annotations

import pytest

from parley.core.authority.news import LINES_MAX, roster_changes
from parley.core.authority.persons import same_person
from parley.core.events import OfficerAdded, OfficerChanged, PositionAdded
from parley.crypto.officer import SoftwareKey
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.identity import (
    Addressed,
    Credential,
    FormOfAddress,
    KeyScheme,
    OfficerClass,
)
from parley.testing.desks import YEAR_MS
from parley.testing.lies import unchecked_message, utter
from parley.testing.looks import alarms, only_link
from parley.wire.cbor import loads

ALFA, BRAVO = "alfa.example", "bravo.example"
SOFTWARE = KeyScheme.SOFTWARE_ED25519


def change(desk, who, **changed):
    """Change what a desk's roster says of one of its people."""
    return desk.tell(OfficerChanged(desk.officers[who][0], **changed))


def news(desk):
    """Return what each entry changed, oldest first."""
    found = [loads(value) for _, value in desk.store.shelf("news")]
    return [(what, lines) for what, _, lines in found]


def refused(act, *given, **named):
    """Return the words with which an act is refused."""
    with pytest.raises(LocalFault) as fault:
        act(*given, **named)
    return fault.value.what


def test_a_retired_officer_releases_nothing_more(pair):
    """On our desk and, if our station lies, on theirs."""
    alfa, bravo = pair.alfa, pair.bravo
    draft = alfa.release(alfa.draft(BRAVO, "x"), "first")
    change(alfa, "second", retired=True)
    assert "not valid" in refused(alfa.release, draft, "second")
    pair.carry()
    utter(alfa, BRAVO, unchecked_message(alfa, BRAVO, "y", ("first", "second")))
    pair.carry()
    assert bravo.inbox() == []
    assert "SIGNATURE-BAD" in [code for code, _ in alarms(bravo)]


def test_both_sides_read_what_changed(pair):
    """SPEC 7.13: a roster is an entry of the log, and says what it changed."""
    index = pair.alfa.officers["second"][0]
    change(pair.alfa, "second", retired=True)
    pair.alfa.enlist("newcomer", OfficerClass.RELEASER)
    pair.carry()
    retired = f"officer {index} (second) retired, or is valid for a shorter time"
    added = f"officer {index + 3} added: newcomer, duty officer, releaser"
    for desk in (pair.alfa, pair.bravo):
        lines = [line for _, lines in news(desk) for line in lines]
        assert retired in lines
        assert any(line.startswith("officer") and "newcomer" in line for line in lines)
    assert added.partition("added")[2] in str(news(pair.bravo))


def test_a_lost_key_ends_and_the_spare_goes_on(pair):
    """SPEC 7.11: what the lost key signed before stays good, and it signs no more."""
    alfa = pair.alfa
    index, lost = alfa.officers["first"]
    spare = SoftwareKey.from_seed(b"s" * 32)
    gone = alfa.say(BRAVO, "before")
    pair.carry()
    officer = alfa.core.roster().officer(index)
    both = replace(
        officer,
        credentials=(*officer.credentials, Credential(SOFTWARE, spare.public)),
    )
    others = [each for each in alfa.core.roster().officers if each.index != index]
    alfa.core.state.roster = replace(
        alfa.core.roster(),
        officers=tuple(sorted([*others, both], key=lambda each: each.index)),
    )
    change(alfa, "first", ended=(lost.public,))
    pair.carry()
    draft = alfa.draft(BRAVO, "after")
    assert "does not fit" in refused(alfa.release, draft, "first")
    alfa.officers["first"] = (index, spare)
    alfa.release(alfa.release(draft, "first"), "second")
    pair.carry()
    assert pair.bravo.inbox() == ["before", "after"]
    assert gone.serial
    alfa.officers["first"] = (index, lost)
    utter(alfa, BRAVO, unchecked_message(alfa, BRAVO, "thief", ("first", "second")))
    pair.carry()
    assert "thief" not in pair.bravo.inbox()


def test_a_position_is_added_last_and_told(pair):
    """SPEC 7.14: what addresses the others holds for ever."""
    at = pair.alfa.tell(PositionAdded("night desk", (("en", "Night desk"),)))
    pair.carry()
    theirs = only_link(pair.bravo).counterpart.roster
    assert theirs.positions[at] == "night desk" == theirs.positions[-1]
    assert theirs.forms == (FormOfAddress(Addressed.POSITION, at, "en", "Night desk"),)
    assert "on it already" not in refused(pair.alfa.tell, PositionAdded("night desk"))


def test_forms_of_address_are_replaced_as_a_whole(pair):
    """The other side's linguist must not find yesterday's title beside today's."""
    change(pair.alfa, "watch", forms=(("ru", "Товарищ майор"), ("en", "Major")))
    change(pair.alfa, "watch", forms=(("en", "Colonel"),))
    pair.carry()
    forms = only_link(pair.bravo).counterpart.roster.forms
    assert [each.text for each in forms] == ["Colonel"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "already"),
        ({"position": "astrologer"}, "astrologer"),
        ({"classes": ()}, "class"),
        ({"classes": (99,)}, "class"),
        ({"valid_to_ms": 5}, "passed"),
        ({"ended": (bytes(32),)}, "no such key"),
        ({"forms": (("English", "Sir"),)}, "language"),
    ],
    ids=str,
)
def test_a_change_that_makes_no_sense_is_refused(pair, changed, words):
    """The roster in force stays as it is, and nobody is told of anything."""
    before = pair.alfa.core.roster()
    assert words in refused(change, pair.alfa, "watch", **changed)
    assert pair.alfa.core.roster() == before


def test_somebody_unknown_is_not_changed(pair):
    """A number mistyped must not make a person."""
    assert "no officer 77" in refused(pair.alfa.tell, OfficerChanged(77, retired=True))


def test_every_change_of_place_is_a_line(pair):
    """A person reads lines, not two lists of ten thousand."""
    before = pair.alfa.core.roster()
    index = pair.alfa.officers["watch"][0]
    change(
        pair.alfa,
        "watch",
        position="principal",
        classes=(int(OfficerClass.WATCH), int(OfficerClass.LINGUIST)),
        valid_to_ms=pair.alfa.wall_ms + 2 * YEAR_MS,
    )
    assert roster_changes(before, pair.alfa.core.roster()) == (
        f"officer {index} (watch) moved from duty officer to principal",
        f"officer {index} (watch) was watch and is now watch, linguist",
        f"officer {index} (watch) is valid for a longer time",
    )


def test_what_a_rebuilt_station_lost_is_a_line_too(pair):
    """A number that names another person than it did must not go unseen."""
    before = pair.alfa.core.roster()
    first, *others = before.officers
    after = replace(
        before,
        positions=before.positions[:1],
        officers=(replace(first, name="somebody else", credentials=()), *others[:-1]),
    )
    lines = roster_changes(before, after)
    assert f"position gone: {before.positions[1]}" in lines
    assert f"officer {first.index} was {first.name} and is now somebody else" in lines
    assert any(line.startswith(f"a key of officer {first.index}") for line in lines)
    assert f"officer {others[-1].index} gone: {others[-1].name}" in lines


def test_ten_thousand_changes_are_few_lines(pair):
    """The whole of it is in the roster; the page stays a page."""
    roster = pair.alfa.core.roster()
    many = tuple(
        replace(roster.officers[0], index=index, name=f"n{index}", credentials=())
        for index in range(100, 10_100)
    )
    lines = roster_changes(roster, replace(roster, officers=many))
    assert len(lines) == LINES_MAX
    assert lines[-1].startswith("and ")


def test_one_person_under_two_numbers_is_one_person(pair):
    """SPEC 4.51: by name or by key, whatever the station said when it signed."""
    roster = pair.alfa.core.roster()
    one, two, *rest = roster.officers
    assert not same_person(roster, one.index, two.index)
    for odd in (
        replace(two, name=one.name),
        replace(two, credentials=(*two.credentials, *one.credentials)),
    ):
        double = replace(roster, officers=(one, odd, *rest))
        assert same_person(double, one.index, two.index)


def test_ten_thousand_officers_are_put_in_force_on_both_sides(pair):
    """The largest roster there may be travels as one entry."""
    alfa = pair.alfa
    roster = alfa.core.roster()
    crowd = tuple(
        replace(
            roster.officers[0],
            index=index,
            name=f"officer {index}",
            credentials=(Credential(SOFTWARE, index.to_bytes(32, "big")),),
        )
        for index in range(100, 10_000 + 100 - len(roster.officers) - 1)
    )
    alfa.core.state.roster = replace(roster, officers=(*roster.officers, *crowd))
    alfa.enlist("last", OfficerClass.RELEASER)
    pair.carry()
    theirs = only_link(pair.bravo).counterpart.roster
    assert len(theirs.officers) == 10_000
    draft = alfa.release(alfa.draft(BRAVO, "x"), "first")
    alfa.release(draft, "last")
    pair.carry()
    assert pair.bravo.inbox() == ["x"]
    pair.bravo.crash()
    assert only_link(pair.bravo).counterpart.roster == theirs
    with pytest.raises(LocalFault, match="10000 persons"):
        alfa.tell(
            OfficerAdded("one more", "duty officer", (1,), (), alfa.wall_ms + YEAR_MS)
        )
