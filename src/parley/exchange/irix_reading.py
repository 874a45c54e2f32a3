# SPDX-License-Identifier: Apache-2.0
"""An IRIX 1.0 report as a NUCACC draft: what the book has a field for, and no more.

IRIX's schema is not shipped, so the parts that are carried are held to checks here, and
everything else of a report is listed as left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from parley.errors import LocalFault
from parley.exchange.bodies import filling
from parley.exchange.irix_words import (
    ASSISTANCE,
    CLASSES,
    EVENTS,
    FORMAT,
    FUTURE,
    INES,
    KIND,
    MEASURES,
    NUCLIDES,
    OCCURRED,
    OURS,
    REPORT,
    STATES,
    VERSION,
)
from parley.exchange.moments import minute
from parley.exchange.places import notation
from parley.exchange.values import CodedFilling
from parley.exchange.xml import (
    Element,
    Reading,
    child,
    children,
    name_of,
    text_of,
)
from parley.formats.book import Library

_EXPONENT_MAX = 30
_DIGITS_MAX = 9
_MAGNITUDE_MAX = 60
_METRES_MAX = 5000
_CIRCLE = 360
_BODY_HEX_MAX = 2048
_NEEDED = (
    "OrganisationReporting",
    "DateAndTimeOfCreation",
    "ReportContext",
    "ReportUUID",
)
_REQUIRED = ("event", "where", "release", "help")
"""Fields that the format asks for; what a report does not say is unknown."""


def read_report(report: Element, library: Library, reading: Reading) -> CodedFilling:
    """Return the draft of a report.

    Raises:
        LocalFault: PLY-XCH-002 or -006 the body; -005 what it must have is missing.

    """
    _check(report)
    fields = _fields(report, reading)
    body = child(report, "Identification", "body")
    if body is not None and body.tag == f"{{{OURS}}}body":
        return _of_ours(body, fields, library, reading)
    for name in _REQUIRED:
        if name not in fields:
            fields[name] = "unknown"
            reading.notes.append(f"The report does not say {name}: unknown.")
    return CodedFilling(FORMAT, fields, None)


def _check(report: Element) -> None:
    if report.get("version") != VERSION:
        raise _wrong(f"its version is not {VERSION}")
    part = child(report, "Identification")
    for name in _NEEDED:
        if part is None or child(part, name) is None:
            raise _wrong(f"it has no {name}")
    if child(report, "EventInformation", "DateAndTimeOfEvent") is None:
        raise _wrong("it has no time of the event, and a draft needs one")
    strange = [e for e in report if not str(e.tag).startswith(f"{{{REPORT}/")]
    if strange:
        raise _wrong(f"{name_of(strange[0])} is no part of a report")


def _of_ours(
    body: Element, fields: dict[str, str], library: Library, reading: Reading
) -> CodedFilling:
    written = text_of(body)
    try:
        data = bytes.fromhex(written[:_BODY_HEX_MAX])
    except ValueError:
        raise LocalFault("PLY-XCH-002", kind="a coded body", reason=written) from None
    whole, notes = filling(library, data, None)
    reading.take(body, "every field")
    for name, shown in fields.items():
        coded = whole.fields.get(name, "not stated")
        if not _same(shown, coded):
            raise LocalFault("PLY-XCH-006", field=name, shown=shown, coded=coded)
    reading.notes += notes
    return whole


def _same(shown: str, coded: str) -> bool:
    """Say whether both say the same: a report has only the centre of a circle."""
    if coded.startswith(f"circle {shown} ") or shown == coded.partition(" | ")[0]:
        return True
    one, _, unit = shown.partition(" ")
    other, _, its_unit = coded.partition(" ")
    value = _number(one)
    return value is not None and (value, unit) == (_number(other), its_unit)


def _fields(report: Element, reading: Reading) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, path, read in _SINGLE:
        element = child(report, *path)
        if element is not None and (value := read(text_of(element))) is not None:
            reading.take(element, name)
            found[name] = value
    _read_place(report, reading, found)
    _read_nuclide(report, reading, found)
    _read_measures(report, reading, found)
    _read_request(report, reading, found)
    when = child(report, "EventInformation", "DateAndTimeOfEvent")
    moment = minute(text_of(when))
    if moment is None:
        raise _wrong("the time of the event is no time")
    found["when"], cut = moment
    reading.take(when, "when")
    if cut:
        reading.notes.append("The seconds of the time are cut off.")
    return found


def _read_place(report: Element, reading: Reading, found: dict[str, str]) -> None:
    location = child(report, "EventInformation", "Location")
    if location is not None and (ref := location.get("ref")) is not None:
        every = children(report, "Locations", "Location")
        location = next((e for e in every if e.get("id") == ref), location)
    place = None if location is None else child(location, "GeographicCoordinates")
    if place is None:
        return
    north, east = child(place, "Latitude"), child(place, "Longitude")
    if north is None or east is None:
        return
    written = notation(text_of(north), text_of(east))
    if written is None:
        raise _wrong("its coordinates are no place on Earth")
    reading.take(north, "where")
    reading.take(east, "where")
    found["where"] = written


def _read_nuclide(report: Element, reading: Reading, found: dict[str, str]) -> None:
    """Take the first nuclide that the book knows, with its activity."""
    path = ("Release", "ReleaseToAir", "ReleasePhases", "ReleasePhase")
    for one in children(report, *path, "NuclideReleases", "NuclideRelease"):
        nuclide, activity = child(one, "Nuclide"), child(one, "Activity")
        if nuclide is None or text_of(nuclide) not in NUCLIDES:
            continue
        reading.take(nuclide, "nuclide")
        found["nuclide"] = str(NUCLIDES[text_of(nuclide)])
        amount = None if activity is None else _decimal(text_of(activity), "Bq")
        if activity is not None and amount is not None:
            reading.take(activity, "activity")
            found["activity"] = amount
        return


def _read_measures(report: Element, reading: Reading, found: dict[str, str]) -> None:
    numbers: dict[str, set[int]] = {}
    path = ("ResponseActions", "ProtectiveActions", "ProtectiveAction")
    for one in children(report, *path):
        action, status = child(one, "TypeOfAction"), child(one, "Status")
        if action is None or status is None:
            continue
        field = STATES.get(text_of(status))
        number = MEASURES.get(text_of(action))
        if field is not None and number is not None:
            reading.take(action, field)
            reading.take(status, field)
            numbers.setdefault(field, set()).add(number)
    for field, each in numbers.items():
        found[field] = ", ".join(map(str, sorted(each)))


def _read_request(report: Element, reading: Reading, found: dict[str, str]) -> None:
    for one in children(report, "Requests", "Request", "TypeOfRequest"):
        if text_of(one) == ASSISTANCE:
            reading.take(one, "help")
            found["help"] = "1"


def _choice(words: Mapping[str, int]) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        return str(words[text]) if text in words else None

    return read


def _whole(most: int) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        value = _number(text)
        if value is None or value != value.to_integral_value():
            return None
        return str(int(value)) if 0 <= value <= most else None

    return read


def _speed(text: str) -> str | None:
    return _decimal(text, "m/s")


def _name(text: str) -> str | None:
    return text or None


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return (
        value if value.is_finite() and abs(value.adjusted()) <= _MAGNITUDE_MAX else None
    )


def _decimal(text: str, unit: str) -> str | None:
    """Return a number as the book writes it; None if it has too many digits."""
    value = _number(text)
    if value is None or value < 0:
        return None
    plain = value.normalize()
    _, digits, exponent = plain.as_tuple()
    assert isinstance(exponent, int), "it is finite"
    if len(digits) > _DIGITS_MAX or exponent > _EXPONENT_MAX:
        return None
    if exponent > 0:
        return f"{''.join(map(str, digits))}e{exponent} {unit}"
    return f"{plain:f} {unit}"


_PHASE = ("Release", "ReleaseToAir", "ReleasePhases", "ReleasePhase")
_PLUME = (*_PHASE, "PlumeCharacteristics")
_OCCURRENCE = ("Release", "ReleaseOccurrence")
_EVENT = "EventInformation"
_SINGLE: tuple[tuple[str, tuple[str, ...], Callable[[str], str | None]], ...] = (
    ("event", (_EVENT, "TypeOfEvent"), _choice(EVENTS)),
    ("facility", (_EVENT, "ObjectInvolved", "Name"), _name),
    (
        "class",
        (_EVENT, "EmergencyClassification", "EmergencyClass"),
        _choice(CLASSES),
    ),
    ("ines", (_EVENT, "INESClassification", "INESLevel"), _choice(INES)),
    ("release", (*_OCCURRENCE, "ActualRelease", "Occurrence"), _choice(OCCURRED)),
    ("future", (*_OCCURRENCE, "FutureRelease", "Occurrence"), _choice(FUTURE)),
    ("height", (*_PHASE, "ReleaseHeight", "Effective"), _whole(_METRES_MAX)),
    ("wind_to", (*_PLUME, "TransportDirection"), _whole(_CIRCLE - 1)),
    ("wind", (*_PLUME, "TransportSpeed"), _speed),
)


def _wrong(reason: str) -> LocalFault:
    return LocalFault("PLY-XCH-005", kind=KIND, reason=reason)
