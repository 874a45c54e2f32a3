# SPDX-License-Identifier: Apache-2.0
"""Keys of the onion service between two stations, from what their cards give both.

Nothing of it has to be kept, told or written into settings; and since both have the
service's key it proves nothing: the TLS session inside does.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from parley.crypto.carrier import CarrierKeys

_VERSION: Final = b"\x03"
_SUM_BYTES: Final = 2


class OnionKeys:
    """The service of one station, for one caller."""

    __slots__ = ("_caller", "_seed")

    def __init__(self, calls: CarrierKeys) -> None:
        """Take the keys of the direction from who calls to who waits."""
        # SPEC 10.150: "The key of the service MUST be the Ed25519 key (RFC 8032) of the
        # seed that the secret of the direction from the calling station to the waiting
        # one gives for the purpose "onion" (10.52)."
        self._seed = calls.derive("onion")
        self._caller = calls.derive("onion caller")

    @property
    def address(self) -> str:
        """The service's name, without the ending `.onion`."""
        key = Ed25519PrivateKey.from_private_bytes(self._seed)
        public = key.public_key().public_bytes_raw()
        text = b".onion checksum" + public + _VERSION
        check = hashlib.sha3_256(text).digest()[:_SUM_BYTES]
        return base64.b32encode(public + check + _VERSION).decode("ascii").lower()

    def service_key(self) -> str:
        """Return the service's key as Tor takes it: expanded (RFC 8032, 5.1.5)."""
        expanded = bytearray(hashlib.sha512(self._seed).digest())
        expanded[0] &= 248
        expanded[31] = expanded[31] & 63 | 64
        return base64.b64encode(expanded).decode("ascii")

    def caller_key(self) -> str:
        """Return the key that admits a caller, as Tor takes it from him."""
        return base64.b64encode(self._caller).decode("ascii")

    def admitted(self) -> str:
        """Return its public half, as Tor takes it from the service."""
        key = X25519PrivateKey.from_private_bytes(self._caller)
        public = key.public_key().public_bytes_raw()
        return base64.b32encode(public).decode("ascii").rstrip("=")
