# SPDX-License-Identifier: Apache-2.0
"""The payload of a roster statement: a party's positions and officers."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from parley.model.identity import (
    Addressed,
    Credential,
    FormOfAddress,
    KeyScheme,
    Officer,
    OfficerClass,
    Roster,
)
from parley.wire.cbor import Value, dumps, loads
from parley.wire.limits import (
    CREDENTIALS_MAX,
    FORMS_OF_ADDRESS_MAX,
    HARDWARE_KEY_BYTES_EDDSA,
    HARDWARE_KEY_BYTES_ES256,
    INDEX_MAX,
    LANGUAGE_BYTES_MAX,
    NAME_BYTES_MAX,
    NUMBER_MAX,
    OFFICER_KEY_BYTES,
    OFFICERS_MAX,
    ORIGIN_BYTES_MAX,
    ORIGINS_MAX,
    POSITIONS_MAX,
    ROSTER_ITEMS_MAX,
    STATEMENT_BYTES_MAX,
    STATION_BYTES_MAX,
    TIME_MS_MAX,
    VERSION,
)
from parley.wire.shape import Fields
from parley.wire.text import (
    language_problem,
    name_problem,
    station_problem,
)

HARDWARE_KEY_BYTES = {
    KeyScheme.WEBAUTHN_ES256: HARDWARE_KEY_BYTES_ES256,
    KeyScheme.WEBAUTHN_EDDSA: HARDWARE_KEY_BYTES_EDDSA,
}
_CLASS_BITS = {each: 1 << (each - 1) for each in OfficerClass}
_CLASS_BITS_ALL = sum(_CLASS_BITS.values())


def encode_roster(roster: Roster) -> bytes:
    """Return the payload of a roster statement; officers in ascending index."""
    officers = sorted(roster.officers, key=lambda officer: officer.index)
    origins = _origins_of(officers)
    return dumps(
        [
            VERSION,
            roster.version,
            roster.station,
            list(roster.positions),
            list(origins),
            [_officer(officer, origins) for officer in officers],
            [[each.of, each.index, each.language, each.text] for each in roster.forms],
            roster.valid_to_ms,
        ],
    )


def decode_roster(data: bytes) -> Roster:
    """Return the roster in a payload.

    Raises:
        CounterpartFault: PLY-WIR-001 to -004.

    """
    # SPEC 1.22: "A roster MUST NOT have more than 10,000 officers, 1,024 positions or
    # 200,000 data items."
    value = loads(data, items_max=ROSTER_ITEMS_MAX, bytes_max=STATEMENT_BYTES_MAX)
    fields = Fields(value, "roster")
    fields.version()
    version = fields.uint(NUMBER_MAX, 1)
    station = fields.checked(STATION_BYTES_MAX, station_problem)
    positions = _positions(fields)
    origins = _origins(fields)
    officers = _officers(fields, len(positions), origins)
    forms = _forms(fields, len(positions), {each.index for each in officers})
    valid_to_ms = fields.uint(TIME_MS_MAX)
    fields.end()
    return Roster(version, station, positions, officers, valid_to_ms, forms)


def class_bits(classes: Iterable[OfficerClass]) -> int:
    """Return classes as one number, class n as the bit of value 2^(n - 1)."""
    return sum(_CLASS_BITS[each] for each in classes)


def _officer(officer: Officer, origins: dict[bytes, int]) -> Value:
    return [
        officer.index,
        officer.name,
        officer.position,
        class_bits(officer.classes),
        [_credential_fields(each, origins) for each in officer.credentials],
        officer.valid_from_ms,
        officer.valid_to_ms,
    ]


def _credential_fields(each: Credential, origins: dict[bytes, int]) -> Value:
    key: list[Value] = [each.scheme, each.public_key]
    if each.scheme is not KeyScheme.SOFTWARE_ED25519:
        origin, half = _unpacked(each.public_key)
        key = [each.scheme, origins[origin], half]
    return key if each.valid_to_ms is None else [*key, each.valid_to_ms]


def _unpacked(public_key: bytes) -> tuple[bytes, bytes]:
    """Take a hardware key's packed form apart: its origin, and the key itself."""
    ends = 1 + public_key[0]
    return public_key[1:ends], public_key[ends:]


def _origins_of(officers: Iterable[Officer]) -> dict[bytes, int]:
    """Return every origin once, in ascending order, with its place."""
    found = {
        _unpacked(each.public_key)[0]
        for officer in officers
        for each in officer.credentials
        if each.scheme is not KeyScheme.SOFTWARE_ED25519
    }
    return {origin: place for place, origin in enumerate(sorted(found))}


