# SPDX-License-Identifier: Apache-2.0
"""A message as CAP 1.2: one `info` a language, the coded body in `note`.

Urgency, severity and certainty are Unknown, since no message of ours states them and a
program that guessed would state them in a party's name.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from parley.exchange.bodies import FIELD, fields_of, note_of
from parley.exchange.moments import stamp
from parley.exchange.places import areas_of, pair, radius_km
from parley.exchange.values import Outgoing, Written
from parley.formats.values import Area, Bounds, Circle, Point, Water
from parley.model.precedence import Mode

CAP = "urn:oasis:names:tc:emergency:cap:1.2"
STATUS = {Mode.LIVE: "Actual", Mode.EXERCISE: "Exercise", Mode.TEST: "Test"}
_CONTEXT = {1: "Actual", 2: "Exercise", 3: "Test"}
_CATEGORY = {"NUCACC": "CBRNE", "CYBER": "Infra", "SEAAIR": "Transport"}
_IDENTITY_BYTES = 16
_LEFT = ("its releases and their signatures", "who drafted it", "its ladder")
"""What no format of others has a place for."""


def write_cap(message: Outgoing) -> Written:
    """Return a message as a CAP alert."""
    return Written(file_of(alert_of(message)), left_of(message))


def left_of(message: Outgoing) -> tuple[str, ...]:
    """Return what an export does not hold."""
    exact = () if message.coded else ("which spaces and line ends the text had",)
    return (*_LEFT, *exact)


def file_of(root: ET.Element) -> bytes:
    """Return a tree as a file."""
    ET.indent(root)
    data: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return data + b"\n"


def alert_of(message: Outgoing) -> ET.Element:
    """Return a message as the element `alert`."""
    alert = ET.Element(f"{{{CAP}}}alert")
    put(alert, "identifier", identifier(message))
    put(alert, "sender", token(message.sender))
    put(alert, "sent", stamp(message.created_ms).strftime("%Y-%m-%dT%H:%M:%S-00:00"))
    put(alert, "status", status_of(message))
    put(alert, "msgType", "Alert")
    put(alert, "scope", "Private")
    put(alert, "addresses", f'"{message.recipient}"')
    if message.coded is not None:
        put(alert, "note", note_of(message.coded))
    for language, text in message.texts:
        _put_info(alert, message, language, text)
    return alert


def status_of(message: Outgoing) -> str:
    """Return whether an event is real; a coded message says so itself."""
    if message.coded is not None and message.mode is Mode.LIVE:
        return _CONTEXT[message.coded.message.context]
    return STATUS[message.mode]


def identifier(message: Outgoing) -> str:
    """Return the name of a message for others: the same whenever it is exported."""
    return f"parley-{message.identity[:_IDENTITY_BYTES].hex()}"


def token(name: str) -> str:
    """Return a name without what CAP does not allow in one."""
    kept = (" " if each in ",<&" else each for each in name)
    return "-".join("".join(kept).split()) or "-"


def put(parent: ET.Element, name: str, text: str) -> ET.Element:
    """Add an element in the namespace of its parent."""
    space = parent.tag.partition("}")[0]
    added = ET.SubElement(parent, f"{space}}}{name}")
    added.text = text
    return added


def _put_info(alert: ET.Element, message: Outgoing, language: str, text: str) -> None:
    coded = message.coded
    name = "" if coded is None else coded.book.formats[coded.message.format].name
    info = put(alert, "info", "")
    put(info, "language", language)
    put(info, "category", _CATEGORY.get(name, "Security"))
    put(info, "event", name or "Message")
    for unstated in ("urgency", "severity", "certainty"):
        put(info, unstated, "Unknown")
    put(info, "senderName", message.sender)
    put(info, "headline", text.partition("\n")[0])
    put(info, "description", text)
    if coded is None:
        return
    for field, written in fields_of(coded):
        parameter = put(info, "parameter", "")
        put(parameter, "valueName", FIELD + field)
        put(parameter, "value", written)
    for place in areas_of(coded.message):
        _put_area(info, place)


def _put_area(info: ET.Element, place: Area) -> None:
    area = put(info, "area", "")
    match place:
        case Point():
            put(area, "areaDesc", "point")
            put(area, "circle", f"{pair(place)} 0")
        case Circle(centre, radius, unit):
            put(area, "areaDesc", f"circle, radius {radius} {unit}")
            put(area, "circle", f"{pair(centre)} {radius_km(place)}")
        case Bounds(points):
            put(area, "areaDesc", f"area bounded by {len(points)} points")
            corners = [*points, points[0]]
            put(area, "polygon", " ".join(map(pair, corners)))
        case Water(water, quadrant):
            put(area, "areaDesc", f"sea {water} of the code book, quadrant {quadrant}")
