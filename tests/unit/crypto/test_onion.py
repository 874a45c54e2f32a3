# SPDX-License-Identifier: Apache-2.0
"""Both stations come to the same onion service, and nobody else does."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from parley.crypto.carrier import CarrierKeys
from parley.crypto.onion import OnionKeys

stem = pytest.importorskip("stem.descriptor.hidden_service")


def keys(secret: bytes = b"s" * 32, caller: str = "a", waits: str = "b") -> OnionKeys:
    return OnionKeys(CarrierKeys(secret, "tor", caller, waits))


def test_both_ends_have_the_same_service():
    """One computes whom to call and the other where to wait, without a word."""
    # SPEC 10.150: "The key of the service MUST be the Ed25519 key (RFC 8032) of the
    # seed that the secret of the direction from the calling station to the waiting one
    # gives for the purpose "onion" (10.52)."
    assert keys().address == keys().address
    assert keys().service_key() == keys().service_key()
    assert len({keys().address, keys(b"t" * 32).address, keys(waits="c").address}) == 3
    assert keys().address != keys(caller="b", waits="a").address


def test_address_is_one_that_tor_accepts():
    """A wrong check sum would look like a counterpart that is away."""
    # SPEC 10.151: "Its address is that of version 3 of Tor's onion services, its port
    # 8470."
    address = keys().address
    found = stem.HiddenServiceDescriptorV3.identity_key_from_address(address)
    assert stem.HiddenServiceDescriptorV3.address_from_identity_key(found) == (
        f"{address}.onion"
    )


def test_expanded_key_is_clamped_as_tor_wants_it():
    """Tor refuses others."""
    expanded = base64.b64decode(keys().service_key())
    assert len(expanded) == 64
    assert expanded[0] & 7 == 0
    assert expanded[31] & 0xC0 == 0x40


def test_callers_key_opens_what_the_service_admits():
    """The two halves go to two Tors and must be of one key."""
    # SPEC 10.152: "The service MUST admit only a caller who holds the X25519 key whose
    # private half is what the same secret gives for the purpose "onion caller"."
    private = base64.b64decode(keys().caller_key())
    public = X25519PrivateKey.from_private_bytes(private).public_key()
    admitted = base64.b32decode(keys().admitted() + "====")
    assert admitted == public.public_bytes_raw()
    assert keys().caller_key() != keys(caller="c").caller_key()
