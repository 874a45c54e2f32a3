# SPDX-License-Identifier: Apache-2.0
"""Prekeys: X-Wing key pairs (ML-KEM-768 with X25519), each made from a 32-byte seed."""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.asymmetric.mlkem import (
    MLKEM768PrivateKey,
    MLKEM768PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.hpke import (
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
)

from parley.errors import CounterpartFault

_SEED_BYTES = 32
_MLKEM_SEED_BYTES = 64
_MLKEM_PUBLIC_BYTES = 1184


class PrekeyPair:
    """A prekey with its private half; destroyed when its opening is accepted."""

    __slots__ = ("private", "public")

    def __init__(self, private: MLKEM768X25519PrivateKey, public: bytes) -> None:
        """Take both halves; `from_seed` is the usual way."""
        self.private = private
        self.public = public

    @classmethod
    def from_seed(cls, seed: bytes) -> PrekeyPair:
        """Return the pair that a seed of 32 bytes determines."""
        assert len(seed) == _SEED_BYTES, "a prekey seed is 32 bytes"
        # SPEC 3.8: "A prekey is expanded from a seed of 32 bytes as X-Wing does it:
        # SHAKE256(seed, 96 bytes), of which 64 are the ML-KEM-768 seed and 32 the
        # X25519 key."
        expanded = hashlib.shake_256(seed).digest(96)
        mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED_BYTES])
        x25519 = X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED_BYTES:])
        public = (
            mlkem.public_key().public_bytes_raw()
            + x25519.public_key().public_bytes_raw()
        )
        return cls(MLKEM768X25519PrivateKey(mlkem, x25519), public)


def load_public(public: bytes) -> MLKEM768X25519PublicKey:
    """Return the loaded public half.

    Raises:
        CounterpartFault: PLY-KEY-106 it is no X-Wing key.

    """
    # The library checks the length of both parts, and so of the whole.
    try:
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC_BYTES]),
            X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC_BYTES:]),
        )
    except ValueError:
        raise CounterpartFault("PLY-KEY-106", algorithm="X-Wing") from None
