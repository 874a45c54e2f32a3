# SPDX-License-Identifier: Apache-2.0
"""A keystore that opens only with a passphrase and a half that lies elsewhere.

The disk with the passphrase opens nothing, and neither does the half without the disk.
An empty passphrase is allowed here: then the half alone opens the box, for a station
that has to start by itself.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from parley.errors import LocalFault
from parley.ports.keystore import Half, Keystore

HALF_BYTES = 32
_LABEL = b"parley/1 keystore half"


class HalvedKeystore:
    """A keystore behind a half; implements `parley.ports.keystore.Keystore`."""

    def __init__(self, inner: Keystore, half: Half) -> None:
        self._inner = inner
        self._half = half

    def load(self, passphrase: bytes) -> dict[str, bytes]:
        """Open the box.

        Raises:
            LocalFault: PLY-KEY-110 to -114 the half; PLY-KEY-115 the two do not open
                it; else as the keystore behind it.

        """
        mixed = self._mixed(passphrase)
        try:
            return self._inner.load(mixed)
        except LocalFault as fault:
            if fault.code != "PLY-KEY-001":
                raise
            raise LocalFault("PLY-KEY-115", **fault.facts) from fault

    def save(self, passphrase: bytes, secrets: dict[str, bytes]) -> None:
        """Seal `secrets` under the passphrase and the half.

        Raises:
            LocalFault: as `load`, and as the keystore behind it.

        """
        self._inner.save(self._mixed(passphrase), secrets)

    def _mixed(self, passphrase: bytes) -> bytes:
        """HKDF (RFC 5869) with the half as salt; Argon2id comes after it, in the box.

        Both inputs are needed: without the half the salt is unknown, without the
        passphrase each guess still costs the whole derivation of the box.
        """
        half = self._half.read()
        assert len(half) == HALF_BYTES, "a half is 32 bytes"
        return HKDF(SHA256(), 32, half, _LABEL).derive(passphrase)
