# SPDX-License-Identifier: Apache-2.0
"""Who a station is, apart from everything on its card that comes and goes."""

from __future__ import annotations

from parley.model.identity import Card
from parley.wire.cbor import dumps


def identity_bytes(card: Card) -> bytes:
    """Return what a fingerprint and an agreement are about: who, not which prekeys."""
    # SPEC 4.1: "The identity of a station is the deterministic encoding of its party,
    # its station name, its mode, its two public keys and its two witness keys, in this
    # order."
    pairs = (card.keys, card.witness)
    keys = [key for pair in pairs for key in (pair.ed25519, pair.mldsa44)]
    return dumps([card.party, card.station, int(card.mode), *keys])
