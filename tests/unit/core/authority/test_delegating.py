# SPDX-License-Identifier: Apache-2.0
"""A root that lies in a safe says by which keys a station speaks, and changes them."""

from __future__ import annotations

import pytest

from parley.core.events import (
    CardPresented,
    CardRequested,
    EpochRollRequested,
    FrameArrived,
)
from parley.core.statements import check_delegation, make_delegation, open_cardfile
from parley.crypto.keys import StationKeys
from parley.crypto.root import RootPair
from parley.errors import CounterpartFault, LocalFault
from parley.fixed import replace
from parley.model.precedence import Mode, Precedence
from parley.model.record import Direction
from parley.testing.desks import YEAR_MS, Desk, Pair, enlist_watch
from parley.testing.looks import agree, alarms, at_rest, only_link, refusals
from parley.testing.witnessed import settle as cover
from parley.wire.frame import encode_opening
from tests.unit.core.restored import settle, texts

ALFA, BRAVO = "alfa.example", "bravo.example"
OTHER_ROOT = RootPair(b"r" * 32, b"s" * 32)


def fresh_keys(one: bytes = b"f", other: bytes = b"g") -> StationKeys:
    """Return two pairs that nobody has seen."""
    witness = StationKeys.from_seeds(other * 32, other[::-1] * 32)
    return StationKeys.from_seeds(one * 32, one * 32, witness)


def turn(desk: Desk, keys: StationKeys, number: int) -> None:
    """Take in a delegation of other keys and start again."""
    desk.adopt(keys, number)
    desk.crash()


def delegation_of(desk: Desk):
    """Return the present delegation of a desk, and the statement."""
    card = desk.core.state.card
    return card.delegation, card.delegated


@pytest.fixture
def turned(settled: Pair) -> Pair:
    """A pair whose ALFA speaks by other keys since a moment ago."""
    turn(settled.alfa, fresh_keys(), 2)
    settle(settled)
    return settled


def test_other_keys_count_without_another_pairing(turned):
    """A new pairing takes two people on two sides; a rotation must not."""
    alfa, bravo = turned.alfa, turned.bravo
    link = only_link(bravo)
    assert link.counterpart.card.keys == fresh_keys().public
    assert link.under.number == 2
    alfa.say(BRAVO, "by other keys", Precedence.FLASH)
    bravo.say(ALFA, "as before", Precedence.FLASH)
    settle(turned)
    assert "by other keys" in bravo.inbox()
    assert "as before" in alfa.inbox()
    assert agree(alfa, bravo)
    assert at_rest(alfa)
    assert at_rest(bravo)


def test_both_records_show_the_other_keys(turned):
    """From which entry on other keys count must be on paper one day, on both sides."""
    for desk, link in ((turned.alfa, BRAVO), (turned.bravo, ALFA)):
        kept = [key for key, _ in desk.store.shelf("delegation") if b"alfa" in key]
        assert len(kept) == 2
        assert link
    news = [value for _, value in turned.bravo.store.shelf("news")]
    assert any(b"their delegation 2" in each for each in news)
    assert ("COUNTERPART-KEYS-CHANGED", "2") in alarms(turned.bravo)
    assert "COUNTERPART-RESTORED" not in {code for code, _ in alarms(turned.bravo)}


def test_heads_are_cosigned_under_the_other_keys(turned):
    """A log that nobody can cosign proves nothing to anybody."""
    turned.alfa.say(BRAVO, "to be covered")
    settle(turned)
    cover(turned)
    size, _ = turned.alfa.core.covered(BRAVO)
    assert size >= only_link(turned.alfa).out.said
    bad = {"HEAD-DIFFERS", "COSIGNATURE-BAD", "COSIGNATURE-WITHHELD"}
    for desk in (turned.alfa, turned.bravo):
        assert not bad & {code for code, _ in alarms(desk)}


def test_what_was_on_its_way_is_not_lost_by_other_keys(settled):
    """Keys are changed in a crisis too, with a queue in front of every circuit."""
    settled.alfa.say(BRAVO, "said by the old keys", Precedence.IMMEDIATE)
    settled.lose()
    settled.bravo.say(ALFA, "said meanwhile")
    settled.lose()
    turn(settled.alfa, fresh_keys(), 2)
    settle(settled)
    assert settled.bravo.inbox().count("said by the old keys") == 1
    assert settled.alfa.inbox().count("said meanwhile") == 1
    assert "said by the old keys" in texts(settled.alfa, Direction.OUT)


def test_stations_start_again_after_other_keys(turned):
    """What the old keys signed stays good in the record: nothing is read as forged."""
    for _ in range(2):
        turned.alfa.crash()
        turned.bravo.crash()
        settle(turned)
    turned.alfa.say(BRAVO, "after both started")
    settle(turned)
    assert "after both started" in turned.bravo.inbox()


