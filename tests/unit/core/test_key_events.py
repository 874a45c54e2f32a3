# SPDX-License-Identifier: Apache-2.0
"""What they say of keys, rosters and the agreement takes effect only if it is sound.

Everything here comes properly sealed from their station, so it stays on the record.
"""

from __future__ import annotations

import pytest

from parley.core.limits import PREKEYS_GIVEN_MAX
from parley.core.statements import make_statement
from parley.fixed import replace
from parley.model.entry import KeyEvent, KeyEventKind, Receipt, Repeat
from parley.model.identity import OfficerClass
from parley.model.record import Direction, EntryFlag
from parley.testing.lies import utter
from parley.testing.looks import agree, alarms, only_link, refusals, rows, said, settle
from parley.wire.agreement import encode_agreement
from parley.wire.cbor import dumps
from parley.wire.prekeys import encode_prekeys
from parley.wire.roster import encode_roster
from parley.wire.statement import StatementKind

ALFA, BRAVO = "alfa.example", "bravo.example"


def tell(pair, kind, payload):
    """Let ALFA say a key event; return the codes BRAVO refused it with."""
    before = len(refusals(pair.bravo))
    utter(pair.alfa, BRAVO, KeyEvent(kind, payload))
    pair.carry()
    return refusals(pair.bravo)[before:]


def kept_without_effect(pair):
    """Tell whether the newest entry is filed on both sides and receipted."""
    answer = said(pair.bravo, Direction.OUT)[-1]
    filed = rows(pair.bravo, Direction.IN)[-1]
    return (
        isinstance(answer, Receipt)
        and not answer.good
        and not filed.flags & EntryFlag.MESSAGE
        and agree(pair.alfa, pair.bravo)
    )


def test_roster_of_another_station_is_refused(pair):
    """SPEC 4.14: a party speaks for its own people only."""
    theirs = only_link(pair.bravo).counterpart.roster
    other = replace(theirs, station="charlie.example", version=99)
    statement = make_statement(
        StatementKind.ROSTER, encode_roster(other), pair.alfa.keys
    )
    assert tell(pair, KeyEventKind.ROSTER, statement) == ["PLY-LNK-016"]
    assert only_link(pair.bravo).counterpart.roster == theirs
    assert kept_without_effect(pair)


def test_older_roster_takes_nothing_back(pair):
    """SPEC 7.12: an officer retired must not come back by an old statement."""
    old = pair.alfa.core.state.roster_statement
    pair.alfa.enlist("newcomer", OfficerClass.WATCH)
    pair.carry()
    newest = only_link(pair.bravo).counterpart.roster
    assert tell(pair, KeyEventKind.ROSTER, old) == ["PLY-AUT-004"]
    assert only_link(pair.bravo).counterpart.roster == newest
    assert "ROSTER-OLD" in [code for code, _ in alarms(pair.bravo)]
    assert kept_without_effect(pair)


def test_roster_signed_by_somebody_else_is_refused(pair):
    """Whoever has the epoch's key does not yet have the station's."""
    roster = replace(only_link(pair.bravo).counterpart.roster, version=99)
    forged = make_statement(
        StatementKind.ROSTER, encode_roster(roster), pair.bravo.keys
    )
    assert tell(pair, KeyEventKind.ROSTER, forged) == ["PLY-KEY-103"]
    assert only_link(pair.bravo).counterpart.roster.version != 99
    assert kept_without_effect(pair)


@pytest.mark.parametrize(
    "kind", [KeyEventKind.ROSTER, KeyEventKind.PREKEYS, KeyEventKind.AGREEMENT]
)
def test_payload_that_is_no_statement_is_refused(pair, kind):
    """Nonsense under a good seal is kept as nonsense."""
    assert tell(pair, kind, b"nonsense") == ["PLY-WIR-001"]
    assert kept_without_effect(pair)


def test_statement_of_another_kind_is_refused(pair):
    """A roster is no agreement, however well it is signed."""
    statement = pair.alfa.core.state.roster_statement
    assert tell(pair, KeyEventKind.AGREEMENT, statement) == ["PLY-WIR-007"]


