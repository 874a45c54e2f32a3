# SPDX-License-Identifier: Apache-2.0
"""From a card on a stick to a counterpart: what is refused on the way, and why."""

from __future__ import annotations

import hashlib

import pytest

from parley.core.events import (
    CardPresented,
    CardRequested,
    CircuitUp,
    FingerprintConfirmed,
    LinkTestRequested,
)
from parley.core.statements import make_statement
from parley.crypto.keys import StationKeys
from parley.crypto.root import RootPair
from parley.errors import CounterpartFault, LocalFault
from parley.fixed import replace
from parley.model.identity import AllegedParty, Counterpart, OfficerClass
from parley.model.precedence import Mode, Precedence
from parley.testing.desks import Desk, enlist_watch
from parley.testing.looks import agree, alarms, at_rest, only_link
from parley.wire.card import encode_card
from parley.wire.cardfile import encode_cardfile
from parley.wire.statement import StatementKind

ALFA, BRAVO = "alfa.example", "bravo.example"


def card_of(desk):
    """Return a card file of a desk, with fresh prekeys."""
    data = desk.tell(CardRequested())
    assert isinstance(data, bytes)
    return data


def signed_card(desk, *, keys=None, **changed):
    """Return a card file of a desk that says something else, well signed."""
    card = replace(desk.core.state.card, **changed)
    statement = make_statement(StatementKind.CARD, encode_card(card), keys or desk.keys)
    return encode_cardfile(statement, desk.core.state.roster_statement)


def refused(desk, event, kind=LocalFault):
    """Return the code of the fault that an act is refused with."""
    before = desk.core.links(), desk.store.snapshot()
    with pytest.raises(kind) as fault:
        desk.tell(event)
    assert desk.core.links() == before[0]
    return fault.value.code


def confirm(desk, link):
    """Read the digits and confirm."""
    digits = desk.core.state.alleged[link].fingerprint
    return desk.tell(FingerprintConfirmed(link, digits, "custodian"))


def test_both_sides_read_the_same_sixty_digits(strangers):
    """What people compare is over both identities, in one order."""
    alfa, bravo = strangers.alfa, strangers.bravo
    here = alfa.tell(CardPresented(card_of(bravo)))
    there = bravo.tell(CardPresented(card_of(alfa)))
    assert isinstance(here, AllegedParty)
    assert here.fingerprint == there.fingerprint
    assert sum(each.isdigit() for each in here.fingerprint) == 60


def test_own_card_is_refused(strangers):
    """A station has nothing to say to itself."""
    desk = strangers.alfa
    assert refused(desk, CardPresented(card_of(desk))) == "PLY-LNK-006"


@pytest.mark.parametrize("mode", [Mode.EXERCISE, Mode.TEST])
def test_card_of_another_mode_is_refused(strangers, mode):
    """SPEC 4.11: a station lives in one mode."""
    card = card_of(Desk(BRAVO, "Bravo", mode))
    assert refused(strangers.alfa, CardPresented(card)) == "PLY-LNK-009"


def test_card_file_truncated_anywhere_is_refused(strangers):
    """A stick pulled out too early."""
    card = card_of(strangers.bravo)
    for length in [*range(40), *range(40, len(card), 61), len(card) - 1]:
        with pytest.raises(CounterpartFault):
            strangers.alfa.tell(CardPresented(card[:length]))
    assert not strangers.alfa.core.links()


def test_card_file_altered_anywhere_is_refused(strangers):
    """Both keys sign every byte of it; the digits are for whose it is.

    Every byte of the beginning, then every seventh: the rest is keys and signatures.
    """
    card = card_of(strangers.bravo)
    for at in [*range(120), *range(120, len(card), 7)]:
        altered = bytearray(card)
        altered[at] ^= 1 << at % 8
        with pytest.raises(CounterpartFault):
            strangers.alfa.tell(CardPresented(bytes(altered)))
    assert not strangers.alfa.core.links()
    assert strangers.alfa.tell(CardPresented(card))


def test_card_with_the_roster_of_another_is_refused(strangers):
    """A true card and a true roster of two parties are no card file."""
    alfa, bravo = strangers.alfa, strangers.bravo
    statement = make_statement(
        StatementKind.CARD, encode_card(bravo.core.state.card), bravo.keys
    )
    mixed = encode_cardfile(statement, alfa.core.state.roster_statement)
    charlie = Desk("charlie.example", "Charlie")
    assert refused(charlie, CardPresented(mixed), CounterpartFault) == "PLY-KEY-103"


@pytest.mark.parametrize(
    "digits", ["", "0" * 60, "12345", "{true}0", "0{true}", "{turned}"]
)
def test_wrong_digits_are_refused(strangers, digits):
    """The one moment at which people prove who is who."""
    alfa = strangers.alfa
    true = alfa.tell(CardPresented(card_of(strangers.bravo))).fingerprint
    given = digits.format(true=true, turned=true[::-1])
    assert refused(alfa, FingerprintConfirmed(BRAVO, given, "custodian")) == (
        "PLY-LNK-004"
    )
    assert alfa.core.links()[0].state == "alleged"


