# SPDX-License-Identifier: Apache-2.0
"""A station made anew from its keys alone: the counterpart gives both logs back."""

from __future__ import annotations

import pytest

from parley.core.entries import read_row
from parley.core.events import CardPresented, CardRequested, FingerprintConfirmed
from parley.core.restoring import hear_own
from parley.core.step import Step
from parley.errors import CounterpartFault
from parley.fixed import replace
from parley.model.entry import Repeat
from parley.model.identity import BearerAddress
from parley.model.message import Message
from parley.model.record import Direction, EntryFlag, Put
from parley.store.memory.store import MemoryStore
from parley.testing.desks import Desk, Pair, enlist_watch
from parley.testing.looks import alarms, only_link
from parley.testing.rekeyed import new_keys
from parley.testing.witnessed import settle as cover

ALFA, BRAVO = "alfa.example", "bravo.example"


def leaves(desk, link, direction):
    """Return every leaf a desk holds of one direction, by incarnation and serial."""
    return {
        (key.incarnation, key.serial): filed.row.leaf
        for log in desk.store.logs(link)
        if log[0] is direction
        for filed in desk.store.entries(link, *log, 1, 100_000)
        for key in [filed.row.key]
    }


def texts(desk, direction):
    return sorted(
        entry.payload.content.texts[0].text
        for filed in desk.store.flagged(EntryFlag.MESSAGE)
        if filed.row.key.direction is direction
        for _, entry in [read_row(filed.row)]
        if isinstance(entry.payload, Message)
    )


def rebuild(lost):
    """Make a desk again: the same keys, an empty store marked as rebuilt."""
    store = MemoryStore()
    store.commit([Put("station", b"restored", b"1"), Put("station", b"rebuilt", b"1")])
    made = Desk(
        lost.name,
        lost.party,
        lost.mode,
        wall_ms=lost.wall_ms + 60_000,
        mono_ms=5,
        store=store,
    )
    made.draws = 10_000
    enlist_watch(made)
    return made


def made_anew(lost):
    """Make a desk whose keys burned with it: its root, which lay apart, has others."""
    made = rebuild(lost)
    made.store = MemoryStore()
    marks = Put("station", b"restored", b"1"), Put("station", b"rebuilt", b"1")
    made.store.commit(list(marks))
    made.adopt(new_keys(lost.name), 2)
    pin = b"another certificate"
    found = (BearerAddress("tcp", "alfa.example:7411", pin),)
    made.settings = replace(made.settings, addresses=found)
    made.officers.clear()
    made.start()
    enlist_watch(made)
    return made


def pair_again(pair, made):
    """Take the counterpart's fresh card in and compare the digits once more."""
    bravo = pair.bravo
    card = bravo.tell(CardRequested())
    alleged = made.tell(CardPresented(card))
    made.circuit("one", BRAVO)
    made.tell(FingerprintConfirmed(BRAVO, alleged.fingerprint, "custodian"))
    again = Pair(made, bravo)
    again.carry(rounds=400)
    for _ in range(12):
        again.pass_time(10)
        again.carry(rounds=400)
    return again


@pytest.fixture
def rebuilt(pair):
    """ALFA lost with everything but its keys, and made again."""
    pair.alfa.say(BRAVO, "ours, before")
    pair.bravo.say(ALFA, "theirs, before")
    pair.carry()
    pair.pass_time(10)
    pair.carry()
    before = (
        leaves(pair.bravo, ALFA, Direction.IN),
        set(leaves(pair.bravo, ALFA, Direction.OUT)),
    )
    return pair_again(pair, rebuild(pair.alfa)), before


def test_both_logs_come_back(rebuilt):
    """The counterpart's copy is the backup nobody made."""
    pair, (ours, theirs) = rebuilt
    assert texts(pair.alfa, Direction.OUT) == ["ours, before"]
    assert texts(pair.alfa, Direction.IN) == ["theirs, before"]
    held = leaves(pair.alfa, BRAVO, Direction.OUT)
    assert {place: held[place] for place in ours} == ours
    assert theirs <= set(leaves(pair.alfa, BRAVO, Direction.IN))
    assert leaves(pair.alfa, BRAVO, Direction.IN) == leaves(
        pair.bravo, ALFA, Direction.OUT
    )


