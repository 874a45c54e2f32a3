# SPDX-License-Identifier: Apache-2.0
"""A party's root: Ed25519 and ML-DSA-87, kept apart from every station.

What the root signs is rare and lives for years, so its second key is of the strongest
set; size and time do not matter there.
"""

from __future__ import annotations

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import (
    MLDSA87PrivateKey,
    MLDSA87PublicKey,
)

from parley.crypto.keys import verify_ed25519
from parley.errors import CounterpartFault
from parley.model.identity import RootKeys

_LOADED_MAX = 64


class RootPair:
    """The private halves; made from two 32-byte seeds, never written out again."""

    __slots__ = ("_ed25519", "_mldsa87", "public")

    def __init__(self, ed25519: bytes, mldsa87: bytes) -> None:
        """Take the seeds of both keys."""
        self._ed25519 = Ed25519PrivateKey.from_private_bytes(ed25519)
        self._mldsa87 = MLDSA87PrivateKey.from_seed_bytes(mldsa87)
        self.public = RootKeys(
            self._ed25519.public_key().public_bytes_raw(),
            self._mldsa87.public_key().public_bytes_raw(),
        )

    def sign(self, data_ed: bytes, data_ml: bytes) -> tuple[bytes, bytes]:
        """Return the Ed25519 signature over one and the ML-DSA-87 one over the other.

        Two ML-DSA signatures over the same bytes differ.
        """
        return self._ed25519.sign(data_ed), self._mldsa87.sign(data_ml)


def verify_root(
    public: RootKeys, data_ed: bytes, data_ml: bytes, sig_ed: bytes, sig_ml: bytes
) -> None:
    """Return if both signatures are good.

    Raises:
        CounterpartFault: PLY-KEY-103 one of the two does not verify; PLY-KEY-106 one
            of the keys is no key.

    """
    verify_ed25519(public.ed25519, data_ed, sig_ed)
    try:
        _load_mldsa87(public.mldsa87).verify(sig_ml, data_ml)
    except InvalidSignature:
        raise CounterpartFault("PLY-KEY-103", algorithm="ML-DSA-87") from None


@lru_cache(_LOADED_MAX)
def _load_mldsa87(public: bytes) -> MLDSA87PublicKey:
    try:
        return MLDSA87PublicKey.from_public_bytes(public)
    except ValueError:
        raise CounterpartFault("PLY-KEY-106", algorithm="ML-DSA-87") from None