def test_digits_may_be_written_as_people_write_them(strangers):
    """Spaces, lines and hyphens are not what is compared."""
    alfa = strangers.alfa
    true = alfa.tell(CardPresented(card_of(strangers.bravo))).fingerprint
    bare = "".join(each for each in true if each.isdigit())
    spaced = "-".join(bare[at : at + 4] for at in range(0, 60, 4)) + "\n"
    assert isinstance(
        alfa.tell(FingerprintConfirmed(BRAVO, spaced, "custodian")), Counterpart
    )


def test_confirming_a_stranger_is_refused(strangers):
    """There is nobody to believe."""
    event = FingerprintConfirmed(BRAVO, "0" * 60, "custodian")
    assert refused(strangers.alfa, event) == "PLY-LNK-001"


def test_confirming_twice_is_refused(pair):
    """It would sign a second agreement."""
    event = FingerprintConfirmed(BRAVO, "0" * 60, "custodian")
    assert refused(pair.alfa, event) == "PLY-LNK-018"


def test_card_without_prekeys_cannot_be_confirmed(strangers):
    """Nothing could be said to it."""
    alfa = strangers.alfa
    alfa.tell(CardPresented(signed_card(strangers.bravo)))
    digits = alfa.core.state.alleged[BRAVO].fingerprint
    event = FingerprintConfirmed(BRAVO, digits, "custodian")
    assert refused(alfa, event) == "PLY-LNK-007"


def test_nothing_is_released_to_an_alleged_party(strangers):
    """SPEC 4.3: before people compared the digits it may be anybody."""
    alfa = strangers.alfa
    alfa.tell(CardPresented(card_of(strangers.bravo)))
    for act in (lambda: alfa.draft(BRAVO, "x"), lambda: _test(alfa)):
        with pytest.raises(LocalFault) as fault:
            act()
        assert fault.value.code == "PLY-LNK-002"


def test_alleged_party_survives_a_restart(strangers):
    """People may take a day to reach one another on another line."""
    alfa = strangers.alfa
    before = alfa.tell(CardPresented(card_of(strangers.bravo)))
    alfa.crash()
    assert alfa.core.links()[0].fingerprint == before.fingerprint
    assert isinstance(confirm(alfa, BRAVO), Counterpart)


def strange_keys(one, other):
    """Return two pairs that nobody has seen."""
    witness = StationKeys.from_seeds(other * 32, other * 32)
    return StationKeys.from_seeds(one * 32, one * 32, witness)


def test_card_presented_again_before_it_is_confirmed_replaces_the_first(strangers):
    """A false card must not stand in the way of the true one."""
    alfa = strangers.alfa
    false = Desk(BRAVO, "Bravo")
    false.root = RootPair(b"r" * 32, b"s" * 32)
    false.adopt(strange_keys(b"f", b"g"), 1)
    false.store = type(false.store)()
    false.start()
    wrong = alfa.tell(CardPresented(card_of(false))).fingerprint
    right = alfa.tell(CardPresented(card_of(strangers.bravo))).fingerprint
    assert wrong != right
    event = FingerprintConfirmed(BRAVO, wrong, "custodian")
    assert refused(alfa, event) == "PLY-LNK-004"
    assert isinstance(confirm(alfa, BRAVO), Counterpart)


@pytest.mark.parametrize("changed", ["root", "half of the root", "party"])
def test_confirmed_counterpart_with_another_identity_is_refused(pair, changed):
    """SPEC 4.4: who changed his root is a stranger until a ceremony says otherwise."""
    impostor = Desk(BRAVO, "Bravo II" if changed == "party" else "Bravo")
    other = hashlib.sha256(hashlib.sha256(BRAVO.encode()).digest()).digest()
    if changed == "root":
        impostor.root = RootPair(b"r" * 32, b"s" * 32)
    elif changed == "half of the root":
        impostor.root = RootPair(hashlib.sha256(other).digest(), b"s" * 32)
    impostor.adopt(impostor.keys, 2)
    impostor.store = type(impostor.store)()
    impostor.start()
    before = dict(only_link(pair.alfa).their_prekeys)
    assert refused(pair.alfa, CardPresented(card_of(impostor))) == "PLY-LNK-005"
    assert only_link(pair.alfa).their_prekeys == before


def test_fresh_card_of_a_known_counterpart_brings_prekeys_and_roster(pair):
    """What a courier brings when the circuits have been down for weeks."""
    alfa, bravo = pair.alfa, pair.bravo
    only_link(alfa).their_prekeys.clear()
    bravo.enlist("newcomer", OfficerClass.WATCH)
    bravo.sent.clear()
    answered = alfa.tell(CardPresented(card_of(bravo)))
    assert isinstance(answered, Counterpart)
    assert len(only_link(alfa).their_prekeys) == 4
    assert alfa.core.counterpart_roster(BRAVO) == bravo.core.roster()
    assert only_link(alfa).in_force


