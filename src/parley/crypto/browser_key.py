# SPDX-License-Identifier: Apache-2.0
"""The key that a browser holds and cannot give away.

It proves that an act comes from the very screen at which an officer signed on.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from parley.crypto.digest import sha256

PUBLIC_BYTES = 65
SIGNATURE_BYTES = 64
_LABEL = b"parley/1 screen\0"


def is_browser_key(public: bytes) -> bool:
    """Say whether `public` is a point of P-256, uncompressed as WebCrypto gives it."""
    if len(public) != PUBLIC_BYTES:
        return False
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
    except ValueError:
        return False
    return True


def proves(
    public: bytes, path: str, body: bytes, nonce: bytes, signature: bytes
) -> bool:
    """Say whether the browser with the key `public` made this very request."""
    if len(signature) != SIGNATURE_BYTES:
        return False
    half = SIGNATURE_BYTES // 2
    r = int.from_bytes(signature[:half], "big")
    s = int.from_bytes(signature[half:], "big")
    signed = _LABEL + nonce + sha256(body) + path.encode()
    try:
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
        key.verify(encode_dss_signature(r, s), signed, ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
