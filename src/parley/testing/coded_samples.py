# SPDX-License-Identifier: Apache-2.0
"""Random good coded messages, by seed: what the readers are tried on."""

from __future__ import annotations

import random

from parley.errors import CounterpartFault
from parley.formats.coding import MINUTES_MAX, check_whole, decode
from parley.formats.compile import Source
from parley.formats.schema import (
    COMMON,
    CONTEXT,
    CONTINUES,
    FIRST,
    INSTALMENT,
    LAST,
    Book,
    Field,
    FieldType,
    Format,
)
from parley.formats.shapes import (
    EXPONENT_MAX,
    EXPONENT_MIN,
    LATITUDE_MAX,
    LONGITUDE_MAX,
    MANTISSA_MAX,
    RADIUS_MAX,
)
from parley.formats.values import (
    Area,
    Bounds,
    Circle,
    CodedMessage,
    Decimal,
    FieldValue,
    Gap,
    Name,
    Point,
    Reference,
    Time,
    Water,
)
from parley.station.library.files import load_library

_LETTERS = "abcXYZ019 .,:;-/()'éßñЖёЇґ中文日عربيةहिम한"
_LATIN = "abcXYZ019 .,:;-/()'"


def decode_newest(body: bytes) -> CodedMessage:
    """Return the message in a body by the newest edition; a target for fuzzing."""
    newest = load_library().newest
    assert newest is not None, "an edition ships"
    return decode(newest, body)


def random_message(book: Book, form: Format, chance: random.Random) -> CodedMessage:
    """Return a message of a format that the book allows."""
    while True:
        message = _drawn(book, form, chance)
        try:
            check_whole(book, form, message)
        except CounterpartFault:
            continue  # times out of order
        return message


def _drawn(book: Book, form: Format, chance: random.Random) -> CodedMessage:
    part = chance.choice([None, None, None, FIRST, LAST])
    fields: dict[int, FieldValue] = {}
    if part is not None:
        fields[INSTALMENT.key] = part
    if part == LAST:
        fields[CONTINUES.key] = _value(book, CONTINUES, chance)
    for field in form.fields:
        stated = field.required and part is None
        if stated or chance.random() < 0.6:  # noqa: PLR2004 - most, not all
            fields[field.key] = _value_or_gap(book, field, chance)
    _near(form, fields, chance)
    context = chance.randint(1, book.choices[CONTEXT])
    return CodedMessage(book.edition, form.number, context, fields)


def _near(form: Format, fields: dict[int, FieldValue], chance: random.Random) -> None:
    """Bring times that depend on each other within their bounds."""
    for rule in form.after:
        earlier = fields.get(rule.earlier)
        if isinstance(earlier, Time) and isinstance(fields.get(rule.later), Time):
            most = min(rule.minutes_max, MINUTES_MAX - earlier.minutes)
            if most >= rule.minutes_min:
                later = earlier.minutes + chance.randint(rule.minutes_min, most)
                fields[rule.later] = Time(later)


def _value_or_gap(book: Book, field: Field, chance: random.Random) -> FieldValue:
    if chance.random() < 0.1:  # noqa: PLR2004 - now and then
        return chance.choice(list(Gap))
    return _value(book, field, chance)


def _value(  # noqa: C901, PLR0911 - a table
    book: Book, field: Field, chance: random.Random
) -> FieldValue:
    assert field.key not in COMMON or field is CONTINUES, "drawn by the caller"
    match field.type:
        case FieldType.ONE:
            return chance.randint(1, book.choices[field.choice])
        case FieldType.ANY:
            return chance.randint(1, (1 << book.choices[field.choice]) - 1)
        case FieldType.INTEGER:
            return chance.choice([field.least, field.most, _between(field, chance)])
        case FieldType.DECIMAL:
            return _decimal(field, chance)
        case FieldType.TIME:
            return Time(chance.choice([0, MINUTES_MAX, chance.randint(0, MINUTES_MAX)]))
        case FieldType.AREA:
            return _area(book, chance)
        case FieldType.AREAS:
            many = range(chance.randint(1, field.most))
            return tuple(_area(book, chance) for _ in many)
        case FieldType.NAME:
            latin = _text(_LATIN, 20, chance) if chance.random() < 0.5 else ""  # noqa: PLR2004
            original = "Ж" + _text(_LETTERS, field.bytes_max - 2, chance)
            return Name(original, latin)
        case FieldType.TEXT:
            return _text(_LETTERS, field.bytes_max, chance)
        case FieldType.REFERENCE:
            whose = chance.random() < 0.5  # noqa: PLR2004 - either
            return Reference(whose, chance.randint(1, 2**53 - 1), chance.randbytes(4))


def _between(field: Field, chance: random.Random) -> int:
    return chance.randint(field.least, field.most)


def _decimal(field: Field, chance: random.Random) -> Decimal:
    mantissa = chance.choice([0, 1, 10, 35, 720, chance.randint(0, MANTISSA_MAX)])
    exponent = chance.randint(EXPONENT_MIN, EXPONENT_MAX if mantissa else 0)
    return Decimal(mantissa, exponent, chance.randint(1, len(field.units)))


def _point(chance: random.Random) -> Point:
    ends = (-LATITUDE_MAX, 0, LATITUDE_MAX)
    return Point(
        chance.choice([*ends, chance.randint(-LATITUDE_MAX, LATITUDE_MAX)]),
        chance.randint(1 - LONGITUDE_MAX, LONGITUDE_MAX),
    )


def _area(book: Book, chance: random.Random) -> Area:
    match chance.randrange(4):
        case 0:
            return _point(chance)
        case 1:
            unit = chance.choice(["km", "NM"])
            return Circle(_point(chance), chance.randint(1, RADIUS_MAX), unit)
        case 2:
            quadrant = chance.randint(0, book.choices["quadrant"])
            return Water(chance.randint(1, book.choices["water"]), quadrant)
        case _:
            points = {_point(chance) for _ in range(8)}
            return Bounds(tuple(points)) if len(points) > 2 else _point(chance)  # noqa: PLR2004


def _text(letters: str, bytes_max: int, chance: random.Random) -> str:
    drawn = "".join(chance.choice(letters) for _ in range(chance.randint(1, 30)))
    cut = ("x" + drawn).encode()[:bytes_max].decode(errors="ignore").strip()
    return cut or "x"


def second_edition(source: Source) -> Source:
    """Add a nuclide and a field to the tables of the first edition, for tests."""
    source.head["choices"]["nuclide"] += 1
    for language in source.languages:
        choices = language.get("choices", {})
        if "nuclide" in choices:
            choices["nuclide"][str(len(choices["nuclide"]) + 1)] = "Ru-106"
        if "NUCACC" in language["formats"]:
            language["formats"]["NUCACC"]["fields"]["unit"] = "Unit / Блок"
    nuclear = next(one for one in source.formats if one["name"] == "NUCACC")
    key = max(int(one["key"]) for one in nuclear["field"]) + 1
    added = {"key": key, "name": "unit", "type": "integer", "least": 0, "most": 99}
    nuclear["field"].append(added)
    head = {**source.head, "edition": 2}
    return Source(head, source.formats, source.languages, source.golden)
