# SPDX-License-Identifier: Apache-2.0
"""A NUCACC message as an IRIX 1.0 report, the coded body beside its identification."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal as Number
from uuid import UUID
from xml.etree import ElementTree as ET

from parley.errors import LocalFault
from parley.exchange.bodies import fields_of
from parley.exchange.cap_writing import file_of, left_of, put
from parley.exchange.irix_words import (
    ACTIONS,
    ASSISTANCE,
    BASE,
    CLASSES,
    EVENT,
    EVENTS,
    FORMAT,
    FUTURE,
    ID,
    INES,
    KIND,
    LOCATIONS,
    MEASURES,
    NUCLIDES,
    OCCURRED,
    OTHER,
    OURS,
    RELEASE,
    REPORT,
    REQUESTS,
    STATES,
    UNKNOWN,
    VERSION,
    word,
)
from parley.exchange.moments import stamp
from parley.exchange.places import degrees
from parley.exchange.values import Coded, Outgoing, Written
from parley.formats.values import (
    Circle,
    Decimal,
    FieldValue,
    Gap,
    Name,
    Point,
    Time,
)
from parley.model.precedence import Mode

_CONTEXT = {Mode.LIVE: "Emergency", Mode.EXERCISE: "Exercise", Mode.TEST: "Test"}
_UUID_BYTES = 16
_BOOK_START = datetime(2000, 1, 1)  # noqa: DTZ001 - written with its Z below

Stated = Mapping[str, FieldValue]


def write_irix(message: Outgoing) -> Written:
    """Return a report; only NUCACC has the facts that IRIX asks for.

    Raises:
        LocalFault: PLY-XCH-007.

    """
    coded = message.coded
    form = None if coded is None else coded.book.formats[coded.message.format]
    if coded is None or form is None or form.name != FORMAT:
        raise _cannot(message, f"it is no message of the format {FORMAT}")
    stated = {
        each.name: coded.message.fields[each.key]
        for each in form.fields
        if each.key in coded.message.fields
    }
    if not isinstance(stated.get("when"), Time):
        raise _cannot(message, "it states no time of the event")
    report = ET.Element(f"{{{REPORT}}}Report", version=VERSION)
    valid = {"ValidAt": _moment(stamp(message.created_ms))}
    _put_identification(report, message, coded)
    _put_event(_add(report, EVENT, "EventInformation", valid), stated)
    _put_release(_add(report, RELEASE, "Release", valid), stated)
    _put_actions(report, stated, valid)
    if stated.get("help") == 1:
        _put_request(report, message)
    return Written(file_of(report), (*left_of(message), *_left(coded)))


def _put_identification(report: ET.Element, message: Outgoing, coded: Coded) -> None:
    who = "parley-" + re.sub(r"[^a-zA-Z0-9.-]", "-", message.sender).strip("-.")
    part = _add(report, ID, "Identification")
    put(part, "OrganisationReporting", who)
    put(part, "DateAndTimeOfCreation", _moment(stamp(message.created_ms)))
    exercise = coded.message.context != 1 and message.mode is Mode.LIVE
    context = "Exercise" if exercise else _CONTEXT[message.mode]
    put(part, "ReportContext", context)
    put(part, "ReportUUID", _uuid(message.identity))
    contacts = put(part, "Identifications", "")
    contact = _add(contacts, BASE, "OrganisationContactInfo")
    put(contact, "Name", message.sender)
    put(contact, "OrganisationID", who)
    put(contact, "Country", "00")
    _add(part, OURS, "body").text = coded.body.hex()


def _put_event(part: ET.Element, stated: Stated) -> None:
    put(part, "TypeOfEvent", word(EVENTS, stated.get("event"), OTHER))
    when = stated["when"]
    assert isinstance(when, Time), "checked before"
    moment = _BOOK_START + timedelta(minutes=when.minutes)
    put(part, "DateAndTimeOfEvent", _moment(moment))
    _put_location(part, stated.get("where"))
    facility = stated.get("facility")
    if isinstance(facility, Name):
        involved = put(part, "ObjectInvolved", "")
        put(involved, "TypeOfObjectOrActivityDescription", "as named")
        put(involved, "Name", facility.original)
    if (name := word(CLASSES, stated.get("class"), "")) != "":
        put(put(part, "EmergencyClassification", ""), "EmergencyClass", name)
    if (level := word(INES, stated.get("ines"), "")) != "":
        scale = put(part, "INESClassification", "")
        put(scale, "INESLevel", level)
        put(scale, "StatusOfClassification", "Provisional")


def _put_location(part: ET.Element, where: FieldValue | None) -> None:
    location = _add(part, LOCATIONS, "Location")
    point = where.centre if isinstance(where, Circle) else where
    if not isinstance(point, Point):
        put(location, "Name", "as the message says")
        return
    place = put(location, "GeographicCoordinates", "")
    put(place, "Latitude", degrees(point.latitude))
    # The schema ends before 180 degrees east, which it writes as west.
    east = point.longitude if point.longitude < 180 * 3600 else -point.longitude
    put(place, "Longitude", degrees(east))


def _put_release(part: ET.Element, stated: Stated) -> None:
    occurrence = put(part, "ReleaseOccurrence", "")
    actual = put(occurrence, "ActualRelease", "")
    put(actual, "Occurrence", word(OCCURRED, stated.get("release"), UNKNOWN))
    if (future := word(FUTURE, stated.get("future"), "")) != "":
        put(put(occurrence, "FutureRelease", ""), "Occurrence", future)
    phase = ET.Element(f"{{{RELEASE}}}ReleasePhase")
    put(phase, "Occurrence", "Actual")
    height, activity = stated.get("height"), stated.get("activity")
    if isinstance(height, int):
        put(put(phase, "ReleaseHeight", ""), "Effective", str(height)).set("Unit", "m")
    nuclide = word(NUCLIDES, stated.get("nuclide"), "")
    if nuclide and isinstance(activity, Decimal) and activity.mantissa:
        one = put(put(phase, "NuclideReleases", ""), "NuclideRelease", "")
        put(one, "Nuclide", nuclide)
        amount = f"{activity.mantissa}E{activity.exponent}"
        put(one, "Activity", amount).set("Unit", "Bq")
        put(one, "MethodOfDetermination", OTHER)
    _put_plume(phase, stated)
    if len(phase) > 1:
        put(put(part, "ReleaseToAir", ""), "ReleasePhases", "").append(phase)


def _put_plume(phase: ET.Element, stated: Stated) -> None:
    wind, towards = stated.get("wind"), stated.get("wind_to")
    plume = ET.Element(f"{{{RELEASE}}}PlumeCharacteristics")
    if isinstance(wind, Decimal) and wind.unit == 1:
        speed = Number(wind.mantissa).scaleb(wind.exponent)
        put(plume, "TransportSpeed", f"{speed:f}").set("Unit", "m/s")
    if isinstance(towards, int):
        put(plume, "TransportDirection", str(towards)).set("Unit", "DegreesFromNorth")
    if len(plume):
        phase.append(plume)


def _put_actions(report: ET.Element, stated: Stated, valid: dict[str, str]) -> None:
    found = [
        (name, status)
        for status, field in STATES.items()
        for name, number in MEASURES.items()
        if isinstance(bits := stated.get(field), int) and bits >> (number - 1) & 1
    ]
    if not found:
        return
    part = _add(report, ACTIONS, "ResponseActions", valid)
    every = put(part, "ProtectiveActions", "")
    put(every, "ProtectiveActionsTakenOrPlanned", "Yes")
    for name, status in found:
        one = put(every, "ProtectiveAction", "")
        put(one, "TypeOfAction", name)
        put(one, "Status", status)


def _put_request(report: ET.Element, message: Outgoing) -> None:
    one = put(_add(report, REQUESTS, "Requests"), "Request", "")
    put(one, "RequestUUID", _uuid(message.identity[_UUID_BYTES:]))
    put(one, "TypeOfRequest", ASSISTANCE)
    put(one, "RequestSubject", "Help requested")
    put(one, "RequestText", "The reporting party requests help.")


def _left(coded: Coded) -> tuple[str, ...]:
    """Name the fields that stand in the body alone."""
    gaps = {
        coded.book.formats[coded.message.format].by_key[key].name
        for key, value in coded.message.fields.items()
        if isinstance(value, Gap)
    }
    return tuple(
        f"{name} ({text}), but in the coded body"
        for name, text in fields_of(coded)
        if name in gaps or text.startswith(("circle", "sea", "bounded"))
    )


def _add(
    parent: ET.Element, space: str, name: str, attributes: dict[str, str] | None = None
) -> ET.Element:
    return ET.SubElement(parent, f"{{{space}}}{name}", attributes or {})


def _moment(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def _uuid(data: bytes) -> str:
    return str(UUID(bytes=data[:_UUID_BYTES], version=4))


def _cannot(message: Outgoing, reason: str) -> LocalFault:
    return LocalFault("PLY-XCH-007", ref=message.ref, kind=KIND, reason=reason)
