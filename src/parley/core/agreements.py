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

_TARGETS_S = {
    Precedence.FLASH: (10, 120),
    Precedence.IMMEDIATE: (30, 600),
    Precedence.PRIORITY: (120, 3_600),
    Precedence.ROUTINE: (600, 21_600),
}


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
        targets=tuple(
            PrecedenceTarget(precedence, receipt_s, acknowledge_s)
            for precedence, (receipt_s, acknowledge_s) in sorted(_TARGETS_S.items())
        ),
        test_interval_s=3_600,
        test_tolerance_s=300,
        epoch_age_s_max=86_400,
        software_keys_count=True,
        evidence="provable",
    )


def make_agreement(ours: Card, theirs: Card, terms: Terms | None) -> LinkAgreement:
    """Return the agreement of two stations, the same bytes seen from either side."""
    first, second = sorted((ours, theirs), key=lambda card: card.station)
    settled = terms or standard_terms(ours.mode)
    return LinkAgreement(
        version=1,
        stations=(first.station, second.station),
        card_digests=(sha256(identity_bytes(first)), sha256(identity_bytes(second))),
        mode=ours.mode,
        rules=settled.rules,
        targets=settled.targets,
        test_interval_s=settled.test_interval_s,
        test_tolerance_s=settled.test_tolerance_s,
        epoch_age_s_max=settled.epoch_age_s_max,
        software_keys_count=settled.software_keys_count,
        evidence=settled.evidence,
    )


def releases_needed(agreement: LinkAgreement, precedence: Precedence) -> int:
    """Return how many persons must release a message of this precedence."""
    fitting = [
        rule.releases
        for rule in agreement.rules
        if rule.mode is agreement.mode and precedence >= rule.precedence
    ]
    # SPEC 4.12: "Where no rule of the agreement fits, two releases are needed."
    return max(fitting, default=2)


def target(agreement: LinkAgreement, precedence: Precedence) -> PrecedenceTarget:
    """Return the agreed times of a precedence."""
    for each in agreement.targets:
        if each.precedence is precedence:
            return each
    receipt_s, acknowledge_s = _TARGETS_S[precedence]
    return PrecedenceTarget(precedence, receipt_s, acknowledge_s)
