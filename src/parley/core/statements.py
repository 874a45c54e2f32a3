# SPDX-License-Identifier: Apache-2.0
"""Statements made and checked: `wire` builds the bytes, `crypto` signs them."""

from __future__ import annotations

from parley.crypto.keys import StationKeys, sign, verify
from parley.model.identity import Card, PublicKeys, Roster
from parley.wire.card import decode_card
from parley.wire.cardfile import decode_cardfile
from parley.wire.page_set import decode_page_opening, is_page_opening
from parley.wire.roster import decode_roster
from parley.wire.statement import (
    Algorithm,
    Statement,
    StatementKind,
    decode_statement,
    encode_statement,
    to_be_signed,
)


def make_statement(kind: StatementKind, payload: bytes, keys: StationKeys) -> bytes:
    """Return `payload` signed with both of our keys."""
    ed25519, mldsa44 = sign(
        keys,
        to_be_signed(kind, payload, Algorithm.ED25519),
        to_be_signed(kind, payload, Algorithm.ML_DSA_44),
    )
    return encode_statement(Statement(kind, payload, ed25519, mldsa44))


def check_statement(data: bytes, kind: StatementKind, public: PublicKeys) -> bytes:
    """Return the payload of a statement that both keys of `public` signed.

    Raises:
        CounterpartFault: malformed, of another kind, or a signature that is not good.

    """
    statement = decode_statement(data, kind)
    verify_statement(statement, public)
    return statement.payload


def verify_statement(statement: Statement, public: PublicKeys) -> None:
    """Verify both signatures of a statement already taken apart."""
    verify(
        public,
        to_be_signed(statement.kind, statement.payload, Algorithm.ED25519),
        to_be_signed(statement.kind, statement.payload, Algorithm.ML_DSA_44),
        statement.ed25519,
        statement.mldsa44,
    )


def opening_payload(body: bytes) -> bytes:
    """Return the payload of what an opening frame carries."""
    if is_page_opening(body):
        return decode_page_opening(body).payload
    return decode_statement(body, StatementKind.OPENING).payload


def open_cardfile(data: bytes) -> tuple[Card, Roster]:
    """Return the card and roster of a card file, each signed by the card's own keys.

    Good signatures only show that the file is whole: whose it is, the ceremony shows.
    """
    card_statement, roster_statement = decode_cardfile(data)
    statement = decode_statement(card_statement, StatementKind.CARD)
    card = decode_card(statement.payload)
    verify_statement(statement, card.keys)
    roster = decode_roster(
        check_statement(roster_statement, StatementKind.ROSTER, card.keys)
    )
    return card, roster
