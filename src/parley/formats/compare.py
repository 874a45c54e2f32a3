# SPDX-License-Identifier: Apache-2.0
"""What two books say differently, fact by fact, in words a linguist can judge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from parley.formats.schema import Book, Field, Format, Language


class Difference(NamedTuple):
    """One fact in which two books differ; None: the book does not have it."""

    place: str
    old: str | None
    new: str | None


def differences(old: Book, new: Book) -> list[Difference]:
    """Return every fact that is not the same in both, in the order of its place."""
    before, after = dict(_facts(old)), dict(_facts(new))
    return [
        Difference(place, before.get(place), after.get(place))
        for place in sorted(before.keys() | after.keys())
        if before.get(place) != after.get(place)
    ]


def _facts(book: Book) -> Iterator[tuple[str, str]]:
    yield "profile", str(book.profile)
    for choice, count in book.choices.items():
        yield f"choice {choice}", str(count)
    for form in book.formats.values():
        yield from _format_facts(form)
    for language in book.languages.values():
        yield from _language_facts(book, language)
    for golden in book.golden:
        for tag, text in golden.texts.items():
            yield f"vector {golden.body.hex()} {tag}", text


def _format_facts(form: Format) -> Iterator[tuple[str, str]]:
    yield f"{form.name}", f"{form.number}, {form.source}"
    yield f"{form.name} precedence", str(form.precedence)
    yield f"{form.name} event time", str(form.event_time)
    for field in form.fields:
        yield f"{form.name} {field.name}", _field_words(field)
    for rule in form.after:
        yield (
            f"{form.name} order of {rule.later} and {rule.earlier}",
            f"{rule.minutes_min} to {rule.minutes_max} min",
        )
    for preset in form.presets:
        said = ", ".join(f"{name}={value}" for name, value in preset.values.items())
        yield f"{form.name} code {preset.name}", said


def _field_words(field: Field) -> str:
    parts = [f"key {field.key}", field.type.name.lower(), field.choice]
    parts += [f"{field.least} to {field.most}" if field.most else ""]
    parts += [f"{field.bytes_max} bytes" if field.bytes_max else ""]
    parts += ["/".join(field.units), "required" if field.required else ""]
    parts += ["read back" if field.critical else ""]
    return ", ".join(part for part in parts if part)


def _language_facts(book: Book, language: Language) -> Iterator[tuple[str, str]]:
    tag = language.tag
    yield f"{tag}", f"{language.name}, {'draft' if language.draft else 'complete'}"
    yield f"{tag} date", f"{language.date} {language.decimal}"
    yield f"{tag} months", ", ".join(language.months)
    for table in (language.words, language.hemispheres, language.units):
        for word, text in table.items():
            yield f"{tag} word {word}", text
    for number, words in language.formats.items():
        form = book.formats[number]
        yield f"{tag} {form.name}", words.headline
        for key, label in words.labels.items():
            yield f"{tag} {form.name} {form.by_key[key].name}", label
    for choice, texts in language.choices.items():
        for at, text in texts.items():
            yield f"{tag} {choice} {at}", text
