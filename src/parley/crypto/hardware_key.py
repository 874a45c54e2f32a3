# SPDX-License-Identifier: Apache-2.0
"""A hardware key as the bytes that stand in the roster, and back, strictly."""

from __future__ import annotations

import re
from functools import lru_cache

from parley.errors import CounterpartFault
from parley.model.hardware import HardwareKey
from parley.model.identity import Credential, KeyScheme

ORIGIN_BYTES_MAX = 255
PUBLIC_BYTES = {KeyScheme.WEBAUTHN_ES256: 33, KeyScheme.WEBAUTHN_EDDSA: 32}

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL})*"
# SPEC 7.52: "An origin is `https://` and a host name, or `http://` and `localhost` or a
# name below it, with a colon and a port where it is not the usual one."
_ORIGIN = re.compile(
    rf"(?:https://{_HOST}|http://(?:{_LABEL}\.)*localhost)(?::[1-9][0-9]{{0,4}})?"
)
# A name that ends in digits is an address, for which no key answers.
_ADDRESS = re.compile(r"://(?:[^:]*\.)?[0-9]+(?::|\Z)")
_PARSED_MAX = 256


def origin_problem(origin: str) -> str | None:
    """Say why hardware keys cannot be used at an origin, or None if they can."""
    if len(origin) > ORIGIN_BYTES_MAX or not _ORIGIN.fullmatch(origin):
        return "it must be https:// and a host name, or http:// and localhost"
    if _ADDRESS.search(origin):
        return "its host is an address, and hardware keys answer for names only"
    return None


def pack_hardware_key(key: HardwareKey) -> bytes:
    """Return the bytes by which an officer's key is known to who verifies it."""
    assert origin_problem(key.origin) is None, key.origin
    origin = key.origin.encode("ascii")
    return bytes([len(origin)]) + origin + key.public


@lru_cache(_PARSED_MAX)
def parse_hardware_key(data: bytes, scheme: KeyScheme) -> HardwareKey:
    """Return the hardware key in such bytes.

    Raises:
        CounterpartFault: PLY-AUT-050.

    """
    origin_bytes = data[0] if data else 0
    public_bytes = PUBLIC_BYTES.get(scheme, 0)
    begins = 1 + origin_bytes
    origin = data[1:begins].decode("ascii", "replace")
    if not public_bytes or origin_problem(origin) is not None:
        raise CounterpartFault("PLY-AUT-050")
    if len(data) - begins != public_bytes:
        raise CounterpartFault("PLY-AUT-050")
    return HardwareKey(data[begins:], origin)


def key_half(key: Credential) -> bytes:
    """Return the public half alone: whatever is packed with it, it is one key."""
    if key.scheme not in PUBLIC_BYTES:
        return key.public_key
    try:
        return parse_hardware_key(key.public_key, key.scheme).public
    except CounterpartFault:
        return key.public_key