def test_signature_over_another_agreement_does_not_put_ours_in_force(pair):
    """SPEC 4.13: in force when both have signed the same bytes."""
    link = only_link(pair.bravo)
    link.theirs_signed, link.proposals = None, (link.ours_signed,)
    other = settle(link.agreement, software_keys_count=False)
    statement = make_statement(
        StatementKind.AGREEMENT, encode_agreement(other), pair.alfa.keys
    )
    assert tell(pair, KeyEventKind.AGREEMENT, statement) == []
    assert not link.in_force
    assert ("AGREEMENT-PROPOSED", "1") in alarms(pair.bravo)
    ours = only_link(pair.alfa).ours_signed
    assert tell(pair, KeyEventKind.AGREEMENT, ours) == []
    assert link.in_force


def test_second_signature_over_the_agreement_replaces_nothing(pair):
    """The first one is the proof that stands on the record."""
    first = only_link(pair.bravo).theirs_signed
    agreement = only_link(pair.alfa).agreement
    again = make_statement(
        StatementKind.AGREEMENT, encode_agreement(agreement), pair.alfa.keys
    )
    assert tell(pair, KeyEventKind.AGREEMENT, again) == []
    assert only_link(pair.bravo).theirs_signed == first


def test_prekeys_of_another_station_are_refused(pair):
    """An epoch opened to them could be read by somebody else."""
    payload = encode_prekeys(
        "charlie.example", tuple(only_link(pair.alfa).their_prekeys.values())
    )
    statement = make_statement(StatementKind.PREKEYS, payload, pair.alfa.keys)
    before = dict(only_link(pair.bravo).their_prekeys)
    assert tell(pair, KeyEventKind.PREKEYS, statement) == ["PLY-LNK-016"]
    assert only_link(pair.bravo).their_prekeys == before


def test_wish_for_prekeys_is_granted(pair):
    """A counterpart that runs short need not wait for the next opening."""
    link = only_link(pair.alfa)
    for number in list(link.their_prekeys)[:2]:
        del link.their_prekeys[number]
        del pair.bravo.core.state.prekeys[number]
    tell(pair, KeyEventKind.PREKEYS_WANTED, b"")
    assert set(link.their_prekeys) == set(pair.bravo.core.state.prekeys)
    assert len(link.their_prekeys) == 6


def test_wishes_for_prekeys_have_an_end(pair):
    """Asking a thousand times must not fill the disk with prekeys."""
    for _ in range(PREKEYS_GIVEN_MAX):
        tell(pair, KeyEventKind.PREKEYS_WANTED, b"")
    assert len(pair.bravo.core.state.prekeys) == PREKEYS_GIVEN_MAX


@pytest.mark.parametrize(
    "value", [[], [1, 2, 3], [1, 2, 3, -1], [False, 2, 3, 4], {1: 2}, 7, "text"]
)
def test_restored_that_does_not_say_what_it_must_is_refused(pair, value):
    """A station is not made to return its record by four bytes of nonsense."""
    assert tell(pair, KeyEventKind.RESTORED, dumps(value)) == ["PLY-LNK-016"]
    assert only_link(pair.bravo).returning is None
    assert kept_without_effect(pair)


@pytest.mark.parametrize("before", [1, 2])
def test_restored_from_no_earlier_incarnation_is_refused(pair, before):
    """What it says it was before must lie before what it is now."""
    payload = dumps([before, 0, 1, 0])
    assert tell(pair, KeyEventKind.RESTORED, payload) == ["PLY-LNK-016"]
    assert only_link(pair.bravo).returning is None


def test_restored_without_a_new_incarnation_returns_nothing(pair):
    """Only a station that really began anew is given its record back."""
    tell(pair, KeyEventKind.RESTORED, dumps([0, 0, 1, 0]))
    assert not [each for each in said(pair.bravo, Direction.OUT) if _repeat(each)]
    assert not alarms(pair.bravo)


def _repeat(payload):
    return isinstance(payload, Repeat)