def test_older_card_of_a_known_counterpart_brings_no_older_roster(pair):
    """A card out of a drawer must not bring back who was struck off."""
    alfa, bravo = pair.alfa, pair.bravo
    old = card_of(bravo)
    bravo.enlist("newcomer", OfficerClass.WATCH)
    pair.carry()
    newest = alfa.core.counterpart_roster(BRAVO)
    alfa.tell(CardPresented(old))
    assert alfa.core.counterpart_roster(BRAVO) == newest


def test_fresh_card_heals_an_epoch_nobody_can_read(strangers):
    """The prekeys of the first card are lost; a courier brings a second card.

    What was said into the unreadable epoch is said again in a log of its own.
    """
    alfa, bravo = strangers.alfa, strangers.bravo
    alfa.tell(CardPresented(card_of(bravo)))
    bravo.tell(CardPresented(card_of(alfa)))
    bravo.core.state.prekeys.clear()
    for desk, other in ((alfa, bravo), (bravo, alfa)):
        desk.circuit("one", other.name)
        confirm(desk, other.name)
    strangers.carry()
    assert [code for code, _ in alarms(bravo)] == ["OPENING-REFUSED"]
    alfa.pass_time(5)
    alfa.tell(CardPresented(card_of(bravo)))
    strangers.carry()
    for _ in range(3):
        strangers.pass_time(6)
        strangers.carry()
    assert alfa.core.agreement(BRAVO) == bravo.core.agreement(ALFA) is not None
    bravo.say(ALFA, "now it works", Precedence.FLASH)
    alfa.say(BRAVO, "it does", Precedence.FLASH)
    strangers.carry()
    strangers.pass_time(6)
    strangers.carry()
    assert (alfa.inbox(), bravo.inbox()) == (["now it works"], ["it does"])
    assert at_rest(alfa)
    assert agree(alfa, bravo)


def test_card_that_brings_nothing_new_changes_nothing(strangers):
    """A custodian who feeds in the same stick once more does no harm."""
    alfa = strangers.alfa
    card = card_of(strangers.bravo)
    alfa.tell(CardPresented(card))
    confirm(alfa, BRAVO)
    before = alfa.core.incarnations(BRAVO), set(only_link(alfa).their_prekeys)
    for again in (card, signed_card(strangers.bravo)):
        alfa.pass_time(5)
        alfa.tell(CardPresented(again))
    assert (alfa.core.incarnations(BRAVO), set(only_link(alfa).their_prekeys)) == before


def test_each_card_has_prekeys_of_its_own(strangers):
    """SPEC 4.30: two parties with one prekey would both think it theirs."""
    alfa = strangers.alfa
    numbers = [
        {prekey.number for prekey in _prekeys(strangers.bravo, card_of(alfa))}
        for _ in range(3)
    ]
    assert len(set.union(*numbers)) == sum(len(each) for each in numbers) == 12


def test_pairing_one_side_at_a_time_comes_into_force(strangers):
    """The two ceremonies may be days apart."""
    alfa, bravo = strangers.alfa, strangers.bravo
    alfa.tell(CardPresented(card_of(bravo)))
    bravo.tell(CardPresented(card_of(alfa)))
    alfa.circuit("one", BRAVO)
    bravo.circuit("one", ALFA)
    confirm(alfa, BRAVO)
    for _ in range(3):
        strangers.carry()
        strangers.pass_time(3_600)
    assert alfa.core.links()[0].state == "waiting for their signature"
    confirm(bravo, ALFA)
    bravo.tell(CircuitUp("one"))
    for _ in range(3):
        strangers.carry()
        strangers.pass_time(31)
    strangers.carry()
    assert alfa.core.links()[0].state == bravo.core.links()[0].state == "in force"


def test_a_counterpart_can_be_two_parties_neighbour():
    """Three stations, two links; what goes over one stays off the other."""
    alfa, bravo, charlie = (
        Desk(f"{name}.example", name.title()) for name in ("alfa", "bravo", "charlie")
    )
    enlist_watch(alfa)
    for other in (bravo, charlie):
        alfa.tell(CardPresented(card_of(other)))
        alfa.circuit(other.party, other.name)
        confirm(alfa, other.name)
    assert {circuit for circuit, _ in alfa.sent} == {"Bravo", "Charlie"}
    assert len(alfa.core.links()) == 2
    frames = {c: {f for d, f in alfa.sent if d == c} for c in ("Bravo", "Charlie")}
    assert not frames["Bravo"] & frames["Charlie"]


def _prekeys(desk, card):
    alleged = desk.tell(CardPresented(card))
    return alleged.card.prekeys


def _test(desk):
    desk.tell(LinkTestRequested(BRAVO))