def test_station_lost_with_its_keys_goes_on_under_its_root(pair):
    """SPEC 7.157: whoever has the root is the party, whatever burned with the machine.

    The counterpart reads the same digits, takes a card with other keys, and goes on
    with one record under one name; what the burnt keys signed stays good in it.
    """
    alfa, bravo = pair.alfa, pair.bravo
    alfa.say(BRAVO, "ours, before")
    bravo.say(ALFA, "theirs, before")
    pair.carry()
    cover(pair)
    digits = only_link(bravo).counterpart.fingerprint
    ours, theirs = (
        leaves(bravo, ALFA, Direction.IN),
        set(leaves(bravo, ALFA, Direction.OUT)),
    )
    made = made_anew(alfa)
    assert made.core.state.card.keys != alfa.core.state.card.keys
    bravo.tell(CardPresented(made.tell(CardRequested())))
    known = only_link(bravo).counterpart.card
    assert known.addresses == made.core.state.card.addresses != ()
    again = pair_again(pair, made)
    bravo.crash()
    assert only_link(bravo).counterpart.card.addresses == known.addresses
    assert ("COUNTERPART-KEYS-CHANGED", "2") in alarms(bravo)
    assert only_link(made).counterpart.fingerprint == digits
    held = leaves(made, BRAVO, Direction.OUT)
    assert {place: held.get(place) for place in ours} == ours
    assert theirs <= set(leaves(made, BRAVO, Direction.IN))
    assert made.core.incarnations(BRAVO)[0] > max(place[0] for place in ours)
    made.say(BRAVO, "ours, after")
    bravo.say(ALFA, "theirs, after")
    again.carry(rounds=400)
    cover(again)
    assert sorted(bravo.inbox()) == ["ours, after", "ours, before"]
    assert sorted(made.inbox()) == ["theirs, after", "theirs, before"]
    for desk in (made, bravo):
        desk.crash()
        assert not desk.store.flagged(EntryFlag.BAD)
    size, _ = made.core.covered(BRAVO)
    assert size >= only_link(made).out.said
    # The burnt keys are worth nothing now, in whoever's hands their ashes are.
    assert bravo.tell(CardPresented(made.tell(CardRequested()))) is not None
    with pytest.raises(CounterpartFault) as refused:
        bravo.tell(CardPresented(alfa.tell(CardRequested())))
    assert refused.value.code == "PLY-KEY-163"


def test_no_serial_is_used_again(rebuilt):
    """Whatever was said under a serial before stays the only thing said under it."""
    pair, (ours, _) = rebuilt
    incarnation, _ = pair.alfa.core.incarnations(BRAVO)
    assert incarnation > max(place[0] for place in ours)
    held = leaves(pair.bravo, ALFA, Direction.IN)
    assert {place: held[place] for place in ours} == ours


def test_line_is_in_force_again_and_shows_nothing_twice(rebuilt):
    """Both go on speaking; what Bravo had read it is not shown again."""
    pair, _ = rebuilt
    pair.alfa.say(BRAVO, "ours, after")
    pair.bravo.say(ALFA, "theirs, after")
    pair.carry(rounds=400)
    assert sorted(pair.bravo.inbox()) == ["ours, after", "ours, before"]
    assert sorted(pair.alfa.inbox()) == ["theirs, after", "theirs, before"]
    assert not pair.bravo.store.flagged(EntryFlag.BAD)


def test_numbers_of_messages_do_not_begin_anew(rebuilt):
    """A number used before would make a new message look like a repeat."""
    pair, _ = rebuilt
    numbers = [
        read_row(filed.row)[0].number
        for filed in pair.alfa.store.flagged(EntryFlag.MESSAGE)
        if filed.row.key.direction is Direction.OUT
    ]
    fresh = pair.alfa.draft(BRAVO, "next").content.number
    assert fresh > max(numbers)


def test_new_roster_counts_although_the_old_one_had_a_version(rebuilt):
    """Officers enlisted anew can release; the old version would stand in their way."""
    pair, _ = rebuilt
    known = pair.bravo.core.counterpart_roster(ALFA)
    assert known == pair.alfa.core.roster()


def test_station_rebuilt_after_a_restoration_gets_every_log_back(pair):
    """A log that began after a restoration is lost with the station as well."""
    pair.alfa.say(BRAVO, "first log")
    pair.carry()
    pair.alfa.put_back(pair.alfa.store)
    pair.pass_time(10)
    pair.carry(rounds=400)
    pair.alfa.say(BRAVO, "second log")
    pair.carry(rounds=400)
    pair.pass_time(10)
    pair.carry(rounds=400)
    before = leaves(pair.bravo, ALFA, Direction.IN)
    assert len({place[0] for place in before}) == 2
    again = pair_again(pair, rebuild(pair.alfa))
    held = leaves(again.alfa, BRAVO, Direction.OUT)
    assert {place: held.get(place) for place in before} == before
    assert texts(again.alfa, Direction.OUT) == ["first log", "second log"]


def test_crash_in_the_middle_of_the_return_loses_nothing(pair):
    """A rebuilt station is rebuilt once, however often it stops meanwhile."""
    pair.alfa.say(BRAVO, "ours, before")
    pair.bravo.say(ALFA, "theirs, before")
    pair.carry()
    made = rebuild(pair.alfa)
    card = pair.bravo.tell(CardRequested())
    alleged = made.tell(CardPresented(card))
    made.crash()
    made.circuit("one", BRAVO)
    made.tell(FingerprintConfirmed(BRAVO, alleged.fingerprint, "custodian"))
    made.crash()
    again = Pair(made, pair.bravo)
    for _ in range(12):
        again.carry(rounds=400)
        made.crash()
        again.pass_time(10)
    again.carry(rounds=400)
    assert texts(made, Direction.OUT) == ["ours, before"]
    assert texts(made, Direction.IN) == ["theirs, before"]
    assert len(leaves(made, BRAVO, Direction.OUT)) == len(
        leaves(pair.bravo, ALFA, Direction.IN)
    )


def test_entry_of_a_log_we_know_whole_is_not_taken_back(rebuilt):
    """A counterpart must not add to a log of ours that we never lost."""
    pair, _ = rebuilt
    alfa = pair.alfa
    incarnation, _ = alfa.core.incarnations(BRAVO)
    repeat = Repeat(False, incarnation, 1, bytes(32), 0, b"")
    step = Step(alfa.core.state, alfa.now())
    with pytest.raises(CounterpartFault, match="PLY-LNK-016"):
        hear_own(step, alfa.core.state.links[BRAVO], repeat)
