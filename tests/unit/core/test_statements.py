# SPDX-License-Identifier: Apache-2.0
"""Statements: both signatures, the right kind, the right signer."""

from __future__ import annotations

import pytest

from parley.core.events import CardRequested
from parley.core.statements import (
    check_statement,
    make_statement,
    open_cardfile,
    verify_statement,
)
from parley.crypto.keys import StationKeys
from parley.errors import CounterpartFault
from parley.wire.statement import Statement, StatementKind, decode_statement

KEYS = StationKeys.from_seeds(b"a" * 32, b"b" * 32)
OTHERS = StationKeys.from_seeds(b"c" * 32, b"d" * 32)
PAYLOAD = b"\x81\x01"


def test_statement_verifies_and_yields_its_payload():
    """Made and checked by the two halves of one module."""
    data = make_statement(StatementKind.ROSTER, PAYLOAD, KEYS)
    assert check_statement(data, StatementKind.ROSTER, KEYS.public) == PAYLOAD


def test_statement_of_another_signer_is_refused():
    """Whose card it is, decides whose signature counts."""
    data = make_statement(StatementKind.ROSTER, PAYLOAD, OTHERS)
    with pytest.raises(CounterpartFault) as fault:
        check_statement(data, StatementKind.ROSTER, KEYS.public)
    assert fault.value.code == "PLY-KEY-103"


@pytest.mark.parametrize("forged", ["ed25519", "mldsa44"])
def test_one_good_signature_of_two_is_refused(forged):
    """Either algorithm may be broken one day; not both on one day."""
    ours, theirs = (
        decode_statement(
            make_statement(StatementKind.ROSTER, PAYLOAD, keys), StatementKind.ROSTER
        )
        for keys in (KEYS, OTHERS)
    )
    mixed = Statement(
        StatementKind.ROSTER,
        PAYLOAD,
        (theirs if forged == "ed25519" else ours).ed25519,
        (theirs if forged == "mldsa44" else ours).mldsa,
    )
    with pytest.raises(CounterpartFault) as fault:
        verify_statement(mixed, KEYS.public)
    assert fault.value.code == "PLY-KEY-103"


@pytest.mark.parametrize(
    "kind", [k for k in StatementKind if k not in {"roster", "delegation"}]
)
def test_signature_for_one_kind_is_none_for_another(kind):
    """The kind is signed: a card can never be read as a roster."""
    signed = decode_statement(make_statement(kind, PAYLOAD, KEYS), kind)
    moved = Statement(
        StatementKind.ROSTER, signed.payload, signed.ed25519, signed.mldsa
    )
    with pytest.raises(CounterpartFault):
        verify_statement(moved, KEYS.public)


def test_card_file_opens_to_its_card_and_roster(strangers):
    """The two halves are of one station."""
    card, roster = open_cardfile(strangers.alfa.tell(CardRequested()))
    assert card.station == roster.station == "alfa.example"
    assert card.keys == strangers.alfa.keys.public
    assert len(card.prekeys) == 4
