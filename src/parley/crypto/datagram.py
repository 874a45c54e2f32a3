# SPDX-License-Identifier: Apache-2.0
"""Datagrams between two stations whose certificates are pinned in each other's card.

The key comes from both certificates alone, so that a datagram is judged without any
memory of its sender: a stranger costs one opening that fails.  It proves nothing about
a message; frames are sealed and entries signed before they come here.
"""

from __future__ import annotations

from typing import Final

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from parley.crypto.certificate import certificate_public_key
from parley.crypto.digest import sha256
from parley.errors import LocalFault

NONCE_BYTES: Final = 12
SEAL_BYTES: Final = 16
_KEY_BYTES = 32


class DatagramKeys:
    """One key for what we send and one for what they send."""

    def __init__(self, certificate: bytes, key: bytes, theirs: bytes) -> None:
        """Agree on the keys from our pair and their certificate, all DER.

        Raises:
            LocalFault: PLY-BRR-006 our key, PLY-BRR-007 their certificate cannot be
                used.

        """
        try:
            private = serialization.load_der_private_key(key, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise LocalFault("PLY-BRR-006", reason="the key cannot be read") from None
        public = certificate_public_key(theirs)
        if not isinstance(private, ec.EllipticCurvePrivateKey):
            raise LocalFault("PLY-BRR-006", reason="it is no key of a curve")
        if (
            not isinstance(public, ec.EllipticCurvePublicKey)
            or public.curve.name != private.curve.name
        ):
            raise LocalFault("PLY-BRR-007")
        # SPEC 10.32: "The secret is ECDH (P-256) of the two certificates' keys; the key
        # of a direction is HKDF-SHA256 of it, without salt, with as info "parley/1
        # datagram" followed by the SHA-256 digests of the sender's and the recipient's
        # certificate."
        secret = private.exchange(ec.ECDH(), public)
        ours, other = sha256(certificate), sha256(theirs)
        self._out = AESGCMSIV(_key(secret, ours + other))
        self._in = AESGCMSIV(_key(secret, other + ours))

    def seal(self, nonce: bytes, plain: bytes) -> bytes:
        """Return a datagram; no nonce may come twice."""
        return nonce + self._out.encrypt(nonce, plain, None)

    def open(self, datagram: bytes) -> bytes | None:
        """Return what a datagram says; None for a stranger's."""
        nonce, sealed = datagram[:NONCE_BYTES], datagram[NONCE_BYTES:]
        try:
            return self._in.decrypt(nonce, sealed, None)
        except (InvalidTag, ValueError):
            return None


def _key(secret: bytes, ends: bytes) -> bytes:
    info = b"parley/1 datagram" + ends
    return HKDF(hashes.SHA256(), _KEY_BYTES, salt=None, info=info).derive(secret)
