# SPDX-License-Identifier: Apache-2.0
"""Verifies what officers' hardware keys sign, offline, from the roster's bytes alone.

The same function judges at the sender's desk and at the receiver's station.  A browser
and a key on the way are trusted with nothing that is not under the signature.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import assert_never

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256

from parley.crypto.assertion import (
    ATTESTED,
    AUTHENTICATOR_BYTES_MIN,
    BACKED_UP,
    ELIGIBLE,
    EXTENDED,
    PLAIN,
    SIGNING,
    TAIL,
    Assertion,
    browser_head,
    detail_counter,
    pack_detail,
    parse_detail,
)
from parley.crypto.digest import sha256
from parley.crypto.hardware_key import parse_hardware_key
from parley.crypto.keys import load_ed25519
from parley.errors import CounterpartFault
from parley.model.hardware import HardwareKey
from parley.model.identity import KeyScheme
from parley.model.message import Release

HARDWARE = frozenset({KeyScheme.WEBAUTHN_ES256, KeyScheme.WEBAUTHN_EDDSA})
SIGNATURE_BYTES = 64
_HALF = 32
# The order of the group of P-256 (SEC 2, section 2.4.2).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_LOADED_MAX = 256


def make_release(
    officer: int,
    scheme: KeyScheme,
    public_key: bytes,
    digest: bytes,
    made: Assertion,
    signature: bytes,
) -> Release:
    """Return a release in its wire form from what a key gave; nothing is verified.

    Raises:
        CounterpartFault: PLY-AUT-050, PLY-AUT-051; PLY-SIG-002 the signature is none.

    """
    key = parse_hardware_key(public_key, scheme)
    if scheme is KeyScheme.WEBAUTHN_ES256:
        signature = _flat(signature)
    return Release(officer, scheme, signature, pack_detail(key, digest, made))


def verify_assertion(public_key: bytes, digest: bytes, release: Release) -> Assertion:
    """Return what the key said if `release` is its signature over `digest`.

    Raises:
        CounterpartFault: PLY-AUT-050 the roster's bytes are no key; -051 a form no key
            makes; -052 client data of another digest, origin or kind; -053 another
            rpId; -054 nobody was present and verified; -055 a key that can be copied;
            PLY-SIG-002 the signature.

    """
    key = parse_hardware_key(public_key, release.scheme)
    made = parse_detail(key, digest, release.detail)
    check_browser(key, digest, made)
    check_authenticator(key, made)
    _check_signature(release.scheme, key.public, made.signed, release.signature)
    return made


def release_counter(release: Release) -> int | None:
    """Return the counter in a verified release; None of a software key."""
    return detail_counter(release.detail) if release.scheme in HARDWARE else None


def check_browser(
    key: HardwareKey, digest: bytes, made: Assertion, act: str = SIGNING
) -> None:
    """Refuse client data that say something else than they must.

    Raises:
        CounterpartFault: PLY-AUT-052.

    """
    head = browser_head(digest, key.origin, act)
    if not made.browser.startswith(head):
        reason = _other(made.browser, digest, act)
        raise CounterpartFault("PLY-AUT-052", reason=reason)
    rest = made.browser[len(head) :]
    # SPEC 7.59: "Client data MUST be a JSON object with no name twice, crossOrigin
    # false and no topOrigin."
    if rest == TAIL:
        return
    if not rest.startswith(TAIL[:-1] + b","):
        raise CounterpartFault("PLY-AUT-052", reason="crossOrigin is not false")
    names = _names(made.browser)
    if len(set(names)) != len(names) or "topOrigin" in names:
        raise CounterpartFault("PLY-AUT-052", reason="they are ambiguous")


def _other(browser: bytes, digest: bytes, act: str) -> str:
    """Say in what the client data are of something else, for the person who asks."""
    challenge = browser_head(digest, "", act)[: -len(b',"origin":""')]
    if browser.startswith(challenge):
        return "they are from another origin"
    kind = b'{"type":"%s"' % act.encode("ascii")
    return (
        "they are for another text"
        if browser.startswith(kind)
        else "they are of another kind of act"
    )


def _names(browser: bytes) -> list[str]:
    def pairs(found: list[tuple[str, object]]) -> list[str]:
        return [name for name, _ in found]

    try:
        names = json.loads(browser.decode("utf-8"), object_pairs_hook=pairs)
    except (ValueError, RecursionError):
        names = None
    if not isinstance(names, list):
        raise CounterpartFault("PLY-AUT-052", reason="they are not JSON")
    return names


def check_authenticator(key: HardwareKey, made: Assertion) -> None:
    """Refuse authenticator data that say something else than they must.

    Raises:
        CounterpartFault: PLY-AUT-051, -053, -054, -055.

    """
    # SPEC 7.53: "The rpId of a key is the exact host of its origin, never a parent
    # domain."
    if made.authenticator[:32] != sha256(key.host.encode("ascii")):
        raise CounterpartFault("PLY-AUT-053")
    flags = made.flags
    # SPEC 7.60: "User presence and user verification MUST be set; backup eligibility
    # and backup state MUST NOT."
    if flags & PLAIN != PLAIN:
        raise CounterpartFault("PLY-AUT-054")
    if flags & (ELIGIBLE | BACKED_UP):
        raise CounterpartFault("PLY-AUT-055")
    # SPEC 7.61: "Bytes after the counter MUST be there if extension data are flagged,
    # and only then; attested credential data MUST NOT be."
    more = len(made.authenticator) > AUTHENTICATOR_BYTES_MIN
    if bool(flags & EXTENDED) != more or flags & ATTESTED:
        raise CounterpartFault("PLY-AUT-051", reason="it carries what is not flagged")


def _check_signature(
    scheme: KeyScheme, public: bytes, signed: bytes, signature: bytes
) -> None:
    if len(signature) != SIGNATURE_BYTES:
        raise CounterpartFault("PLY-SIG-002")
    try:
        match scheme:
            case KeyScheme.WEBAUTHN_ES256:
                der = _der(signature)
                _load_p256(public).verify(der, signed, ECDSA(SHA256()))
            case KeyScheme.WEBAUTHN_EDDSA:
                load_ed25519(public).verify(signature, signed)
            case KeyScheme.SOFTWARE_ED25519:
                raise CounterpartFault("PLY-SIG-002")
            case _:
                assert_never(scheme)
    except InvalidSignature:
        raise CounterpartFault("PLY-SIG-002") from None


def _flat(der: bytes) -> bytes:
    """Return r and s, 32 bytes each, s in its lower half."""
    try:
        r, s = decode_dss_signature(der)
    except ValueError:
        raise CounterpartFault("PLY-SIG-002") from None
    if not (0 < r < _ORDER and 0 < s < _ORDER):
        raise CounterpartFault("PLY-SIG-002")
    s = min(s, _ORDER - s)
    return r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big")


def _der(flat: bytes) -> bytes:
    r, s = int.from_bytes(flat[:_HALF], "big"), int.from_bytes(flat[_HALF:], "big")
    # SPEC 7.62: "An ES256 signature is r and s, 32 bytes each, and s MUST NOT exceed
    # half the order of the curve."
    if s > _ORDER // 2:
        raise CounterpartFault("PLY-SIG-002")
    return encode_dss_signature(r, s)


@lru_cache(_LOADED_MAX)
def _load_p256(public: bytes) -> EllipticCurvePublicKey:
    try:
        return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
    except ValueError:
        raise CounterpartFault("PLY-AUT-050") from None
