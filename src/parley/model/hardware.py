# SPDX-License-Identifier: Apache-2.0
"""An officer's hardware key, as the roster names it."""

from __future__ import annotations

from parley.fixed import Fixed


class HardwareKey(Fixed):
    """What it takes to verify one key's assertions, offline.

    ``public`` is a compressed point of P-256 (33 bytes) or an Ed25519 key (32 bytes).
    ``origin`` is the console at which the key was registered, as its browser writes
    it.  The key's own name for it stays at the desk, which alone needs it.
    """

    public: bytes
    origin: str

    @property
    def host(self) -> str:
        """The exact host of the origin; the only rpId this key answers for."""
        address = self.origin.partition("://")[2]
        return address.partition(":")[0]
