# SPDX-License-Identifier: Apache-2.0
"""The half that a station's settings name."""

from __future__ import annotations

import stat
from functools import partial

from parley.errors import LocalFault
from parley.keystore.credential.half import CredentialHalf, read_credential
from parley.keystore.token.half import TokenHalf, TokenPlace
from parley.ports.keystore import Half
from parley.station.config import KeystoreTable, Settings

_PIN_BYTES_MAX = 256


def half_of(settings: Settings) -> Half | None:
    """Return the half that the settings name, unread; None where they name none."""
    table = settings.keystore
    match table.half:
        case "none":
            return None
        case "credential":
            return CredentialHalf(table.credential)
        case "pkcs11":
            return token_half(settings)


def token_half(settings: Settings) -> TokenHalf:
    """Return the half in the token that the settings name."""
    table = settings.keystore
    assert table.module is not None, "the settings were checked"
    place = TokenPlace(table.module, table.token, table.key)
    return TokenHalf(place, settings.station.name, partial(_pin, table))


def _pin(table: KeystoreTable) -> bytes:
    if table.pin_file is None:
        return read_credential(table.pin_credential).rstrip(b"\r\n")
    try:
        with table.pin_file.open("rb") as file:
            open_to_others = table.pin_file.stat().st_mode & (
                stat.S_IRWXG | stat.S_IRWXO
            )
            if open_to_others:
                raise LocalFault("PLY-KEY-005", path=table.pin_file)
            return file.read(_PIN_BYTES_MAX).rstrip(b"\r\n")
    except OSError as bad:
        reason = (bad.strerror or type(bad).__name__).lower()
        raise LocalFault("PLY-KEY-004", path=table.pin_file, reason=reason) from bad
