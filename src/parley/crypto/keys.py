# SPDX-License-Identifier: Apache-2.0
"""A station's two signature keys: Ed25519 and ML-DSA-44, of which both must verify."""

from __future__ import annotations

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.mldsa import (
    MLDSA44PrivateKey,
    MLDSA44PublicKey,
)

from parley.errors import CounterpartFault
from parley.model.identity import PublicKeys

# A station speaks with a handful of others; each has one pair.
_LOADED_MAX = 64


class StationKeys:
    """The private halves; made from two 32-byte seeds, never written out again.

    A station has two such pairs: who it is, and with it the pair by which it cosigns
    what others log (`witness`).  A signature of one can never stand for the other's.
    """

    __slots__ = ("_ed25519", "_mldsa44", "_witness", "public")

    def __init__(
        self,
        ed25519: Ed25519PrivateKey,
        mldsa44: MLDSA44PrivateKey,
        witness: StationKeys | None = None,
    ) -> None:
        """Take both keys; `from_seeds` is the usual way."""
        self._ed25519 = ed25519
        self._mldsa44 = mldsa44
        self._witness = witness
        self.public = PublicKeys(
            ed25519.public_key().public_bytes_raw(),
            mldsa44.public_key().public_bytes_raw(),
        )

    @classmethod
    def from_seeds(
        cls, ed25519: bytes, mldsa44: bytes, witness: StationKeys | None = None
    ) -> StationKeys:
        """Return the keys that two seeds of 32 bytes determine."""
        return cls(
            Ed25519PrivateKey.from_private_bytes(ed25519),
            MLDSA44PrivateKey.from_seed_bytes(mldsa44),
            witness,
        )

    @property
    def witness(self) -> StationKeys:
        """The pair by which this station cosigns."""
        assert self._witness is not None, "a pair that cosigns has none of its own"
        return self._witness

    def sign_ed25519(self, data: bytes) -> bytes:
        """Return the 64-byte signature over `data`."""
        return self._ed25519.sign(data)

    def sign_mldsa44(self, data: bytes) -> bytes:
        """Return a 2,420-byte signature over `data`; two of them differ."""
        return self._mldsa44.sign(data)


def sign(keys: StationKeys, data_ed: bytes, data_ml: bytes) -> tuple[bytes, bytes]:
    """Return the Ed25519 signature over one input and the ML-DSA-44 one over the other.

    The inputs differ where a format names the algorithm inside what is signed.
    """
    return keys.sign_ed25519(data_ed), keys.sign_mldsa44(data_ml)


def verify(
    public: PublicKeys, data_ed: bytes, data_ml: bytes, sig_ed: bytes, sig_ml: bytes
) -> None:
    """Return if both signatures are good.

    Raises:
        CounterpartFault: PLY-KEY-103 one of the two does not verify; PLY-KEY-106 one
            of the keys is no key.

    """
    # SPEC 1.5: "a verifier MUST NOT report one of the two as a success."
    # The cheap one first: a forger costs 0.1 ms and not 0.3.
    verify_ed25519(public.ed25519, data_ed, sig_ed)
    verify_mldsa44(public.mldsa44, data_ml, sig_ml)


def verify_ed25519(public: bytes, data: bytes, signature: bytes) -> None:
    """Return if an Ed25519 signature is good.

    Raises:
        CounterpartFault: PLY-KEY-103, PLY-KEY-106.

    """
    try:
        load_ed25519(public).verify(signature, data)
    except InvalidSignature:
        raise CounterpartFault("PLY-KEY-103", algorithm="Ed25519") from None


def verify_mldsa44(public: bytes, data: bytes, signature: bytes) -> None:
    """Return if an ML-DSA-44 signature is good.

    Raises:
        CounterpartFault: PLY-KEY-103, PLY-KEY-106.

    """
    try:
        _load_mldsa44(public).verify(signature, data)
    except InvalidSignature:
        raise CounterpartFault("PLY-KEY-103", algorithm="ML-DSA-44") from None


@lru_cache(_LOADED_MAX)
def load_ed25519(public: bytes) -> Ed25519PublicKey:
    """Return the loaded key.

    Raises:
        CounterpartFault: PLY-KEY-106.

    """
    try:
        return Ed25519PublicKey.from_public_bytes(public)
    except ValueError:
        raise CounterpartFault("PLY-KEY-106", algorithm="Ed25519") from None


@lru_cache(_LOADED_MAX)
def _load_mldsa44(public: bytes) -> MLDSA44PublicKey:
    try:
        return MLDSA44PublicKey.from_public_bytes(public)
    except ValueError:
        raise CounterpartFault("PLY-KEY-106", algorithm="ML-DSA-44") from None
