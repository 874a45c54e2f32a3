# SPDX-License-Identifier: Apache-2.0
"""What the tables of an edition must keep to before they are compiled.

Each mistake is a `ValueError` whose text is "place: reason".
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from parley.formats.schema import COMMON, CONTEXT, INSTALMENT

Table = Mapping[str, Any]

_KEY_MAX = 22
WORDS = (
    "sender",
    "recipient",
    "context",
    "instalment",
    "continues",
    "end",
    "unknown",
    "withheld",
    "not_stated",
    "draft",
    "circle",
    "radius",
    "bounded",
    "number",
    "number_from",
    "check",
)
UNITS = ("km", "NM", "m", "ft", "km/h", "kn", "m/s", "km/s", "Bq", "deg", "min")


def lint_formats(formats: Sequence[Table], choices: Mapping[str, int]) -> None:
    """Refuse formats with repeated numbers, names or keys, or unknown words."""
    _once("formats", (each["number"] for each in formats))
    _once("formats", (each["name"] for each in formats))
    for table in formats:
        place = f"formats/{table['name']}"
        _once(place, (each["key"] for each in table["field"]))
        _once(place, (each["name"] for each in table["field"]))
        _once(place, (each["name"] for each in table.get("preset", ())))
        for field in table["field"]:
            if field["key"] in COMMON or not 1 <= field["key"] <= _KEY_MAX:
                raise ValueError(f"{place}: key {field['key']} is not free")
            if "of" in field and field["of"] not in choices:
                raise ValueError(f"{place}: there is no choice {field['of']}")
            for unit in field.get("units", [field.get("unit", "deg")]):
                if unit not in UNITS:
                    raise ValueError(f"{place}: there is no unit {unit}")


def lint_languages(
    languages: Sequence[Table], formats: Sequence[Table], choices: Mapping[str, int]
) -> None:
    """Refuse a language in which two things read the same, or something is missing."""
    _once("languages", (each["tag"] for each in languages))
    known = {each["name"]: each for each in formats}
    for table in languages:
        place = f"languages/{table['tag']}"
        for text in _texts(table):
            if not unicodedata.is_normalized("NFC", text) or "\n" in text:
                raise ValueError(f"{place}: {text!r} is not one normalised line")
        _same(place, "words", table["words"], WORDS)
        _same(place, "units", table["units"], UNITS)
        if table["review"] != "draft":
            _same(place, "formats", table["formats"], known)
        _once(place, (each["headline"] for each in table["formats"].values()))
        for name, words in table["formats"].items():
            _lint_words(f"{place}/{name}", table, words, known[name], choices)


def _lint_words(
    place: str, table: Table, words: Table, form: Table, choices: Mapping[str, int]
) -> None:
    said = table["words"]
    names = [each["name"] for each in form["field"]]
    _same(place, "fields", words["fields"], names)
    labels = list(words["fields"].values())
    _once(place, [*labels, *(said[each.name] for each in COMMON.values())])
    for label in labels:
        if ": " in label or label.endswith(":") or label != label.strip():
            raise ValueError(f"{place}: the label {label!r} cannot be told apart")
    needed = {each["of"] for each in form["field"] if "of" in each}
    if any(each["type"] in {"area", "areas"} for each in form["field"]):
        needed |= {"water", "quadrant"}
    # What says that there is no value must read like no value.
    gaps = [said["unknown"], said["withheld"], said["not_stated"]]
    for choice in sorted(needed | {CONTEXT, INSTALMENT.choice}):
        texts = table["choices"].get(choice, {})
        wanted = [str(at) for at in range(1, choices[choice] + 1)]
        _same(f"{place}/{choice}", "values", texts, wanted)
        _once(f"{place}/{choice}", [*texts.values(), *gaps])


def _texts(table: Table) -> Iterator[str]:
    for value in table.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from _texts(value)


def _once(place: str, values: Iterable[object]) -> None:
    counted = Counter(values)
    for value, count in counted.items():
        if count > 1:
            raise ValueError(f"{place}: {value!r} stands there {count} times")


def _same(place: str, what: str, given: Iterable[str], wanted: Iterable[str]) -> None:
    missing, extra = set(wanted) - set(given), set(given) - set(wanted)
    if missing or extra:
        raise ValueError(
            f"{place}: {what} miss {sorted(missing)} and have {sorted(extra)} too many"
        )
