# SPDX-License-Identifier: Apache-2.0
"""Whether two places on a roster are held by one person."""

from __future__ import annotations

from parley.crypto.hardware_key import key_half
from parley.model.identity import Officer, Roster


def same_person(roster: Roster, one: int, two: int) -> bool:
    """Tell whether two indices are one person: one index, one name or one key.

    Keys that have ended count too: who had both has both.
    """
    if one == two:
        return True
    first, second = roster.officer(one), roster.officer(two)
    if first is None or second is None:
        return False
    # SPEC 4.51: "Two places on a roster with one name or one key are one person."
    return first.name == second.name or not _keys(first).isdisjoint(_keys(second))


def _keys(officer: Officer) -> set[bytes]:
    return {key_half(key) for key in officer.credentials}


def officer_name(roster: Roster, index: int) -> str:
    """Return an officer's name, or what stands for somebody unknown."""
    officer = roster.officer(index)
    return f"officer {index}" if officer is None else officer.name
