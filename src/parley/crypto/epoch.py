# SPDX-License-Identifier: Apache-2.0
"""An epoch's secret, the keys that grow from it, and the sealing of its frames.

The secret is sealed with HPKE exactly as the library offers it: base mode, one shot.
No randomness is drawn here: HPKE makes its own ephemeral key inside the library, and
frames need none, since every frame has a key of its own.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from parley.crypto.digest import sha256
from parley.crypto.expand import expand
from parley.crypto.prekey import PrekeyPair, load_public
from parley.errors import CounterpartFault

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_KEY_BYTES = 32
_TAG_BYTES = 4
_ABSENT = bytes(_KEY_BYTES)
_NONCE = bytes(12)
_SERIAL_AT = slice(5, 7)


def seal_secret(prekey_public: bytes, info: bytes, secret: bytes) -> bytes:
    """Return `secret` sealed to a counterpart's prekey: 1,168 bytes for 32.

    Raises:
        CounterpartFault: PLY-KEY-106 the prekey is no X-Wing key.

    """
    # SPEC 3.7: "The secret is sealed with HPKE (RFC 9180) in base mode: KEM X-Wing
    # (0x647a), KDF HKDF-SHA256, AEAD AES-256-GCM, empty associated data."
    try:
        return _SUITE.encrypt(secret, load_public(prekey_public), info)
    except ValueError:
        # A point of small order, with which nothing secret can be agreed.
        raise CounterpartFault("PLY-KEY-106", algorithm="X-Wing") from None


def open_secret(pair: PrekeyPair, info: bytes, sealed: bytes) -> bytes:
    """Return the secret in an opening.

    Raises:
        CounterpartFault: PLY-KEY-105 it was not sealed to this prekey, or not for
            this opening.

    """
    try:
        return _SUITE.decrypt(sealed, pair.private, info)
    except (InvalidTag, ValueError):
        raise CounterpartFault("PLY-KEY-105") from None


def epoch_root(
    secret: bytes | None, page: bytes | None, opening_payload: bytes
) -> bytes:
    """Return the root of an epoch from its secret, its page, or both."""
    assert secret is not None or page is not None, "an epoch needs a secret"
    assert page is None or len(page) == _KEY_BYTES, "a page is 32 bytes"
    # SPEC 3.10: "The root is HKDF-SHA256 with the page as salt, the secret as key
    # material, and as info "parley/1 epoch" followed by the SHA-256 of the opening's
    # payload; 32 zero bytes stand for a page or a secret that is absent."
    return HKDF(
        algorithm=hashes.SHA256(),
        length=_KEY_BYTES,
        salt=page or _ABSENT,
        info=b"parley/1 epoch" + sha256(opening_payload),
    ).derive(secret or _ABSENT)


class EpochKeys:
    """Everything that grows from one root."""

    __slots__ = ("root", "tag")

    def __init__(self, root: bytes) -> None:
        """Take a root of 32 bytes."""
        assert len(root) == _KEY_BYTES, "a root is 32 bytes"
        self.root = root
        # SPEC 3.11: "The tag is HKDF-Expand(root, "parley/1 tag", 4)."
        self.tag = expand(root, b"parley/1 tag", _TAG_BYTES)

    def seal(self, header: bytes, serial: int, plaintext: bytes) -> bytes:
        """Return `plaintext` sealed under the key of its header, always the same."""
        return self._cipher(header, serial).encrypt(_NONCE, plaintext, header)

    def open(self, header: bytes, serial: int, sealed: bytes) -> bytes:
        """Return what a frame of this epoch holds.

        Raises:
            CounterpartFault: PLY-KEY-104 altered, or of another epoch.

        """
        try:
            return self._cipher(header, serial).decrypt(_NONCE, sealed, header)
        except (InvalidTag, ValueError):
            raise CounterpartFault("PLY-KEY-104") from None

    def leaf_secret(self, serial: int) -> bytes:
        """Return the secret that salts the leaf of the entry with this serial."""
        # SPEC 3.14: "The leaf secret of an entry is HKDF-Expand(root, "parley/1 leaf"
        # followed by its serial in the epoch as 2 bytes, 32)."
        label = b"parley/1 leaf" + serial.to_bytes(2, "big")
        return expand(self.root, label, _KEY_BYTES)

    def _cipher(self, header: bytes, serial: int) -> AESGCMSIV:
        assert header[_SERIAL_AT] == serial.to_bytes(2, "big"), "serial and header"
        # SPEC 3.12: "The key of a frame is HKDF-Expand(root, "parley/1 frame" followed
        # by the frame's 7 header bytes, 32); no two frames share one."
        # SPEC 3.13: "A frame is sealed with AES-256-GCM-SIV (RFC 8452), twelve zero
        # bytes as nonce and the 7 header bytes as associated data."
        return AESGCMSIV(expand(self.root, b"parley/1 frame" + header, _KEY_BYTES))
