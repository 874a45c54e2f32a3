# SPDX-License-Identifier: Apache-2.0
"""A counterpart as kept on disk: believed only as far as both signatures reach."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from parley.core.authority.delegating import Shelves, their_delegations
from parley.core.state import Link, StationState
from parley.core.statements import check_statement
from parley.errors import CounterpartFault, LocalFault
from parley.model.identity import Counterpart, Delegation, Roster
from parley.wire.agreement import decode_agreement
from parley.wire.card import decode_card
from parley.wire.cbor import loads
from parley.wire.roster import decode_roster
from parley.wire.statement import StatementKind

_FIELDS = 11


def recover_link(
    state: StationState,
    name: str,
    value: bytes,
    roster_statement: bytes | None,
    records: Shelves,
) -> Link:
    """Return a link as it was kept, its agreement and roster verified anew.

    Raises:
        LocalFault: PLY-AUT-010 another version wrote it; -011 the agreement on disk is
            not what both sides signed; -012 the roster is not what they signed.

    """
    fields: Any = loads(value)
    if not isinstance(fields, list) or len(fields) != _FIELDS:
        raise LocalFault("PLY-AUT-010", name=name)
    card_bytes, digits, by, confirmed_ms, agreement, ours, theirs, *rest = fields
    before, judged_from, proposals, proposed = rest
    try:
        card = decode_card(card_bytes)
        agreed = decode_agreement(agreement)
    except CounterpartFault:
        raise LocalFault("PLY-AUT-010", name=name) from None
    # SPEC 7.26: "A station MUST NOT start with an agreement that is not, byte for byte,
    # what each signature it keeps is over."
    known = their_delegations(name, card, records)
    signed = [(ours, state.delegations)]
    if theirs is not None:
        signed.append((theirs, known))
    for statement, delegations in signed:
        if _body(statement, StatementKind.AGREEMENT, delegations) != agreement:
            raise LocalFault("PLY-AUT-011", name=name)
    roster = _body(roster_statement, StatementKind.ROSTER, known)
    if roster is None or roster_statement is None:
        raise LocalFault("PLY-AUT-012", name=name)
    counterpart = Counterpart(card, decode_roster(roster), digits, by, confirmed_ms)
    link = Link(name, counterpart, agreed, ours, theirs)
    link.delegations = known
    link.roster_statement = roster_statement
    link.before = None if before is None else decode_agreement(before)
    link.judged_from = judged_from
    link.proposals = tuple(proposals)
    link.proposed = proposed
    return link


def _body(
    statement: object, kind: StatementKind, delegations: Mapping[int, Delegation]
) -> bytes | None:
    """Return what was signed under any delegation so far: it was good when it came."""
    if not isinstance(statement, bytes):
        return None
    for number in sorted(delegations, reverse=True):
        with suppress(CounterpartFault):
            return check_statement(statement, kind, delegations[number].keys)
    return None


def recover_roster(statement: bytes, own: Mapping[int, Delegation]) -> Roster:
    """Return our own roster as it was kept.

    Raises:
        LocalFault: PLY-AUT-010 another version wrote it; -012 it is not what we signed.

    """
    payload = _body(statement, StatementKind.ROSTER, own)
    if payload is None:
        raise LocalFault("PLY-AUT-012", name="our own station")
    try:
        return decode_roster(payload)
    except CounterpartFault:
        raise LocalFault("PLY-AUT-010", name="our own roster") from None
