# SPDX-License-Identifier: Apache-2.0
"""Prekeys: as a list inside a card, and as the payload of a prekeys statement."""

from __future__ import annotations

from collections.abc import Sequence

from parley.model.identity import Prekey
from parley.wire.cbor import Value, dumps, loads
from parley.wire.limits import (
    NUMBER_MAX,
    PREKEY_BYTES,
    PREKEYS_MAX,
    STATION_BYTES_MAX,
    VERSION,
)
from parley.wire.shape import Fields
from parley.wire.text import station_problem


def encode_prekeys(station: str, prekeys: tuple[Prekey, ...]) -> bytes:
    """Return the payload of a prekeys statement."""
    return dumps([VERSION, station, prekey_list(prekeys)])


def decode_prekeys(data: bytes) -> tuple[str, tuple[Prekey, ...]]:
    """Return station and prekeys of a prekeys payload.

    Raises:
        CounterpartFault: PLY-WIR-001 to -004.

    """
    fields = Fields(loads(data), "prekeys")
    fields.version()
    station = fields.checked(STATION_BYTES_MAX, station_problem)
    prekeys = read_prekeys(fields)
    fields.end()
    return station, prekeys


def prekey_list(prekeys: Sequence[Prekey]) -> Value:
    """Return prekeys as they stand in an array."""
    return [[prekey.number, prekey.public] for prekey in prekeys]


def read_prekeys(fields: Fields) -> tuple[Prekey, ...]:
    """Take a list of prekeys from `fields`."""
    prekeys: list[Prekey] = []
    for item in fields.array(PREKEYS_MAX):
        pair = Fields(item, "prekey")
        number = pair.uint(NUMBER_MAX)
        # SPEC 1.18: "Prekeys MUST stand in ascending order of their numbers, each
        # number once."
        if prekeys and number <= prekeys[-1].number:
            raise fields.wrong("prekeys are repeated or out of order")
        prekeys.append(Prekey(number, pair.exactly(PREKEY_BYTES)))
        pair.end()
    return tuple(prekeys)
