# SPDX-License-Identifier: Apache-2.0
"""Keys for vectors: known seeds, and ML-DSA-44 signatures that are made only once."""

from __future__ import annotations

from base64 import b64decode, b64encode

from parley.crypto.digest import sha256, tagged
from parley.crypto.keys import StationKeys, verify_mldsa44
from parley.errors import CounterpartFault
from spec.vectors.pages import Kept


class Signatures(Kept):
    """Signatures by the digest of key and message, in base64."""

    def keys_of(self, name: str) -> StationKeys:
        """Return the known keys of a name."""
        seed = tagged("parley/1 vector", name.encode())
        made = StationKeys.from_seeds(seed, sha256(seed))
        return _KeptKeys(made, self)

    def signature(self, keys: StationKeys, data: bytes) -> bytes:
        """Return the kept signature over `data`, or make and keep one."""
        name = sha256(keys.public.mldsa44 + data).hex()
        try:
            signature = b64decode(self.kept.get(name, ""))
            verify_mldsa44(keys.public.mldsa44, data, signature)
        except CounterpartFault:
            signature = keys.sign_mldsa44(data)
        self._used[name] = b64encode(signature).decode()
        return signature


class _KeptKeys(StationKeys):
    """A station's keys that never sign one thing in two ways."""

    __slots__ = ("_made", "_signatures")

    def __init__(self, made: StationKeys, signatures: Signatures) -> None:
        self._made = made
        self._signatures = signatures
        self.public = made.public

    def sign_ed25519(self, data: bytes) -> bytes:
        return self._made.sign_ed25519(data)

    def sign_mldsa44(self, data: bytes) -> bytes:
        return self._signatures.signature(self._made, data)
