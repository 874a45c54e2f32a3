# SPDX-License-Identifier: Apache-2.0
"""Whoever holds a stolen key is refused from the moment the stop is heard."""

from __future__ import annotations

import pytest

from parley.core.events import (
    CodeRead,
    CodesWanted,
    RevocationPresented,
    StationRevoked,
)
from parley.core.statements import make_statement
from parley.errors import CounterpartFault, LocalFault
from parley.fixed import replace
from parley.model.entry import KeyEvent, KeyEventKind
from parley.model.record import EntryFlag
from parley.model.revocation import STATION
from parley.testing.lies import utter
from parley.testing.looks import alarms, only_link, refusals
from parley.wire.revocation import encode_revocation
from parley.wire.statement import StatementKind

ALFA, BRAVO = "alfa.example", "bravo.example"


@pytest.fixture
def codes(pair):
    """ALFA has made its codes and BRAVO holds their digests."""
    made = dict(pair.alfa.tell(CodesWanted()))
    pair.carry()
    return made


def test_a_code_read_aloud_stops_a_station(pair, codes):
    """SPEC 7.105: nothing of the thief's is opened, and nothing reaches him."""
    pair.alfa.say(BRAVO, "before the theft")
    pair.carry()
    assert pair.bravo.tell(CodeRead(codes[STATION])) == (ALFA, STATION)
    assert ("REVOKED", "") in alarms(pair.bravo)
    pair.alfa.say(BRAVO, "said by a thief")
    pair.carry()
    assert pair.bravo.inbox() == ["before the theft"]
    assert set(refusals(pair.bravo)) == {"PLY-KEY-122"}
    pair.bravo.sent.clear()
    with pytest.raises(LocalFault) as caught:
        pair.bravo.draft(ALFA, "to a thief")
    assert caught.value.code == "PLY-KEY-120"
    pair.pass_time(7_200)
    assert pair.bravo.sent == []


def test_a_stop_outlives_a_restart(pair, codes):
    """A thief who can stop our station must not thereby be believed again."""
    pair.bravo.tell(CodeRead(codes[STATION]))
    pair.bravo.crash()
    assert only_link(pair.bravo).stopped
    (facts,) = pair.bravo.core.links()
    assert facts.state == "revoked"
    pair.alfa.crash()
    assert pair.alfa.core.state.revocation.number == 1
    assert only_link(pair.bravo).revocation == pair.alfa.core.state.revocation


def test_a_code_read_aloud_stops_one_officer(pair, codes):
    """SPEC 7.104: his key signs nothing more; what he signed before stays good."""
    index, _ = pair.alfa.officers["first"]
    pair.alfa.say(BRAVO, "while he had his key")
    pair.carry()
    assert pair.bravo.tell(CodeRead(codes[index])) == (ALFA, index)
    assert ("OFFICER-REVOKED", "first") in alarms(pair.bravo)
    pair.alfa.say(BRAVO, "signed with a stolen key")
    pair.carry()
    assert pair.bravo.inbox() == ["while he had his key"]
    kept = pair.bravo.store.flagged(EntryFlag.BAD)
    assert len(kept) == 1
    assert not only_link(pair.bravo).stopped


def test_an_act_of_a_stopped_officer_does_not_count(pair, codes):
    """An acknowledgement in a stolen name must not calm the sender."""
    index, _ = pair.alfa.officers["watch"]
    pair.bravo.say(ALFA, "who has it?")
    pair.carry()
    pair.bravo.tell(CodeRead(codes[index]))
    pair.alfa.acknowledge(BRAVO, only_link(pair.alfa).mirror.newest)
    pair.carry()
    assert "PLY-KEY-124" in refusals(pair.bravo)
    assert "SIGNATURE-BAD" in [code for code, _ in alarms(pair.bravo)]


def test_a_code_that_nobody_published_stops_nothing(pair, codes):
    """A caller who guesses, and one who reads a void code, change nothing."""
    fresh = dict(pair.alfa.tell(CodesWanted()))
    pair.carry()
    for code in (bytes(16), codes[STATION]):
        with pytest.raises(LocalFault) as caught:
            pair.bravo.tell(CodeRead(code))
        assert caught.value.code == "PLY-KEY-121"
    with pytest.raises(LocalFault) as caught:
        pair.alfa.tell(CodeRead(fresh[STATION]))
    assert caught.value.code == "PLY-KEY-125"
    assert not only_link(pair.bravo).revoked


def test_a_station_revokes_itself_over_the_line(pair):
    """The owner who notices the theft says so himself, with what he still holds."""
    pair.alfa.tell(StationRevoked())
    pair.carry()
    assert only_link(pair.bravo).stopped
    with pytest.raises(LocalFault) as caught:
        pair.alfa.draft(BRAVO, "too late")
    assert caught.value.code == "PLY-KEY-120"


def test_a_revocation_carried_by_hand_takes_effect(pair):
    """When every line is cut the courier still stops the thief."""
    statement = pair.alfa.tell(StationRevoked())
    pair.lose()
    assert pair.bravo.tell(RevocationPresented(statement)) == ALFA
    assert only_link(pair.bravo).stopped


def forged(pair, desk, **changed):
    """Return a revocation of ALFA's, signed by a desk."""
    known = only_link(pair.bravo).revocation
    body = encode_revocation(replace(known, **changed))
    return make_statement(StatementKind.REVOCATION, body, desk.keys)


def test_a_revocation_by_somebody_else_is_refused(pair, codes):
    """Nobody but the party itself may silence its station."""
    assert codes
    statement = forged(pair, pair.bravo, number=9, stopped=True)
    with pytest.raises(CounterpartFault):
        pair.bravo.tell(RevocationPresented(statement))
    assert not only_link(pair.bravo).stopped


def test_two_revocations_of_one_number_are_told(pair, codes):
    """SPEC 7.103: whoever signs two accounts under one number is not obeyed."""
    assert codes
    statement = forged(pair, pair.alfa, stopped=True)
    utter(pair.alfa, BRAVO, KeyEvent(KeyEventKind.REVOCATION, statement))
    pair.carry()
    assert "PLY-KEY-123" in refusals(pair.bravo)
    assert not only_link(pair.bravo).stopped


def test_an_older_revocation_takes_nothing_back(pair, codes):
    """A replayed account must not bring void codes back."""
    assert codes
    older = forged(pair, pair.alfa)
    pair.alfa.tell(CodesWanted())
    pair.carry()
    newest = only_link(pair.bravo).revocation
    pair.bravo.tell(RevocationPresented(older))
    assert only_link(pair.bravo).revocation == newest
