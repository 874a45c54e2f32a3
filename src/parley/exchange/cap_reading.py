# SPDX-License-Identifier: Apache-2.0
"""A CAP 1.2 alert as a draft: of ours by its coded body, of others as free text."""

from __future__ import annotations

from collections.abc import Iterable

from parley.errors import LocalFault
from parley.exchange.bodies import FIELD, body_in, filling
from parley.exchange.values import Filling, TextFilling
from parley.exchange.xml import (
    Element,
    Reading,
    check_schema,
    child,
    children,
    name_of,
    text_of,
)
from parley.formats.book import Library

KIND = "CAP 1.2"
LANGUAGE = "en-US"
"""What the standard says where an `info` names none."""

_LINES = (
    "event",
    "headline",
    "description",
    "instruction",
    "effective",
    "onset",
    "expires",
    "urgency",
    "severity",
    "certainty",
)
"""What of an `info` stands in the text, in this order, each under its own name."""

_NOT_COMPARED = (
    "The texts of the file were not compared with its body; the draft shows the body's."
)
_PLACES = ("areaDesc", "polygon", "circle", "altitude", "ceiling")


def read_alert(alert: Element, library: Library, reading: Reading) -> Filling:
    """Return the draft of an alert that stands by itself or in an envelope.

    Raises:
        LocalFault: PLY-XCH-002 or -006 the body; -005 the schema; -009 nothing.

    """
    check_schema(alert, "cap-1.2.xsd", KIND)
    note = child(alert, "note")
    body = None if note is None else body_in(text_of(note))
    if note is not None and body is not None:
        return _of_ours(alert, note, body, library, reading)
    texts = _texts(alert, reading)
    if not texts:
        raise LocalFault("PLY-XCH-009")
    return TextFilling(texts)


def _of_ours(
    alert: Element, note: Element, body: bytes, library: Library, reading: Reading
) -> Filling:
    shown: Filling | None = None
    for info in [*children(alert, "info")] or [alert]:
        beside = {}
        for parameter in children(info, "parameter"):
            name, value = _named(parameter)
            if name.startswith(FIELD):
                beside[name.removeprefix(FIELD)] = value
                for each in parameter:
                    reading.skip(each)
        shown, notes = filling(library, body, beside)
    assert shown is not None, "there is one turn at least"
    reading.take(note, "every field")
    reading.notes += [*notes, _NOT_COMPARED]
    return shown


def _texts(alert: Element, reading: Reading) -> tuple[tuple[str, str], ...]:
    found: dict[str, list[str]] = {}
    for info in children(alert, "info"):
        tag = child(info, "language")
        language = LANGUAGE if tag is None else reading.take(tag, "language")
        lines = found.setdefault(language, [])
        lines += _lines(info, _LINES, reading, language)
        for area in children(info, "area"):
            lines += _lines(area, _PLACES, reading, language)
    return tuple((each, "\n".join(lines)) for each, lines in found.items() if lines)


def _lines(
    parent: Element, names: Iterable[str], reading: Reading, language: str
) -> list[str]:
    return [
        f"{name_of(each)}: {reading.take(each, f'text ({language})')}"
        for name in names
        for each in children(parent, name)
        if text_of(each)
    ]


def _named(parameter: Element) -> tuple[str, str]:
    name, value = child(parameter, "valueName"), child(parameter, "value")
    return (
        "" if name is None else text_of(name),
        "" if value is None else text_of(value),
    )
