# SPDX-License-Identifier: Apache-2.0
"""Both stations compute the same agreement, and it says what it must."""

from __future__ import annotations

import pytest

from parley.core.authority.agreements import make_agreement, standard_terms
from parley.core.identities import identity_bytes
from parley.core.targets import target
from parley.fixed import replace
from parley.model.identity import BearerAddress, Prekey
from parley.model.precedence import Mode, Precedence
from parley.wire.agreement import encode_agreement


def agreed(one, other):
    """Return the agreement of the standard terms."""
    return make_agreement(one, other, standard_terms(one.mode))


@pytest.fixture
def cards(strangers):
    """The cards of two stations."""
    return strangers.alfa.core.state.card, strangers.bravo.core.state.card


def test_both_sides_compute_the_same_bytes(cards):
    """Two signatures over bytes that differ would be no agreement."""
    alfa, bravo = cards
    assert encode_agreement(agreed(alfa, bravo)) == encode_agreement(
        agreed(bravo, alfa)
    )


def test_another_root_changes_the_agreement_and_other_keys_do_not(cards):
    """A signature given to one identity must not count for another."""
    alfa, bravo = cards
    said = alfa.delegation
    root = replace(said.root, ed25519=bytes(32))
    other = replace(alfa, delegation=replace(said, root=root))
    assert agreed(alfa, bravo) != agreed(other, bravo)
    keys = replace(said.keys, ed25519=bytes(32))
    turned = replace(alfa, delegation=replace(said, number=2, keys=keys))
    assert agreed(alfa, bravo) == agreed(turned, bravo)


def test_prekeys_and_addresses_are_not_the_identity(cards):
    """They come and go; people do not read 60 digits again for them."""
    alfa, _ = cards
    moved = replace(
        alfa,
        prekeys=(Prekey(1, bytes(1_216)),),
        addresses=(BearerAddress("tcp", "203.0.113.7:8470", b"pin"),),
    )
    assert identity_bytes(moved) == identity_bytes(alfa)


def test_settled_terms_are_used(cards):
    """What the parties settled stands in what they sign."""
    terms = replace(standard_terms(Mode.LIVE), test_interval_s=60)
    assert make_agreement(*cards, terms).terms.test_interval_s == 60


def test_a_target_left_out_falls_back(cards):
    """A precedence without agreed times is still timed."""
    terms = replace(standard_terms(Mode.LIVE), targets=())
    agreement = make_agreement(*cards, terms)
    assert target(agreement, Precedence.FLASH).acknowledge_s == 120
    standard = agreed(*cards)
    assert target(standard, Precedence.FLASH) in standard.terms.targets
