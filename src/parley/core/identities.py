# SPDX-License-Identifier: Apache-2.0
"""Who a station is, apart from all on its card that comes and goes."""

from __future__ import annotations

from parley.crypto.digest import sha256
from parley.model.identity import Card, Delegation, PublicKeys
from parley.wire.cbor import dumps

_NAME_BYTES = 8


def identity_bytes(card: Card) -> bytes:
    """Return what a fingerprint and an agreement are about: who, not which prekeys."""
    # SPEC 4.1: "The identity of a station is the deterministic encoding of its party,
    # its station name, its mode and the two keys of its root, in this order."
    return identity_of(card.delegation)


def identity_of(said: Delegation) -> bytes:
    """Return the identity that a delegation is about."""
    names = (said.party, said.station)
    return dumps([*names, int(said.mode), said.root.ed25519, said.root.mldsa87])


def keys_name(keys: PublicKeys, witness: PublicKeys) -> str:
    """Return 16 characters by which people tell two sets of keys apart."""
    pairs = (keys, witness)
    whole = b"".join(key for pair in pairs for key in (pair.ed25519, pair.mldsa44))
    name = sha256(whole)[:_NAME_BYTES].hex()
    return " ".join(name[at : at + 4] for at in range(0, len(name), 4))
