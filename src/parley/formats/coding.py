# SPDX-License-Identifier: Apache-2.0
"""Coded bodies: bytes to checked values and back.

A body is `[edition, format, context, {key: value}]` in deterministic CBOR.  The book
says what each key may hold; whatever it does not allow is refused, so that nothing is
rendered that two stations could understand differently.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from parley.errors import CounterpartFault
from parley.formats.schema import (
    COMMON,
    CONTEXT,
    CONTINUES,
    FIRST,
    INSTALMENT,
    Book,
    Field,
    FieldType,
    Format,
)
from parley.formats.shapes import (
    read_area,
    read_decimal,
    read_name,
    read_number,
    read_reference,
    read_text,
    shape_of,
)
from parley.formats.values import CodedMessage, FieldValue, Gap, Time
from parley.wire.cbor import Value, dumps
from parley.wire.coded import read_coded

MINUTES_MAX = 105_190_559
"""2199-12-31 23:59 UTC, in minutes since 2000."""


class Wrong(Exception):  # noqa: N818 - told apart from faults, which are told to people
    """A value is not as its field asks; the text says why."""


def decode(book: Book, body: bytes) -> CodedMessage:
    """Return the message in a body, checked against `book`.

    Raises:
        CounterpartFault: PLY-WIR-001 to -003 not a body; PLY-BOK-003 another edition;
            PLY-BOK-004 no such format; PLY-BOK-005 a field is not as it must be.

    """
    edition, number, context, fields = read_coded(body)
    if edition != book.edition:
        raise CounterpartFault("PLY-BOK-003", edition=edition)
    form = book.formats.get(number)
    if form is None:
        raise CounterpartFault("PLY-BOK-004", edition=edition, format=number)
    values: dict[int, FieldValue] = {}
    for key, value in fields.items():
        field = form.by_key.get(key) or COMMON.get(key)
        # SPEC 9.20: "A key that the format does not have MUST be refused."
        if field is None:
            raise _odd(form, f"it has no field {key}")
        try:
            values[key] = _read(book, field, value)
        except Wrong as wrong:
            raise _odd(form, f"{field.name} {wrong}") from None
    message = CodedMessage(edition, number, context, values)
    check_whole(book, form, message)
    return message


def encode(message: CodedMessage) -> bytes:
    """Return the body of a message; whether a book allows it is for `decode` to say."""
    fields: dict[int | str, Value] = {
        key: shape_of(value) for key, value in message.fields.items()
    }
    return dumps([message.edition, message.format, message.context, fields])


def check_whole(book: Book, form: Format, message: CodedMessage) -> None:
    """Refuse a message whose fields do not fit together.

    Raises:
        CounterpartFault: PLY-BOK-005.

    """
    fields = message.fields
    if not 1 <= message.context <= book.choices[CONTEXT]:
        raise _odd(form, "its context is unknown")
    part = fields.get(INSTALMENT.key)
    # SPEC 9.21: "A message that is no instalment MUST state every required field."
    if part is None:
        missing = form.required - fields.keys()
        if missing:
            names = ", ".join(form.by_key[key].name for key in sorted(missing))
            raise _odd(form, f"it does not state {names}")
    # SPEC 9.22: "A further or last instalment MUST name the message it continues, and
    # nothing else may."
    if (part in {None, FIRST}) == (CONTINUES.key in fields):
        raise _odd(form, "its instalments do not fit")
    if not fields:
        raise _odd(form, "it states nothing")
    _check_order(form, fields)


def _check_order(form: Format, fields: Mapping[int, FieldValue]) -> None:
    for rule in form.after:
        later, earlier = fields.get(rule.later), fields.get(rule.earlier)
        if isinstance(later, Time) and isinstance(earlier, Time):
            minutes = later.minutes - earlier.minutes
            # SPEC 9.23: "Where the format bounds the time from one field to another, a
            # message outside the bounds MUST be refused."
            if not rule.minutes_min <= minutes <= rule.minutes_max:
                names = form.by_key[rule.later].name, form.by_key[rule.earlier].name
                raise _odd(
                    form,
                    f"{names[0]} is {minutes} minutes after {names[1]}, where"
                    f" {rule.minutes_min} to {rule.minutes_max} are allowed",
                )


def _odd(form: Format, reason: str) -> CounterpartFault:
    return CounterpartFault("PLY-BOK-005", format=form.name, reason=reason)


def _read(book: Book, field: Field, value: Value) -> FieldValue:
    # SPEC 9.12: "null says that the sender does not know a value, false that it
    # withholds it."
    if value is None or value is False:
        if field.key in COMMON:
            raise Wrong("must have a value")
        return Gap.UNKNOWN if value is None else Gap.WITHHELD
    return _READERS[field.type](book, field, value)


def _read_one(book: Book, field: Field, value: Value) -> FieldValue:
    return read_number(value, 1, book.choices[field.choice], Wrong)


def _read_any(book: Book, field: Field, value: Value) -> FieldValue:
    return read_number(value, 1, (1 << book.choices[field.choice]) - 1, Wrong)


def _read_integer(_book: Book, field: Field, value: Value) -> FieldValue:
    return read_number(value, field.least, field.most, Wrong)


def _read_time(_book: Book, _field: Field, value: Value) -> FieldValue:
    return Time(read_number(value, 0, MINUTES_MAX, Wrong))


def _read_decimal(_book: Book, field: Field, value: Value) -> FieldValue:
    return read_decimal(value, len(field.units), Wrong)


def _read_area(book: Book, _field: Field, value: Value) -> FieldValue:
    return read_area(value, book.choices["water"], book.choices["quadrant"], Wrong)


def _read_areas(book: Book, field: Field, value: Value) -> FieldValue:
    if not isinstance(value, list) or not 1 <= len(value) <= field.most:
        raise Wrong(f"must be 1 to {field.most} areas")
    water, quadrant = book.choices["water"], book.choices["quadrant"]
    return tuple(read_area(each, water, quadrant, Wrong) for each in value)


def _read_name(_book: Book, field: Field, value: Value) -> FieldValue:
    return read_name(value, field.bytes_max, Wrong)


def _read_text(_book: Book, field: Field, value: Value) -> FieldValue:
    return read_text(value, field.bytes_max, Wrong)


def _read_reference(_book: Book, _field: Field, value: Value) -> FieldValue:
    return read_reference(value, Wrong)


_READERS: Mapping[FieldType, Callable[[Book, Field, Value], FieldValue]] = {
    FieldType.ONE: _read_one,
    FieldType.ANY: _read_any,
    FieldType.INTEGER: _read_integer,
    FieldType.DECIMAL: _read_decimal,
    FieldType.TIME: _read_time,
    FieldType.AREA: _read_area,
    FieldType.AREAS: _read_areas,
    FieldType.NAME: _read_name,
    FieldType.TEXT: _read_text,
    FieldType.REFERENCE: _read_reference,
}
