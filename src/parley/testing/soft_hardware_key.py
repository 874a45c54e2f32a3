# SPDX-License-Identifier: Apache-2.0
"""A hardware key that is not one, for tests and vectors.

Its private half comes from a seed that anybody can read, it touches itself and enters
its own PIN.  It can also lie in every way a key or a browser could.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from parley.crypto.assertion import PLAIN, Assertion
from parley.crypto.hardware_key import pack_hardware_key
from parley.crypto.webauthn import make_release
from parley.model.hardware import HardwareKey
from parley.model.identity import KeyScheme
from parley.model.message import Release


@dataclass
class FrighteninglySoftHardwareKey:
    """Never on a roster outside a test."""

    seed: str
    scheme: KeyScheme
    origin: str
    counter: int = 0
    _key: EllipticCurvePrivateKey | Ed25519PrivateKey = field(init=False)

    def __post_init__(self) -> None:
        """Make the private half of the seed."""
        secret = hashlib.sha256(self.seed.encode()).digest()
        if self.scheme is KeyScheme.WEBAUTHN_ES256:
            number = int.from_bytes(secret[:31], "big") + 1
            self._key = derive_private_key(number, SECP256R1())
        else:
            self._key = Ed25519PrivateKey.from_private_bytes(secret)

    @property
    def credential(self) -> bytes:
        """The key's own name for it."""
        return hashlib.sha256(b"credential " + self.seed.encode()).digest()

    @property
    def public(self) -> bytes:
        """The public half as the roster has it."""
        if isinstance(self._key, Ed25519PrivateKey):
            return self._key.public_key().public_bytes_raw()
        return self._key.public_key().public_bytes(
            Encoding.X962, PublicFormat.CompressedPoint
        )

    @property
    def public_key(self) -> bytes:
        """What stands on the roster as the public key."""
        return pack_hardware_key(HardwareKey(self.public, self.origin))

    def sign_bytes(self, data: bytes) -> bytes:
        """Return the signature as a key gives it: DER of P-256, 64 bytes of Ed25519."""
        if isinstance(self._key, Ed25519PrivateKey):
            return self._key.sign(data)
        return self._key.sign(data, ECDSA(SHA256(), deterministic_signing=True))

    def assertion(
        self,
        digest: bytes,
        *,
        host: str | None = None,
        flags: int = PLAIN,
        more: bytes = b"",
        **said: object,
    ) -> Assertion:
        """Return what a key and a browser would make of a digest, or of a lie."""
        self.counter += 1
        rp_id = HardwareKey(b"", self.origin).host if host is None else host
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        words = {
            "type": "webauthn.get",
            "challenge": challenge,
            "origin": self.origin,
            "crossOrigin": False,
            **said,
        }
        return Assertion(
            hashlib.sha256(rp_id.encode()).digest()
            + bytes([flags])
            + self.counter.to_bytes(4, "big")
            + more,
            json.dumps(words, separators=(",", ":")).encode(),
        )

    def release(self, officer: int, digest: bytes, made: Assertion) -> Release:
        """Sign an assertion and put it into the form of the wire."""
        signature = self.sign_bytes(made.signed)
        return make_release(
            officer, self.scheme, self.public_key, digest, made, signature
        )

    def sign(self, officer: int, digest: bytes) -> Release:
        """Return an honest release."""
        return self.release(officer, digest, self.assertion(digest))