def test_keys_are_turned_on_both_sides_at_once(settled):
    """Two custodians who renew on one day must not lock each other out."""
    turn(settled.alfa, fresh_keys(), 2)
    turn(settled.bravo, fresh_keys(b"h", b"i"), 5)
    settle(settled)
    settled.alfa.say(BRAVO, "ours")
    settled.bravo.say(ALFA, "theirs")
    settle(settled)
    assert "ours" in settled.bravo.inbox()
    assert "theirs" in settled.alfa.inbox()
    assert agree(settled.alfa, settled.bravo)


def test_station_put_back_under_other_keys_goes_on(settled):
    """A lost station is made anew with what the root signs for it."""
    backup = settled.alfa.store.snapshot()
    settled.alfa.say(BRAVO, "after the backup")
    settled.carry()
    settled.alfa.adopt(fresh_keys(), 2)
    settled.alfa.put_back(backup)
    settle(settled)
    assert "after the backup" in texts(settled.alfa, Direction.OUT)
    assert agree(settled.alfa, settled.bravo)


def test_card_brings_a_newer_delegation(settled):
    """A courier may be quicker than every circuit."""
    settled.alfa.adopt(fresh_keys(), 2)
    settled.alfa.start()
    settled.alfa.sent.clear()
    card = settled.alfa.tell(CardRequested())
    settled.bravo.tell(CardPresented(card))
    assert only_link(settled.bravo).counterpart.card.delegation.number == 2
    assert ("COUNTERPART-KEYS-CHANGED", "2") in alarms(settled.bravo)


def test_rolled_back_delegation_is_refused(turned):
    """SPEC 7.157: whoever stole the old keys has an old delegation too."""
    old = Desk(ALFA, "Alfa")
    old.store = type(old.store)()
    old.start()
    with pytest.raises(CounterpartFault) as fault:
        turned.bravo.tell(CardPresented(old.tell(CardRequested())))
    assert fault.value.code == "PLY-KEY-163"
    assert only_link(turned.bravo).counterpart.card.delegation.number == 2


def test_two_delegations_of_one_number_are_refused_and_alarmed(settled):
    """Only the root can sign both: it is in other hands, or carelessly kept."""
    twin = Desk(ALFA, "Alfa")
    twin.adopt(fresh_keys(), 1)
    twin.store = type(twin.store)()
    twin.start()
    card = twin.tell(CardRequested())
    settled.bravo.sent.clear()
    with pytest.raises(CounterpartFault) as fault:
        settled.bravo.tell(CardPresented(card))
    assert fault.value.code == "PLY-KEY-164"


def in_front_of_an_opening(pair: Pair, delegated: bytes) -> list[str]:
    """Let BRAVO hear a delegation as ALFA's circuit brings it; return the refusals."""
    opening = only_link(pair.alfa).out_epochs[-1].opening
    frame = encode_opening(Mode.LIVE, opening, delegated)
    pair.bravo.effects.clear()
    pair.bravo.tell(FrameArrived(pair.bravo.declared[0].circuit, frame))
    return refusals(pair.bravo)


def test_two_of_one_number_over_a_circuit_alarm_the_watch(settled):
    """SPEC 7.163: nobody reads refusals by the dozen; this one is about the root."""
    said, _ = delegation_of(settled.alfa)
    other = replace(said, keys=fresh_keys().public, witness=fresh_keys().witness.public)
    delegated = make_delegation(other, settled.alfa.root)
    assert in_front_of_an_opening(settled, delegated) == ["PLY-KEY-164"]
    assert ("ROOT-CONTRADICTS", "1") in alarms(settled.bravo)


@pytest.mark.parametrize("forger", ["another root", "the station's own keys", "half"])
def test_forged_delegation_is_refused(settled, forger):
    """SPEC 7.154: whoever has the station has not the root."""
    said, _ = delegation_of(settled.alfa)
    fresh = fresh_keys()
    said = replace(said, number=2, keys=fresh.public, witness=fresh.witness.public)
    if forger == "another root":
        forged = make_delegation(said, OTHER_ROOT)
    elif forger == "half":
        mixed = RootPair(b"r" * 32, b"s" * 32)
        forged = make_delegation(said, mixed)[:-9] + bytes(9)
    else:
        own = RootPair(b"f" * 32, b"f" * 32)
        forged = make_delegation(said, own)
    assert in_front_of_an_opening(settled, forged) == ["PLY-KEY-161"]
    assert only_link(settled.bravo).counterpart.card.delegation.number == 1


