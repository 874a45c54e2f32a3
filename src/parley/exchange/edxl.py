# SPDX-License-Identifier: Apache-2.0
"""EDXL-DE 1.0: an envelope around a CAP alert, written and opened."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from parley.exchange.cap_writing import (
    alert_of,
    file_of,
    identifier,
    left_of,
    put,
    status_of,
    token,
)
from parley.exchange.moments import stamp
from parley.exchange.values import Outgoing, Written
from parley.exchange.xml import Element, check_schema, children

EDXL = "urn:oasis:names:tc:emergency:EDXL:DE:1.0"
KIND = "EDXL-DE 1.0"
_CONFIDENTIALITY = "as agreed between the parties"


def write_edxl(message: Outgoing) -> Written:
    """Return a message as an EDXL distribution with the CAP alert inside."""
    root = ET.Element(f"{{{EDXL}}}EDXLDistribution")
    put(root, "distributionID", identifier(message))
    put(root, "senderID", token(message.sender))
    put(root, "dateTimeSent", stamp(message.created_ms).strftime("%Y-%m-%dT%H:%M:%SZ"))
    put(root, "distributionStatus", status_of(message))
    put(root, "distributionType", "Report")
    put(root, "combinedConfidentiality", _CONFIDENTIALITY)
    address = put(root, "explicitAddress", "")
    put(address, "explicitAddressScheme", "parley:party")
    put(address, "explicitAddressValue", message.recipient)
    inside = put(put(put(root, "contentObject", ""), "xmlContent", ""), _EMBEDDED, "")
    inside.append(alert_of(message))
    return Written(file_of(root), left_of(message))


_EMBEDDED = "embeddedXMLContent"


def open_envelope(root: Element) -> list[Element]:
    """Return what an envelope carries as XML.

    Raises:
        LocalFault: PLY-XCH-005 the envelope does not fit its schema.

    """
    check_schema(root, "edxl-de-1.0.xsd", KIND)
    holders = children(root, "contentObject", "xmlContent", _EMBEDDED)
    return [each for holder in holders for each in holder]
