# SPDX-License-Identifier: Apache-2.0
"""The standard terms: what two parties sign unless they agree on other terms.

They are computed from both cards alone, so both stations sign the same bytes.
"""

from __future__ import annotations

from parley.crypto.digest import sha256
from parley.model.agreement import (
    LinkAgreement,
    PrecedenceTarget,
    ReleaseRule,
    Terms,
)
from parley.model.identity import Card
from parley.model.precedence import Mode, Precedence
from parley.wire.cbor import dumps

_TARGETS = (
    PrecedenceTarget(Precedence.ROUTINE, 600, 21_600, escalate_s=(21_600,)),
    PrecedenceTarget(Precedence.PRIORITY, 120, 3_600, 10_800, 28_800, (3_600,)),
    PrecedenceTarget(Precedence.IMMEDIATE, 30, 600, 1_800, 3_600, (300, 600)),
    PrecedenceTarget(Precedence.FLASH, 10, 120, 600, 900, (60, 120, 300)),
)


def identity_bytes(card: Card) -> bytes:
    """Return what a fingerprint and an agreement are about: who, not which prekeys."""
    # SPEC 4.1: "The identity of a station is the deterministic encoding of its party,
    # its station name, its mode and its two public keys, in this order."
    return dumps(
        [card.party, card.station, int(card.mode), card.keys.ed25519, card.keys.mldsa44]
    )


def standard_terms(mode: Mode) -> Terms:
    """Return the terms in force where the parties settled no others.

    Two persons release everything in LIVE, and a FLASH in any mode.
    """
    everyday = 2 if mode is Mode.LIVE else 1
    return Terms(
        rules=(
            ReleaseRule(mode, Precedence.ROUTINE, everyday),
            ReleaseRule(mode, Precedence.FLASH, 2),
        ),
        targets=_TARGETS,
        test_interval_s=3_600,
        test_tolerance_s=300,
        epoch_age_s_max=86_400,
        software_keys_count=True,
        evidence="provable",
    )


def make_agreement(ours: Card, theirs: Card, terms: Terms | None) -> LinkAgreement:
    """Return the agreement of two stations, the same bytes seen from either side."""
    first, second = sorted((ours, theirs), key=lambda card: card.station)
    return LinkAgreement(
        version=1,
        previous=None,
        stations=(first.station, second.station),
        card_digests=(sha256(identity_bytes(first)), sha256(identity_bytes(second))),
        mode=ours.mode,
        terms=terms or standard_terms(ours.mode),
    )


def target(agreement: LinkAgreement, precedence: Precedence) -> PrecedenceTarget:
    """Return the agreed times of a precedence, or the standard ones."""
    # Two precedences never share a target, and every precedence has a standard one.
    for each in (*agreement.terms.targets, *_TARGETS):
        if each.precedence is precedence:
            return each
    raise AssertionError(precedence)
