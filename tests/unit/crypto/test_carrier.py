# SPDX-License-Identifier: Apache-2.0
"""Keys of carriers: the same on both sides, another for everything else."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from parley.crypto.carrier import CarrierKeys, shared_secret
from parley.errors import LocalFault
from parley.testing.carried import ALFA_PAIR, BRAVO_PAIR


def der(key) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def test_both_sides_compute_the_same_secret():
    """Otherwise nothing that either carries is taken by the other."""
    # SPEC 10.50: "The shared secret of two stations is HKDF-SHA256 without salt over
    # the ECDH secret of their certificates' P-256 keys, with the info "parley/1
    # shared"; 32 bytes."
    ours = shared_secret(ALFA_PAIR[1], BRAVO_PAIR[0])
    assert ours == shared_secret(BRAVO_PAIR[1], ALFA_PAIR[0])
    assert ours != shared_secret(ALFA_PAIR[1], ALFA_PAIR[0])


def test_directions_kinds_and_purposes_have_different_keys():
    """A chunk sent back to its sender, or moved to another carrier, is a stranger's."""
    secret = bytes(32)
    sets = [
        CarrierKeys(secret, "file", "a.example", "b.example"),
        CarrierKeys(secret, "file", "b.example", "a.example"),
        CarrierKeys(secret, "mail", "a.example", "b.example"),
        CarrierKeys(bytes(31) + b"\x01", "file", "a.example", "b.example"),
    ]
    assert len({each.tag(b"x") for each in sets}) == 4
    assert len({each.derive("box") for each in sets}) == 4
    assert sets[0].derive("box") != sets[0].derive("tag")


def test_an_altered_byte_is_seen():
    """The decoder behind has no check of its own."""
    keys = CarrierKeys(bytes(32), "file", "a.example", "b.example")
    tag = keys.tag(b"symbol")
    assert keys.is_tag(b"symbol", tag)
    assert not keys.is_tag(b"symbom", tag)
    assert not keys.is_tag(b"symbol", tag[:-1] + bytes((tag[-1] ^ 1,)))


@pytest.mark.parametrize(
    "key",
    [b"", b"no key", der(ed25519.Ed25519PrivateKey.generate())],
    ids=["none", "noise", "another kind"],  # a drawn key is another in each worker
)
def test_a_key_of_ours_that_cannot_agree_is_named(key):
    """The keystore may have been restored from something else."""
    with pytest.raises(LocalFault, match="BRR-006"):
        shared_secret(key, BRAVO_PAIR[0])


def test_a_certificate_that_cannot_agree_is_named():
    """A card may hold anything a counterpart has signed."""
    with pytest.raises(LocalFault, match="BRR-007"):
        shared_secret(ALFA_PAIR[1], b"no certificate")
    other = der(ec.generate_private_key(ec.SECP384R1()))
    with pytest.raises(LocalFault, match="BRR-007"):
        shared_secret(other, BRAVO_PAIR[0])
