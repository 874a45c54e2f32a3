# SPDX-License-Identifier: Apache-2.0
"""Cards, rosters, prekeys, agreements, openings and card files."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.core.statements import make_delegation
from parley.crypto.hardware_key import pack_hardware_key
from parley.errors import CounterpartFault
from parley.fixed import replace
from parley.model.epoch import Opening
from parley.model.hardware import HardwareKey
from parley.model.identity import Credential, KeyScheme, Officer, OfficerClass
from parley.model.precedence import Mode
from parley.wire.agreement import decode_agreement, encode_agreement
from parley.wire.card import decode_card, encode_card
from parley.wire.cardfile import decode_cardfile, encode_cardfile
from parley.wire.cbor import dumps, loads
from parley.wire.delegation import (
    DelegationRequest,
    decode_delegation,
    decode_request,
    encode_delegation,
    encode_request,
)
from parley.wire.limits import OFFICERS_MAX, SEALED_SECRET_BYTES, STATEMENT_BYTES_MAX
from parley.wire.opening import (
    decode_opening_payload,
    encode_opening_payload,
    opening_info,
)
from parley.wire.prekeys import decode_prekeys, encode_prekeys
from parley.wire.roster import decode_roster, encode_roster
from parley.wire.shape import Fields
from spec.vectors import samples

SAID = samples.delegation(samples.ALFA, "Alfa")
CARD = samples.card(SAID, make_delegation(SAID, samples.root_pair(samples.ALFA)))
ASKED = DelegationRequest(SAID.party, SAID.station, SAID.mode, SAID.keys, SAID.witness)
ROSTER = samples.roster(samples.ALFA)
OPENING = Opening(
    samples.ALFA,
    samples.BRAVO,
    Mode.LIVE,
    1,
    5,
    4,
    7,
    1,
    bytes(32),
    b"page",
    bytes(SEALED_SECRET_BYTES),
)
FORMS: dict[str, tuple[Callable[[bytes], object], bytes]] = {
    "card": (decode_card, encode_card(CARD)),
    "delegation": (decode_delegation, encode_delegation(SAID)),
    "delegation request": (decode_request, encode_request(ASKED)),
    "roster": (decode_roster, encode_roster(ROSTER)),
    "prekeys": (decode_prekeys, encode_prekeys(samples.ALFA, CARD.prekeys)),
    "agreement": (decode_agreement, encode_agreement(samples.agreement())),
    "opening": (decode_opening_payload, encode_opening_payload(OPENING)),
    "card file": (decode_cardfile, encode_cardfile(b"card", b"roster")),
}


def test_every_form_comes_back_as_it_was():
    """What is signed is what is read."""
    assert decode_card(encode_card(CARD)) == CARD
    assert decode_delegation(encode_delegation(SAID)) == SAID
    assert decode_request(encode_request(ASKED)) == ASKED
    assert decode_roster(encode_roster(ROSTER)) == ROSTER
    assert (
        decode_agreement(encode_agreement(samples.agreement())) == samples.agreement()
    )
    assert decode_opening_payload(encode_opening_payload(OPENING)) == OPENING
    assert decode_prekeys(FORMS["prekeys"][1]) == (samples.ALFA, CARD.prekeys)
    assert decode_cardfile(FORMS["card file"][1]) == (b"card", b"roster")


@pytest.mark.parametrize("form", FORMS)
def test_every_byte_of_a_form_counts(form):
    """A byte that could be changed unseen would be signed by nobody."""
    read, good = FORMS[form]
    value = read(good)
    step = max(1, len(good) // 1500)
    for at in [*range(min(400, len(good))), *range(0, len(good), step)]:
        for flip in (0x01, 0x20, 0x80):
            bad = good[:at] + bytes((good[at] ^ flip,)) + good[at + 1 :]
            try:
                assert read(bad) != value, at
            except CounterpartFault:
                continue


@pytest.mark.parametrize("form", FORMS)
def test_a_cut_or_lengthened_form_is_refused(form):
    """Files and frames are cut on the way."""
    read, good = FORMS[form]
    for bad in (
        b"",
        good[:1],
        good[:-1],
        good[: len(good) // 2],
        good + b"\0",
        good * 2,
    ):
        with pytest.raises(CounterpartFault):
            read(bad)


@pytest.mark.parametrize("form", [name for name in FORMS if name != "card file"])
def test_another_version_is_refused_by_name(form):
    """The reader is told what to bring up to date, and nothing is guessed."""
    read, good = FORMS[form]
    fields = loads(good)
    for version in (0, 2, 255):
        with pytest.raises(CounterpartFault) as fault:
            read(dumps([version, *fields[1:]]))
        assert fault.value.code == "PLY-WIR-004"
        assert str(version) in fault.value.what


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_an_odd_field_is_a_fault_and_nothing_else(form, data):
    """No other exception leaves a reader."""
    read, good = FORMS[form]
    fields = loads(good)
    at = data.draw(st.integers(0, len(fields) - 1))
    odd = data.draw(
        st.sampled_from(
            [None, True, -1, 2**64 - 1, b"", "", [], [[]], {}, {1: []}, [None]]
        )
    )
    fields[at] = odd
    try:
        value = read(dumps(fields))
    except CounterpartFault:
        return
    assert value != read(good) or fields == loads(good)


def officers(count: int, name: str) -> tuple[Officer, ...]:
    """Return a ministry, each with a key of his own."""
    software = KeyScheme.SOFTWARE_ED25519
    return tuple(
        replace(
            ROSTER.officers[0],
            index=index,
            name=f"{name} {index}",
            credentials=(Credential(software, index.to_bytes(32, "big")),),
        )
        for index in range(count)
    )


def test_ten_thousand_officers_fit_and_are_read_soon():
    """The largest roster that a party may have."""
    ministry = officers(OFFICERS_MAX, "Офицер дежурный")
    roster = replace(ROSTER, officers=ministry, forms=())
    data = encode_roster(roster)
    assert len(data) < STATEMENT_BYTES_MAX - 3000
    begun = time.perf_counter()
    assert decode_roster(data) == roster
    assert time.perf_counter() - begun < 5


def test_ten_thousand_officers_with_hardware_keys_fit():
    """A ministry buys a key for everybody; origins that they share stand once."""
    origins = ("https://watch.alfa.example", "https://second-site.alfa.example:8471")
    ministry = tuple(
        replace(
            each,
            valid_from_ms=0,
            credentials=(
                Credential(
                    KeyScheme.WEBAUTHN_ES256,
                    pack_hardware_key(
                        HardwareKey(
                            b"\2" + each.index.to_bytes(32, "big"),
                            origins[each.index % 2],
                        )
                    ),
                ),
            ),
        )
        for each in officers(OFFICERS_MAX, "Дежурный офицер")
    )
    roster = replace(ROSTER, officers=ministry, forms=())
    data = encode_roster(roster)
    assert len(data) < STATEMENT_BYTES_MAX - 3000
    assert data.count(origins[0].encode()) == 1
    assert decode_roster(data) == roster


def test_one_officer_too_many_is_refused():
    """The limit is the reader's, whoever wrote it."""
    roster = replace(ROSTER, officers=officers(OFFICERS_MAX + 1, "O"), forms=())
    with pytest.raises(CounterpartFault):
        decode_roster(encode_roster(roster))