def test_delegation_of_another_root_is_refused(settled):
    """Well signed, and by nobody whose fingerprint was ever compared."""
    said, _ = delegation_of(settled.alfa)
    theirs = replace(said, number=2, root=OTHER_ROOT.public)
    delegated = make_delegation(theirs, OTHER_ROOT)
    assert in_front_of_an_opening(settled, delegated) == ["PLY-LNK-005"]


@pytest.mark.parametrize("when", ["ended", "not yet"])
def test_delegation_out_of_its_time_is_refused(settled, when):
    """SPEC 7.161: an old one found in a drawer must not become the newest."""
    said, _ = delegation_of(settled.alfa)
    now_ms = settled.bravo.wall_ms
    span = (0, now_ms - 1) if when == "ended" else (now_ms + 1, now_ms + YEAR_MS)
    late = replace(said, number=2, valid_from_ms=span[0], valid_to_ms=span[1])
    delegated = make_delegation(late, settled.alfa.root)
    assert in_front_of_an_opening(settled, delegated) == ["PLY-KEY-162"]
    assert only_link(settled.bravo).counterpart.card.delegation.number == 1


def test_delegation_that_ends_alarms_and_stops_nothing(settled):
    """SPEC 7.162: a date that somebody forgot must not silence the line."""
    alfa, bravo = settled.alfa, settled.bravo
    alfa.adopt(fresh_keys(), 2)
    said = check_delegation(alfa.settings.delegation)
    short = replace(said, valid_to_ms=alfa.wall_ms + 86_400_000)
    alfa.settings = replace(alfa.settings, delegation=make_delegation(short, alfa.root))
    alfa.crash()
    settle(settled)
    for desk in (alfa, bravo):
        assert "DELEGATION-ENDS" in {code for code, _ in alarms(desk)}
    settled.pass_time(3 * 86_400)
    settle(settled)
    alfa.say(BRAVO, "still here", Precedence.FLASH)
    settle(settled)
    assert "still here" in bravo.inbox()
    turn(alfa, fresh_keys(b"h", b"i"), 3)
    settle(settled)
    for desk in (alfa, bravo):
        assert "DELEGATION-ENDS" not in {code for code, _ in alarms(desk)}


def test_old_keys_open_no_epoch_after_the_turn(turned):
    """SPEC 7.160: rotation after a theft is only worth what the old keys lose by it."""
    thief = Desk(ALFA, "Alfa")
    assert thief.keys.public != turned.alfa.keys.public
    stolen, turned.alfa.core.state.keys = turned.alfa.core.state.keys, thief.keys
    turned.alfa.tell(EpochRollRequested(BRAVO))
    turned.bravo.effects.clear()
    turned.carry()
    assert "PLY-KEY-103" in refusals(turned.bravo)
    turned.alfa.core.state.keys = stolen


@pytest.mark.parametrize(
    "wrong", ["none", "forged", "other keys", "other station", "older than the record"]
)
def test_station_does_not_start_without_its_delegation(turned, wrong):
    """SPEC 7.151: what no counterpart would believe is better found at home."""
    alfa = turned.alfa
    _, good = delegation_of(alfa)
    request = open_cardfile(alfa.tell(CardRequested()))[0].delegation
    if wrong == "other keys":
        alfa.keys = fresh_keys(b"x", b"y")
    elif wrong == "older than the record":
        alfa.adopt(Desk(ALFA, "Alfa").keys, 1)
    else:
        statement = {
            "none": b"",
            "forged": good[:-1] + bytes((good[-1] ^ 1,)),
            "other station": make_delegation(
                replace(request, station="other.example"), alfa.root
            ),
        }[wrong]
        alfa.settings = replace(alfa.settings, delegation=statement)
    with pytest.raises(LocalFault) as fault:
        alfa.start()
    assert fault.value.code == "PLY-KEY-165"


def test_fingerprint_is_over_the_root_alone():
    """Nobody reads 60 digits again because keys were renewed."""
    first, second = Desk(ALFA, "Alfa"), Desk(ALFA, "Alfa")
    second.adopt(fresh_keys(), 7)
    second.start()
    other = Desk(BRAVO, "Bravo")
    enlist_watch(other)
    seen = []
    for desk in (first, second):
        reader = Desk(BRAVO, "Bravo")
        seen.append(reader.tell(CardPresented(desk.tell(CardRequested()))).fingerprint)
    assert seen[0] == seen[1]
    third = Desk(ALFA, "Alfa")
    third.root = OTHER_ROOT
    third.adopt(third.keys, 1)
    third.start()
    reader = Desk(BRAVO, "Bravo")
    digits = reader.tell(CardPresented(third.tell(CardRequested()))).fingerprint
    assert digits != seen[0]
