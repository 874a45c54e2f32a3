# SPDX-License-Identifier: Apache-2.0
"""Reads what a hardware key says of itself when it is registered.

Only here bytes of a key are taken apart by the `fido2` package; what is read is kept
whole beside the station, and the public half alone goes onto the roster.  The package
is loaded with the first key: a start does not wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parley.crypto.assertion import (
    BACKED_UP,
    ELIGIBLE,
    PLAIN,
    REGISTERING,
    Assertion,
)
from parley.crypto.digest import sha256
from parley.crypto.webauthn import check_browser
from parley.errors import CounterpartFault
from parley.fixed import Fixed
from parley.model.hardware import HardwareKey
from parley.model.identity import KeyScheme

if TYPE_CHECKING:
    from fido2.webauthn import AttestationObject

_ES256, _EDDSA = -7, -8
_P256, _ED25519 = 1, 6
_HALF = 32


class Enrolled(Fixed):
    """A new key: its public half as the roster has it, and what it says it is."""

    scheme: KeyScheme
    public: bytes
    credential: bytes
    counter: int
    make: str  # AAGUID, which names make and model
    form: str  # of the attestation: "packed", "none"


NAME_BYTES_MIN, NAME_BYTES_MAX = 16, 1023
"""Of the name a key gives itself, the credential id of WebAuthn."""


def read_enrolment(
    challenge: bytes, origin: str, attestation: bytes, browser: bytes
) -> Enrolled:
    """Return the key that an attestation object and client data describe.

    Raises:
        CounterpartFault: PLY-AUT-051 no key makes this; -052 client data of something
            else; -053 another host; -054 nobody present and verified; -055 a key that
            can be copied; -057 a kind of key that the roster has no place for.

    """
    from fido2.webauthn import AttestationObject  # noqa: PLC0415 - as said above

    key = HardwareKey(b"", origin)
    check_browser(key, challenge, Assertion(b"", browser), act=REGISTERING)
    try:
        read = AttestationObject(attestation)
        data = read.auth_data
        named = data.credential_data
        known = dict(named.public_key) if named is not None else {}
    except Exception:  # noqa: BLE001 - a library's reader, and a stranger's bytes
        raise CounterpartFault("PLY-AUT-051", reason="it cannot be read") from None
    if named is None:
        raise CounterpartFault("PLY-AUT-051", reason="it names no key")
    if data.rp_id_hash != sha256(key.host.encode("ascii")):
        raise CounterpartFault("PLY-AUT-053")
    if int(data.flags) & PLAIN != PLAIN:
        raise CounterpartFault("PLY-AUT-054")
    if int(data.flags) & (ELIGIBLE | BACKED_UP):
        raise CounterpartFault("PLY-AUT-055")
    if not NAME_BYTES_MIN <= len(named.credential_id) <= NAME_BYTES_MAX:
        raise CounterpartFault("PLY-AUT-051", reason="its name is too short or long")
    _check_attestation(read, browser)
    scheme, public = _public(known)
    return Enrolled(
        scheme,
        public,
        bytes(named.credential_id),
        int(data.counter),
        str(named.aaguid),
        str(read.fmt),
    )


def _check_attestation(read: AttestationObject, browser: bytes) -> None:
    """Refuse a statement whose own signature is not good; none at all is allowed."""
    from fido2.attestation.base import Attestation  # noqa: PLC0415 - as said above

    try:
        Attestation.for_type(read.fmt)().verify(
            read.att_stmt, read.auth_data, sha256(browser)
        )
    except Exception:  # noqa: BLE001 - the library has a class for each way to fail
        reason = "its attestation is not good"
        raise CounterpartFault("PLY-AUT-051", reason=reason) from None


def _public(known: dict[int, object]) -> tuple[KeyScheme, bytes]:
    x, y = known.get(-2), known.get(-3)
    form = known.get(3), known.get(-1)
    if not isinstance(x, bytes) or len(x) != _HALF:
        raise CounterpartFault("PLY-AUT-057")
    if form == (_EDDSA, _ED25519):
        return KeyScheme.WEBAUTHN_EDDSA, x
    if form == (_ES256, _P256) and isinstance(y, bytes) and len(y) == _HALF:
        return KeyScheme.WEBAUTHN_ES256, bytes([2 | y[-1] & 1]) + x
    raise CounterpartFault("PLY-AUT-057")
