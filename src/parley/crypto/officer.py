# SPDX-License-Identifier: Apache-2.0
"""Officers' releases: signing with a software key, verifying with any known scheme."""

from __future__ import annotations

from typing import assert_never

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parley.crypto.keys import load_ed25519
from parley.crypto.webauthn import verify_assertion
from parley.errors import CounterpartFault
from parley.model.identity import Credential, KeyScheme, Officer
from parley.model.message import Release

_DIGEST_BYTES = 32
_SOFTWARE = b"parley/1 soft-release\x00"


class SoftwareKey:
    """An officer's Ed25519 key, opened from its file by his own passphrase."""

    __slots__ = ("_key", "public")

    def __init__(self, key: Ed25519PrivateKey) -> None:
        """Take a key; `from_seed` is the usual way."""
        self._key = key
        self.public = key.public_key().public_bytes_raw()

    @classmethod
    def from_seed(cls, seed: bytes) -> SoftwareKey:
        """Return the key that a seed of 32 bytes determines."""
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    def sign(self, digest: bytes) -> bytes:
        """Return the 64-byte signature over a manifest's digest."""
        assert len(digest) == _DIGEST_BYTES, "a digest is 32 bytes"
        # SPEC 2.22: "A software key signs "parley/1 soft-release", a zero byte and the
        # 32 bytes of the digest."
        return self._key.sign(_SOFTWARE + digest)


def verify_release(officer: Officer, digest: bytes, release: Release) -> Credential:
    """Return the key of `officer` with which `release` signs `digest`.

    Says nothing of classes, validity or two persons: those are rules, and the core's.

    Raises:
        CounterpartFault: PLY-SIG-002 it does not fit; or, of a hardware key, what
            `verify_assertion` says.

    """
    assert len(digest) == _DIGEST_BYTES, "a digest is 32 bytes"
    # SPEC 2.23: "A release MUST be refused whose officer is another, or that no key of
    # its scheme verifies which the roster gives him."
    if release.officer != officer.index:
        raise CounterpartFault("PLY-SIG-002")
    fault: CounterpartFault | None = None
    for each in officer.credentials:
        if each.scheme is not release.scheme:
            continue
        try:
            _verify(each, digest, release)
        except CounterpartFault as odd:
            fault = odd
        else:
            return each
    raise fault or CounterpartFault("PLY-SIG-002")


def _verify(key: Credential, digest: bytes, release: Release) -> None:
    match release.scheme:
        case KeyScheme.SOFTWARE_ED25519:
            _verify_software(key.public_key, digest, release)
        case KeyScheme.WEBAUTHN_ES256 | KeyScheme.WEBAUTHN_EDDSA:
            verify_assertion(key.public_key, digest, release)
        case _:
            assert_never(release.scheme)


def _verify_software(public: bytes, digest: bytes, release: Release) -> None:
    if release.detail:
        raise CounterpartFault("PLY-SIG-002")
    try:
        load_ed25519(public).verify(release.signature, _SOFTWARE + digest)
    except (InvalidSignature, CounterpartFault):
        raise CounterpartFault("PLY-SIG-002") from None