@given(st.frozensets(st.sampled_from(OfficerClass)))
def test_classes_are_a_sum_of_bits(classes):
    """Every set of classes, and no other number."""
    only = replace(ROSTER.officers[0], classes=classes)
    roster = replace(ROSTER, officers=(only,), forms=())
    assert decode_roster(encode_roster(roster)).officers[0].classes == classes


def test_officers_may_be_given_in_any_order():
    """The writer sorts them, the reader insists on it."""
    turned = replace(ROSTER, officers=ROSTER.officers[::-1])
    assert encode_roster(turned) == encode_roster(ROSTER)


def test_a_wrong_file_is_called_a_wrong_file():
    """A custodian who picks the wrong file should not be told of a damaged one."""
    for data in (b"", b"%PDF-1.7", encode_card(CARD), b"parley card file"):
        with pytest.raises(CounterpartFault) as fault:
            decode_cardfile(data)
        assert fault.value.code == "PLY-WIR-009"


def test_the_secret_is_bound_to_every_field_of_its_opening():
    """Moved into another opening it must not open."""
    others = [
        replace(OPENING, sender="x"),
        replace(OPENING, recipient="x"),
        replace(OPENING, mode=Mode.TEST),
        replace(OPENING, incarnation=2),
        replace(OPENING, first_serial=6),
        replace(OPENING, previous_last_serial=3),
        replace(OPENING, opened_ms=8),
        replace(OPENING, prekey_number=2),
        replace(OPENING, book=None),
        replace(OPENING, page=None),
    ]
    assert len({opening_info(each) for each in [OPENING, *others]}) == 11


def test_a_field_is_named_by_its_place():
    """The other side's engineers must find it."""
    fields = Fields([1, "two"], "sample")
    fields.uint()
    with pytest.raises(CounterpartFault) as fault:
        fields.uint()
    assert fault.value.what == (
        "The sample does not have the agreed form: field 2 must be a whole number."
    )
    with pytest.raises(CounterpartFault):
        fields.any()
