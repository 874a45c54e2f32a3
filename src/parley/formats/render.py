# SPDX-License-Identifier: Apache-2.0
"""A coded message as text in one language of the book.

Labels and values only, a field a line; whole sentences by number.  Nothing is
inflected, nothing is taken from the machine's language settings, and numbers, places
and times are never translated.  The book's profile number names exactly this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import assert_never

from parley.errors import CounterpartFault, LocalFault
from parley.fixed import Fixed, replace
from parley.formats.numbers import place_words, quantity, time_words
from parley.formats.schema import (
    COMMON,
    CONTEXT,
    CONTINUES,
    INSTALMENT,
    Book,
    Field,
    FieldType,
    Format,
    FormatWords,
    Language,
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
    Parties,
    Point,
    Reference,
    Time,
    Water,
)

PROFILE = 1
"""What this renderer does; a book that asks for another is refused."""

_LEFT_TO_RIGHT, _FIRST_STRONG, _END = "\u2066", "\u2068", "\u2069"
_AS_IT_IS = "{}"


class _Page(Fixed):
    """What every line needs: the words, the names and the marks of direction."""

    language: Language
    parties: Parties
    number: Callable[[str], str]  # sets off digits and signs
    name: Callable[[str], str]  # sets off a name


def render(book: Book, message: CodedMessage, tag: str, parties: Parties) -> str:
    """Return the whole text of a message in the language `tag`.

    Raises:
        LocalFault: PLY-BOK-012 the book has no words for it in this language.

    """
    language = book.languages.get(tag)
    words = None if language is None else language.formats.get(message.format)
    form = book.formats[message.format]
    if language is None or words is None:
        allowed = ", ".join(tags_of(book, message.format))
        raise LocalFault(
            "PLY-BOK-012",
            edition=book.edition,
            format=form.name,
            language=tag,
            allowed=allowed,
        )
    page = _page(language, parties)
    return "\n".join(_lines(page, form, words, message))


def tags_of(book: Book, number: int) -> tuple[str, ...]:
    """Return the languages that have words for a format, complete ones first."""
    having = [each for each in book.languages.values() if number in each.formats]
    return tuple(each.tag for each in sorted(having, key=lambda one: one.draft))


def speaking(book: Book, form: Format, tag: str) -> Language:
    """Return the language asked for if it has the format, else the first that does."""
    language = book.languages.get(tag)
    if language is None or form.number not in language.formats:
        return book.languages[tags_of(book, form.number)[0]]
    return language


def subject(book: Book, number: int, tag: str) -> str:
    """Return the headline of a format in a language, or in the first that has one."""
    for each in (tag, *tags_of(book, number)):
        language = book.languages.get(each)
        if language is not None and number in language.formats:
            return language.formats[number].headline
    raise CounterpartFault("PLY-BOK-004", edition=book.edition, format=number)


def _page(language: Language, parties: Parties) -> _Page:
    if not language.right_to_left:
        return _Page(language, parties, _AS_IT_IS.format, _AS_IT_IS.format)
    # SPEC 9.33: "In a language written from right to left every number, time, place and
    # name stands between U+2066 or U+2068 and U+2069, and so does every word inside one
    # of them; these marks are never sent."
    return _Page(
        _isolated(language),
        parties,
        (_LEFT_TO_RIGHT + "{}" + _END).format,
        (_FIRST_STRONG + "{}" + _END).format,
    )


def _isolated(language: Language) -> Language:
    """Set off the words inside values, or they turn the digits around them about."""
    return replace(
        language,
        months=tuple(_set_off(each) for each in language.months),
        hemispheres={k: _set_off(each) for k, each in language.hemispheres.items()},
        units={k: _set_off(each) for k, each in language.units.items()},
    )


def _set_off(word: str) -> str:
    bare = word.lstrip()
    return word[: len(word) - len(bare)] + _FIRST_STRONG + bare + _END


def _lines(
    page: _Page, form: Format, words: FormatWords, message: CodedMessage
) -> list[str]:
    language = page.language
    said = language.words
    # SPEC 9.34: "The first line of a text in a language that is a draft says so."
    lines = [said["draft"]] if language.draft else []
    lines += [
        words.headline,
        f"{said['sender']}: {page.name(page.parties.sender)}",
        f"{said['recipient']}: {page.name(page.parties.recipient)}",
        f"{said['context']}: {language.choices[CONTEXT][message.context]}",
    ]
    fields = message.fields
    for key, field in COMMON.items():
        if key in fields:
            lines += _field(page, field, said[field.name], fields[key])
    for field in form.fields:
        label = words.labels[field.key]
        value = fields.get(field.key)
        # SPEC 9.13: "A field that is absent is shown as not stated."
        if value is None:
            lines.append(f"{label}: {said['not_stated']}")
        else:
            lines += _field(page, field, label, value)
    lines.append(said["end"])
    return lines


def _field(page: _Page, field: Field, label: str, value: FieldValue) -> list[str]:
    if isinstance(value, Gap):
        return [f"{label}: {page.language.words[value.value]}"]
    items = _items(page, field, value)
    if items is None:
        return [f"{label}: {_one(page, field, value)}"]
    # SPEC 9.32: "The values of a set and the areas of a list stand one on a line."
    return [f"{label}:", *(f"- {item}" for item in items)]


def _items(page: _Page, field: Field, value: FieldValue) -> list[str] | None:
    if isinstance(value, tuple):
        return [_area(page, each) for each in value]
    if field.type is FieldType.ANY and isinstance(value, int):
        texts = page.language.choices[field.choice]
        return [text for at, text in texts.items() if value >> (at - 1) & 1]
    return None


def _one(  # noqa: C901, PLR0911 - a table
    page: _Page, field: Field, value: FieldValue
) -> str:
    language = page.language
    match value:
        case int():
            if field.type is FieldType.ONE:
                return language.choices[field.choice][value]
            unit = language.units[field.units[0]] if field.units else ""
            return page.number(f"{value} {unit}" if unit else str(value))
        case Time(minutes):
            return page.number(time_words(minutes, language.months, language.date))
        case Decimal():
            number = quantity(value.mantissa, value.exponent, language.decimal)
            return page.number(
                f"{number} {language.units[field.units[value.unit - 1]]}"
            )
        case Reference():
            return _reference(page, value)
        case Name(original, latin):
            names = [page.name(f'"{each}"') for each in (original, latin) if each]
            return f"{names[0]} ({names[1]})" if latin else names[0]
        case str():
            return page.name(f'"{value}"')
        case Point() | Circle() | Water() | Bounds():
            return _area(page, value)
        case Gap() | tuple():
            raise AssertionError("handled before")
    assert_never(value)


def _reference(page: _Page, value: Reference) -> str:
    said, parties = page.language.words, page.parties
    # SPEC 9.31: "A reference names the party whose message it is by its name."
    whose = parties.sender if value.sender else parties.recipient
    return "".join(
        (
            said["number"],
            page.number(str(value.number)),
            said["number_from"],
            page.name(whose),
            said["check"],
            page.number(value.check.hex().upper()),
        )
    )


def _area(page: _Page, area: Area) -> str:
    language = page.language
    said = language.words
    match area:
        case Point(latitude, longitude):
            return page.number(
                place_words(latitude, longitude, language.hemispheres),
            )
        case Circle(centre, radius, unit):
            size = page.number(f"{radius} {language.units[unit]}")
            return said["circle"] + _area(page, centre) + said["radius"] + size
        case Water(water, quadrant):
            name = language.choices["water"][water]
            if not quadrant:
                return name
            return f"{name}, {language.choices['quadrant'][quadrant]}"
        case Bounds(points):
            corners = " - ".join(_area(page, each) for each in points)
            return said["bounded"] + corners
    assert_never(area)


def label_of(language: Language, number: int, key: int) -> str:
    """Return the label of a field in a language that has the format."""
    common: Mapping[int, str] = {
        INSTALMENT.key: language.words["instalment"],
        CONTINUES.key: language.words["continues"],
    }
    return common.get(key) or language.formats[number].labels[key]
