# SPDX-License-Identifier: Apache-2.0
"""Keys by which a bearer tells the counterpart's pieces from a stranger's.

Where pieces pass through strangers' hands - a stick, a mailbox, a relay - each bears a
tag under a key that only the two stations have.  It comes from the TLS keys whose
certificates stand in the cards, so nothing more has to be exchanged.  It proves nothing
about a message: frames are sealed and entries signed before any bearer sees them.
Whoever breaks it can waste a receiver's time, and see which boxes belong together.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from parley.crypto.expand import expand
from parley.errors import LocalFault

TAG_BYTES: Final = 16
_SECRET_BYTES = 32


class CarrierKeys:
    """The keys of one direction over one kind of carrier."""

    __slots__ = ("_secret", "_tag_key")

    def __init__(self, secret: bytes, kind: str, sender: str, recipient: str) -> None:
        """Take what `shared_secret` returned, and whose pieces these are."""
        # SPEC 10.51: "The secret of a direction is HKDF-Expand of the shared secret
        # with the label "parley/1 carrier", a zero byte, the kind of carrier, a zero
        # byte, the sender's station name, a zero byte and the recipient's; 32 bytes."
        label = f"parley/1 carrier\0{kind}\0{sender}\0{recipient}".encode()
        self._secret = expand(secret, label, _SECRET_BYTES)
        self._tag_key = self.derive("tag")

    def derive(self, purpose: str) -> bytes:
        """Return 32 bytes for one purpose, as the name of a box."""
        # SPEC 10.52: "What a direction needs beside, such as the key of its tags, is
        # HKDF-Expand of its secret with the label "parley/1 carrier", a space and the
        # purpose; 32 bytes."
        return expand(self._secret, f"parley/1 carrier {purpose}".encode(), 32)

    def digest(self, data: bytes) -> bytes:
        """Return 32 bytes that only the two stations can compute of `data`."""
        return hashlib.blake2b(data, digest_size=32, key=self._tag_key).digest()

    def tag(self, data: bytes) -> bytes:
        """Return the tag of `data`."""
        # SPEC 10.53: "A tag is keyed BLAKE2b (RFC 7693) of 16 bytes under the key of
        # the purpose "tag"."
        return hashlib.blake2b(data, digest_size=TAG_BYTES, key=self._tag_key).digest()

    def is_tag(self, data: bytes, tag: bytes) -> bool:
        """Say whether `tag` is that of `data`, in constant time."""
        return hmac.compare_digest(self.tag(data), tag)


def shared_secret(key: bytes, certificate: bytes) -> bytes:
    """Return what our TLS key and the counterpart's certificate have in common.

    Args:
        key: Our private key, DER (PKCS #8).
        certificate: The counterpart's pinned certificate, DER.

    Returns:
        32 uniform bytes; the counterpart gets the same from its key and ours.

    Raises:
        LocalFault: PLY-BRR-006 our key, PLY-BRR-007 the certificate cannot be used.

    """
    try:
        ours = serialization.load_der_private_key(key, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise LocalFault("PLY-BRR-006", reason="the key cannot be read") from None
    if not isinstance(ours, ec.EllipticCurvePrivateKey):
        raise LocalFault("PLY-BRR-006", reason="the key is of another kind")
    try:
        theirs = x509.load_der_x509_certificate(certificate).public_key()
    except (ValueError, UnsupportedAlgorithm):
        raise LocalFault("PLY-BRR-007") from None
    if not isinstance(theirs, ec.EllipticCurvePublicKey):
        raise LocalFault("PLY-BRR-007")
    # SPEC 10.50: "The shared secret of two stations is HKDF-SHA256 without salt over
    # the ECDH secret of their certificates' P-256 keys, with the info "parley/1
    # shared"; 32 bytes."
    try:
        agreed = ours.exchange(ec.ECDH(), theirs)
    except ValueError:  # another curve
        raise LocalFault("PLY-BRR-007") from None
    return HKDF(hashes.SHA256(), _SECRET_BYTES, None, b"parley/1 shared").derive(agreed)
