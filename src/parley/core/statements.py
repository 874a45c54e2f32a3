# SPDX-License-Identifier: Apache-2.0
"""Statements made and checked: `wire` builds the bytes, `crypto` signs them."""

from __future__ import annotations

from parley.crypto.keys import StationKeys, sign, verify
from parley.crypto.root import RootPair, verify_root
from parley.errors import CounterpartFault
from parley.model.identity import Card, Delegation, PublicKeys, Roster
from parley.wire.card import decode_card
from parley.wire.cardfile import decode_cardfile
from parley.wire.delegation import (
    DelegationRequest,
    decode_delegation,
    encode_delegation,
)
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
        statement.mldsa,
    )


def opening_payload(body: bytes) -> bytes:
    """Return the payload of what an opening frame carries."""
    if is_page_opening(body):
        return decode_page_opening(body).payload
    return decode_statement(body, StatementKind.OPENING).payload


def make_delegation(said: Delegation, root: RootPair) -> bytes:
    """Return a delegation signed with both root keys."""
    kind, payload = StatementKind.DELEGATION, encode_delegation(said)
    ed25519, mldsa87 = root.sign(
        to_be_signed(kind, payload, Algorithm.ED25519),
        to_be_signed(kind, payload, Algorithm.ML_DSA_87),
    )
    return encode_statement(Statement(kind, payload, ed25519, mldsa87))


def delegate(
    root: RootPair, request: DelegationRequest, number: int, from_ms: int, to_ms: int
) -> bytes:
    """Return the delegation that a request asks for, signed with both root keys."""
    said = Delegation(
        number,
        root.public,
        request.party,
        request.station,
        request.mode,
        request.keys,
        request.witness,
        from_ms,
        to_ms,
    )
    return make_delegation(said, root)


def check_delegation(data: bytes) -> Delegation:
    """Return a delegation that the root it names has signed; whose that is, is open.

    Raises:
        CounterpartFault: malformed or of another kind; PLY-KEY-161 its root has not
            signed it.

    """
    statement = decode_statement(data, StatementKind.DELEGATION)
    said = decode_delegation(statement.payload)
    kind, payload = statement.kind, statement.payload
    # SPEC 7.154: "A delegation MUST be refused unless both keys of the root it names
    # have signed it."
    try:
        verify_root(
            said.root,
            to_be_signed(kind, payload, Algorithm.ED25519),
            to_be_signed(kind, payload, Algorithm.ML_DSA_87),
            statement.ed25519,
            statement.mldsa,
        )
    except CounterpartFault:
        raise CounterpartFault("PLY-KEY-161", number=said.number) from None
    return said


def open_cardfile(data: bytes) -> tuple[Card, Roster]:
    """Return the card and roster of a card file, each signed by the delegated keys.

    Good signatures only show that the file is whole: whose it is, the ceremony shows.
    """
    # SPEC 1.13: "A card is signed by the keys that its delegation names, every other
    # statement of a station by the keys of its delegation in force."
    card_statement, roster_statement = decode_cardfile(data)
    statement = decode_statement(card_statement, StatementKind.CARD)
    card = decode_card(statement.payload)
    check_delegation(card.delegated)
    verify_statement(statement, card.keys)
    roster = decode_roster(
        check_statement(roster_statement, StatementKind.ROSTER, card.keys)
    )
    return card, roster
