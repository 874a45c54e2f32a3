# SPDX-License-Identifier: Apache-2.0
"""A keystore that opens only with a passphrase and a half that lies elsewhere.

The disk with the passphrase opens nothing, and neither does the half without the disk.
An empty passphrase is allowed here: then the half alone opens the box, for a station
that has to start by itself.  If a machine drew that half there is nothing to guess, and
the box is sealed at a small cost.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from parley.errors import LocalFault
from parley.ports.keystore import Half, Keystore, ReadHalf

HALF_BYTES = 32
_LABEL = b"parley/1 keystore half"


class HalvedKeystore:
    """A keystore behind a half; implements `parley.ports.keystore.Keystore`."""

    def __init__(self, inner: Keystore, half: Half, quick: Keystore) -> None:
        """Take two keystores of one place; `quick` seals there at a small cost."""
        self._inner = inner
        self._half = half
        self._quick = quick

    def load(self, passphrase: bytes) -> dict[str, bytes]:
        """Open the box.

        Raises:
            LocalFault: PLY-KEY-110 to -114 the half; PLY-KEY-115 the two do not open
                it; else as the keystore behind it.

        """
        mixed = _mixed(passphrase, self._half.read())
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
        half = self._half.read()
        # What is guessed decides, and nothing that a caller says: a passphrase, a half
        # that a person may have thought up, or 256 bits, which nobody guesses.
        is_guessed = bool(passphrase) or not half.is_drawn
        keystore = self._inner if is_guessed else self._quick
        keystore.save(_mixed(passphrase, half), secrets)


def _mixed(passphrase: bytes, half: ReadHalf) -> bytes:
    """HKDF (RFC 5869) with the half as salt; Argon2id comes after it, in the box.

    Both inputs are needed: without the half the salt is unknown, without the passphrase
    each guess still costs the whole derivation of the box.
    """
    assert len(half.secret) == HALF_BYTES, "a half is 32 bytes"
    return HKDF(SHA256(), 32, half.secret, _LABEL).derive(passphrase)
