# SPDX-License-Identifier: Apache-2.0
"""Seals what lies on the disk under the archive key.

The nonce is derived from what is sealed, so that no randomness is needed and a
restored backup cannot repeat a nonce with other contents.  Equal contents in an equal
context therefore look equal; contexts name the place, and a place holds one value.
"""

from __future__ import annotations

import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from parley.crypto.expand import expand
from parley.errors import LocalFault

_VERSION = b"\x01"
_KEY_BYTES = 32
_NONCE_BYTES = 12
_OVERHEAD_BYTES = len(_VERSION) + _NONCE_BYTES + 16


class Vault:
    """Seals and opens values, each bound to a context (its place in the store)."""

    __slots__ = ("_cipher", "_nonce_key")

    def __init__(self, key: bytes) -> None:
        """Take the archive key, 32 bytes."""
        assert len(key) == _KEY_BYTES, "an archive key is 32 bytes"
        self._cipher = AESGCMSIV(expand(key, b"parley/1 vault", _KEY_BYTES))
        self._nonce_key = expand(key, b"parley/1 vault nonce", _KEY_BYTES)

    def seal(self, context: bytes, data: bytes, nonce: bytes = b"") -> bytes:
        """Return `data` sealed for `context`, 29 bytes longer.

        `nonce`, where given, is mixed into the derived nonce, so that equal values in
        one place no longer look equal.
        """
        derived = hmac.digest(
            self._nonce_key,
            b"%d:%b%d:%b%b" % (len(context), context, len(nonce), nonce, data),
            "sha256",
        )[:_NONCE_BYTES]
        return _VERSION + derived + self._cipher.encrypt(derived, data, context)

    def open(self, context: bytes, sealed: bytes) -> bytes:
        """Return what was sealed for `context`.

        Raises:
            LocalFault: PLY-KEY-101 another archive key, another place, or altered.

        """
        if len(sealed) < _OVERHEAD_BYTES or sealed[:1] != _VERSION:
            raise LocalFault("PLY-KEY-101")
        nonce = sealed[1 : 1 + _NONCE_BYTES]
        try:
            return self._cipher.decrypt(nonce, sealed[1 + _NONCE_BYTES :], context)
        except InvalidTag:
            raise LocalFault("PLY-KEY-101") from None