def _origins(fields: Fields) -> tuple[bytes, ...]:
    each = Fields(items := fields.array(ORIGINS_MAX), "list of origins")
    origins = tuple(each.raw(1, ORIGIN_BYTES_MAX) for _ in items)
    # SPEC 7.51: "Origins stand in ascending order, each once, and a roster MUST NOT
    # name one that no key on it has."
    if any(before >= after for before, after in pairwise(origins)):
        raise fields.wrong("origins are repeated or out of order")
    return origins


def _positions(fields: Fields) -> tuple[str, ...]:
    names = fields.array(POSITIONS_MAX, 1)
    each = Fields(names, "list of positions")
    positions = tuple(each.checked(NAME_BYTES_MAX, name_problem) for _ in names)
    if len(set(positions)) != len(positions):
        raise fields.wrong("a position is repeated")
    return positions


def _officers(
    fields: Fields, positions: int, origins: tuple[bytes, ...]
) -> tuple[Officer, ...]:
    officers: list[Officer] = []
    keys: set[bytes] = set()
    for item in fields.array(OFFICERS_MAX):
        officer = _read_officer(item, positions, origins)
        # SPEC 1.23: "Officers MUST stand in ascending order of their indices, each
        # index once; an index is never given to another person."
        if officers and officer.index <= officers[-1].index:
            raise fields.wrong("officers are repeated or out of order")
        officers.append(officer)
        for each in officer.credentials:
            # SPEC 1.24: "No key and no name MUST stand twice on a roster."
            if each.public_key in keys:
                raise fields.wrong("a key stands on it twice")
            keys.add(each.public_key)
    if len({officer.name for officer in officers}) != len(officers):
        raise fields.wrong("two officers have one name")
    if len(_origins_of(officers)) != len(origins):
        raise fields.wrong("an origin is named that no key has")
    return tuple(officers)


def _read_officer(item: Value, positions: int, origins: tuple[bytes, ...]) -> Officer:
    each = Fields(item, "officer")
    officer = Officer(
        index=each.uint(INDEX_MAX),
        name=each.checked(NAME_BYTES_MAX, name_problem),
        position=each.uint(positions - 1),
        classes=_classes(each.uint(_CLASS_BITS_ALL)),
        credentials=tuple(
            _credential(one, origins) for one in each.array(CREDENTIALS_MAX)
        ),
        valid_from_ms=each.uint(TIME_MS_MAX),
        valid_to_ms=each.uint(TIME_MS_MAX),
    )
    each.end()
    return officer


def _credential(item: Value, origins: tuple[bytes, ...]) -> Credential:
    each = Fields(item, "key of an officer")
    scheme = each.one_of(KeyScheme)
    if scheme is KeyScheme.SOFTWARE_ED25519:
        public_key = each.exactly(OFFICER_KEY_BYTES)
    else:
        # Whether origin and key are good is for those who verify with them (7.52).
        place = each.uint(ORIGINS_MAX)
        if place >= len(origins):
            raise each.wrong("its origin is not named")
        half = each.exactly(HARDWARE_KEY_BYTES[scheme])
        public_key = bytes([len(origins[place])]) + origins[place] + half
    valid_to_ms = each.uint(TIME_MS_MAX) if each.left else None
    each.end()
    return Credential(scheme, public_key, valid_to_ms)


def _classes(bits: int) -> frozenset[OfficerClass]:
    return frozenset(each for each, bit in _CLASS_BITS.items() if bits & bit)


def _forms(
    fields: Fields, positions: int, officers: set[int]
) -> tuple[FormOfAddress, ...]:
    forms: list[FormOfAddress] = []
    for item in fields.array(FORMS_OF_ADDRESS_MAX):
        each = Fields(item, "form of address")
        form = FormOfAddress(
            of=each.one_of(Addressed),
            index=each.uint(INDEX_MAX),
            language=each.checked(LANGUAGE_BYTES_MAX, language_problem),
            text=each.checked(NAME_BYTES_MAX, name_problem),
        )
        each.end()
        known = (
            form.index < positions
            if form.of is Addressed.POSITION
            else form.index in officers
        )
        if not known:
            raise fields.wrong("a form of address is for nobody on it")
        # SPEC 7.10: "Forms of address stand in ascending order of kind, index and
        # language, each once."
        if forms and _place(form) <= _place(forms[-1]):
            raise fields.wrong("forms of address are repeated or out of order")
        forms.append(form)
    return tuple(forms)


def _place(form: FormOfAddress) -> tuple[int, int, str]:
    return form.of, form.index, form.language
