# SPDX-License-Identifier: Apache-2.0
"""New keys for a desk after a stop, carried as a courier would."""

from __future__ import annotations

import hashlib

from parley.core.events import CardRequested
from parley.core.key_acts import KeysShown, NewKeysConfirmed, NewKeysPresented
from parley.crypto.keys import StationKeys
from parley.testing.desks import Desk, Pair
from parley.testing.looks import only_link


def new_keys(name: str, number: int = 2) -> StationKeys:
    """Return the keys that a desk gets with a delegation."""
    ed, ml, witness_ed, witness_ml = (
        hashlib.sha256(f"{name}/{number}/{which}".encode()).digest()
        for which in ("ed", "ml", "witness ed", "witness ml")
    )
    witness = StationKeys.from_seeds(witness_ed, witness_ml)
    return StationKeys.from_seeds(ed, ml, witness)


def rekey(desk: Desk, number: int = 2) -> None:
    """Stop a desk, let its root delegate new keys, start it again."""
    desk.adopt(new_keys(desk.name, number), number)
    desk.crash()


def card_of(desk: Desk) -> bytes:
    """Return a card file for the courier."""
    made = desk.tell(CardRequested())
    assert isinstance(made, bytes)
    return made


def digits_of(desk: Desk) -> str:
    """Return what a desk's custodian reads aloud."""
    digits = desk.tell(KeysShown(only_link(desk).name))
    assert isinstance(digits, str)
    return digits


def carry_keys(pair: Pair, desk: Desk) -> None:
    """Carry a desk's new keys to the other one and compare the digits."""
    other = pair.other(desk)
    answer = other.tell(NewKeysPresented(card_of(desk)))
    assert answer == (desk.name, digits_of(desk))
    other.tell(NewKeysConfirmed(desk.name, digits_of(desk)))
