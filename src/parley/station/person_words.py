# SPDX-License-Identifier: Apache-2.0
"""Says who somebody on a roster is, in words: his position, his kinds of keys."""

from __future__ import annotations

from parley.model.identity import KeyScheme, Officer, Roster

_KEYS = {
    KeyScheme.SOFTWARE_ED25519: "software key",
    KeyScheme.WEBAUTHN_ES256: "hardware key (ES256)",
    KeyScheme.WEBAUTHN_EDDSA: "hardware key (EdDSA)",
}


def key_words(scheme: KeyScheme) -> str:
    """Return what kind of key made a release, in words."""
    return _KEYS[scheme]


def keys_words(officer: Officer) -> str:
    """Return what kinds of keys a person has, in words."""
    kinds = {each.scheme for each in officer.credentials if each.valid_to_ms is None}
    return ", ".join(key_words(scheme) for scheme in sorted(kinds)) or "no key"


def position_of(roster: Roster, officer: Officer | None) -> str:
    """Return the position of a person, or an empty text."""
    if officer is None or officer.position >= len(roster.positions):
        return ""
    return roster.positions[officer.position]


def positions_of(roster: Roster, to: tuple[int, ...]) -> tuple[str, ...]:
    """Return the names of addressed positions."""
    names = roster.positions
    return tuple(names[one] if one < len(names) else f"position {one}" for one in to)
