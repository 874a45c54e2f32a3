# SPDX-License-Identifier: Apache-2.0
"""The payload of a roster statement: a party's positions and officers."""

from __future__ import annotations

from collections.abc import Iterable

from parley.model.identity import KeyScheme, Officer, OfficerClass, Roster
from parley.wire.cbor import Value, dumps, loads
from parley.wire.limits import (
    INDEX_MAX,
    NAME_BYTES_MAX,
    NUMBER_MAX,
    OFFICER_KEY_BYTES_MAX,
    OFFICERS_MAX,
    POSITIONS_MAX,
    ROSTER_ITEMS_MAX,
    STATEMENT_BYTES_MAX,
    STATION_BYTES_MAX,
    TIME_MS_MAX,
    VERSION,
)
from parley.wire.shape import Fields
from parley.wire.text import name_problem, station_problem

_CLASS_BITS = {each: 1 << (each - 1) for each in OfficerClass}
_CLASS_BITS_ALL = sum(_CLASS_BITS.values())


def encode_roster(roster: Roster) -> bytes:
    """Return the payload of a roster statement; officers in ascending index."""
    officers = sorted(roster.officers, key=lambda officer: officer.index)
    return dumps(
        [
            VERSION,
            roster.version,
            roster.station,
            list(roster.positions),
            [_officer(officer) for officer in officers],
            roster.valid_to_ms,
        ],
    )


def decode_roster(data: bytes) -> Roster:
    """Return the roster in a payload.

    Raises:
        CounterpartFault: PLY-WIR-001 to -004.

    """
    # SPEC 1.22: "A roster MUST NOT have more than 10,000 officers, 1,024 positions or
    # 100,000 data items."
    value = loads(data, items_max=ROSTER_ITEMS_MAX, bytes_max=STATEMENT_BYTES_MAX)
    fields = Fields(value, "roster")
    fields.version()
    version = fields.uint(NUMBER_MAX, 1)
    station = fields.checked(STATION_BYTES_MAX, station_problem)
    positions = _positions(fields)
    officers = _officers(fields, len(positions))
    valid_to_ms = fields.uint(TIME_MS_MAX)
    fields.end()
    return Roster(version, station, positions, officers, valid_to_ms)


def class_bits(classes: Iterable[OfficerClass]) -> int:
    """Return classes as one number, class n as the bit of value 2^(n - 1)."""
    return sum(_CLASS_BITS[each] for each in classes)


def _officer(officer: Officer) -> Value:
    return [
        officer.index,
        officer.name,
        officer.position,
        class_bits(officer.classes),
        officer.scheme,
        officer.public_key,
        officer.valid_from_ms,
        officer.valid_to_ms,
    ]


def _positions(fields: Fields) -> tuple[str, ...]:
    names = fields.array(POSITIONS_MAX, 1)
    each = Fields(names, "list of positions")
    positions = tuple(each.checked(NAME_BYTES_MAX, name_problem) for _ in names)
    if len(set(positions)) != len(positions):
        raise fields.wrong("a position is repeated")
    return positions


def _officers(fields: Fields, positions: int) -> tuple[Officer, ...]:
    officers: list[Officer] = []
    for item in fields.array(OFFICERS_MAX):
        each = Fields(item, "officer")
        officer = Officer(
            index=each.uint(INDEX_MAX),
            name=each.checked(NAME_BYTES_MAX, name_problem),
            position=each.uint(positions - 1),
            classes=_classes(each.uint(_CLASS_BITS_ALL)),
            scheme=each.one_of(KeyScheme),
            public_key=each.raw(32, OFFICER_KEY_BYTES_MAX),
            valid_from_ms=each.uint(TIME_MS_MAX),
            valid_to_ms=each.uint(TIME_MS_MAX),
        )
        each.end()
        # SPEC 1.23: "Officers MUST stand in ascending order of their indices, each
        # index once; an index is never given to another person."
        if officers and officer.index <= officers[-1].index:
            raise fields.wrong("officers are repeated or out of order")
        officers.append(officer)
    return tuple(officers)


def _classes(bits: int) -> frozenset[OfficerClass]:
    return frozenset(each for each, bit in _CLASS_BITS.items() if bits & bit)
