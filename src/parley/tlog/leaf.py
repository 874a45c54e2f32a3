# SPDX-License-Identifier: Apache-2.0
"""A leaf: six salted commitments to what one entry is.

Both stations compute the same leaf from the entry they share and the leaf secret of
its epoch; nothing is sent for it.  Later any of the six fields can be opened to a
third party, each by itself: a salt hides a field that has few values (there are four
precedences) from a reader who could otherwise try them all.

What goes into a field is the caller's decision; the tree only fixes its form.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from hashlib import sha256
from struct import Struct

from parley.crypto.expand import expander
from parley.fixed import Fixed
from parley.tlog.merkle import HASH_BYTES, leaf_hash
from parley.tlog.strict import is_number, refusing
from parley.wire.cbor import Value, dumps

_malformed = refusing("PLY-LOG-002")

SALT_BYTES = 16
FIELD_BYTES_MAX = 64
REFERENCE_ITEMS_MAX = 8

ReferenceItem = int | bytes | bool | None
FieldValue = int | bytes | tuple[ReferenceItem, ...] | None


class Field(IntEnum):
    """The six fields, in the order of their commitments."""

    KIND = 0
    PRECEDENCE = 1
    LOGGED = 2
    CONTENT = 3
    RELEASES = 4
    REFERENCE = 5


class LeafFields(Fixed):
    """What one entry is, as its leaf commits to it.

    ``content`` and ``releases`` are digests; ``reference`` names what the entry
    answers (a receipt: the counterpart's serial and leaf hash).
    """

    kind: int
    precedence: int | None
    logged_ms: int
    content: bytes
    releases: bytes | None
    reference: tuple[ReferenceItem, ...] | None

    def values(self) -> tuple[FieldValue, ...]:
        """Return the six values in the order of `Field`."""
        return (
            self.kind,
            self.precedence,
            self.logged_ms,
            self.content,
            self.releases,
            self.reference,
        )


class Opened(Fixed):
    """One field shown: its salt and its value."""

    salt: bytes
    value: FieldValue


class Disclosure(Fixed):
    """Six places, each an opened field or the commitment to a closed one."""

    places: tuple[Opened | bytes, ...]

    def leaf(self) -> bytes:
        """Return the leaf hash that these places make."""
        commitments = (
            place
            if isinstance(place, bytes)
            else _commitment(field, place.salt, place.value)
            for field, place in enumerate(self.places)
        )
        return _leaf_of(commitments)

    def value(self, field: Field) -> FieldValue:
        """Return the value of an opened field; the caller knows that it is open."""
        place = self.places[field]
        assert isinstance(place, Opened)
        return place.value

    def shows(self, field: Field) -> bool:
        """Tell whether a field is open."""
        return isinstance(self.places[field], Opened)

    def closed_but(self, chosen: frozenset[Field]) -> Disclosure:
        """Return this disclosure with every field closed that is not chosen."""
        return Disclosure(
            tuple(
                _commitment(field, place.salt, place.value)
                if isinstance(place, Opened) and field not in chosen
                else place
                for field, place in zip(Field, self.places, strict=True)
            )
        )


# SPEC 5.7: "The six salts of a leaf are the first to the sixth 16 bytes of
# HKDF-Expand (RFC 5869, SHA-256) with the leaf secret as key, the info
# `parley/1 leaf salts` and length 96."
_salts = expander(b"parley/1 leaf salts", SALT_BYTES * len(Field))
_cut_salts = Struct(f"{SALT_BYTES}s" * len(Field)).unpack
_FIELD_PREFIX = tuple(b"parley/1 field\x00" + bytes([field]) for field in Field)
_LEAF_PREFIX = b"parley/1 leaf\x00"
# Most fields of most entries are one of these; a log is checked a million at a time.
_SHORT: dict[FieldValue, bytes] = {value: dumps(value) for value in (None, *range(256))}
_DIGEST_HEAD, _TIME_HEAD, _TIME_MIN = dumps(bytes(32))[:2], dumps(2**32)[:1], 2**32


def _encoded(value: FieldValue) -> bytes:
    """Return what `dumps` returns; the two long kinds of field without its detours."""
    if type(value) is bytes and len(value) == HASH_BYTES:
        return _DIGEST_HEAD + value
    if type(value) is int and value >= _TIME_MIN:
        return _TIME_HEAD + value.to_bytes(8, "big")
    return _SHORT.get(value) or dumps(value)


def _commitment(field: int, salt: bytes, value: FieldValue) -> bytes:
    return sha256(_FIELD_PREFIX[field] + salt + _encoded(value)).digest()


def _leaf_of(commitments: Iterable[bytes]) -> bytes:
    return leaf_hash(_LEAF_PREFIX + b"".join(commitments))


def leaf(fields: LeafFields, leaf_secret: bytes) -> bytes:
    """Return the 32-byte leaf hash of an entry."""
    return leaves(((fields, leaf_secret),))[0]


def leaves(entries: Iterable[tuple[LeafFields, bytes]]) -> list[bytes]:
    """Return the leaf hashes of entries, each given with its leaf secret.

    What `_commitment` and `_leaf_of` say, written out: whoever checks a record does
    this a million times, and calls cost as much as hashes do.
    """
    kind, precedence, logged, content, releases, reference = _FIELD_PREFIX
    digest, encoded, short = sha256, _encoded, _SHORT.get
    salts, cut, start = _salts, _cut_salts, b"\x00" + _LEAF_PREFIX
    made = []
    for fields, leaf_secret in entries:
        first, second, third, fourth, fifth, sixth = cut(salts(leaf_secret))
        what, level = fields.kind, fields.precedence
        signed, answers = fields.releases, fields.reference
        commitments = (
            start,
            digest(kind + first + (short(what) or encoded(what))).digest(),
            digest(precedence + second + (short(level) or encoded(level))).digest(),
            digest(logged + third + encoded(fields.logged_ms)).digest(),
            digest(content + fourth + encoded(fields.content)).digest(),
            digest(releases + fifth + (short(signed) or encoded(signed))).digest(),
            digest(reference + sixth + (short(answers) or encoded(answers))).digest(),
        )
        made.append(digest(b"".join(commitments)).digest())
    return made


def disclose(
    fields: LeafFields, leaf_secret: bytes, chosen: frozenset[Field]
) -> Disclosure:
    """Open the `chosen` fields of an entry and keep the others closed."""
    salts = _cut_salts(_salts(leaf_secret))
    places: list[Opened | bytes] = []
    for at, (salt, value) in enumerate(zip(salts, fields.values(), strict=True)):
        if Field(at) in chosen:
            places.append(Opened(salt, value))
        else:
            places.append(_commitment(at, salt, value))
    return Disclosure(tuple(places))


def disclosure_to_value(disclosure: Disclosure) -> list[Value]:
    """Return the form of a disclosure inside an encoded proof."""
    return [
        place if isinstance(place, bytes) else [place.salt, place.value]
        for place in disclosure.places
    ]


def disclosure_from_value(value: object) -> Disclosure:
    """Read a disclosure out of a decoded proof.

    Raises:
        CounterpartFault: PLY-LOG-002, it is not six well-formed places.

    """
    if not isinstance(value, list) or len(value) != len(Field):
        raise _malformed("it has not six fields")
    return Disclosure(tuple(_place(field, value[field]) for field in Field))


def _place(field: Field, place: object) -> Opened | bytes:
    if isinstance(place, bytes):
        if len(place) != HASH_BYTES:
            raise _malformed("a commitment is not 32 bytes")
        return place
    if not isinstance(place, list) or len(place) != 2:  # noqa: PLR2004 - salt, value
        raise _malformed("a field is neither open nor closed")
    salt, value = place
    if not isinstance(salt, bytes) or len(salt) != SALT_BYTES:
        raise _malformed("a salt is not 16 bytes")
    return Opened(salt, _field_value(field, value))


def _field_value(field: Field, value: object) -> FieldValue:
    if field is Field.REFERENCE:
        return _reference(value)
    nullable = field in (Field.PRECEDENCE, Field.RELEASES)
    if value is None and nullable:
        return None
    if field in (Field.CONTENT, Field.RELEASES):
        if isinstance(value, bytes) and len(value) <= FIELD_BYTES_MAX:
            return value
    elif is_number(value):
        return value
    raise _malformed(f"the field {field.name.lower()} has a foreign value")


def _reference(value: object) -> tuple[ReferenceItem, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) > REFERENCE_ITEMS_MAX:
        raise _malformed("the reference is not a short list")
    return tuple(_reference_item(item) for item in value)


def _reference_item(item: object) -> ReferenceItem:
    if item is None or isinstance(item, bool) or is_number(item):
        return item
    if isinstance(item, bytes) and len(item) <= FIELD_BYTES_MAX:
        return item
    raise _malformed("the reference holds a foreign value")
