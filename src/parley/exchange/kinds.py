# SPDX-License-Identifier: Apache-2.0
"""The kinds of files: what each can hold, how it is written, how it is known again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.etree import ElementTree as ET

from parley.crypto.digest import sha256
from parley.errors import LocalFault
from parley.exchange import cap_reading, edxl, irix_words, mail, stix
from parley.exchange.cap_reading import read_alert
from parley.exchange.cap_writing import CAP, write_cap
from parley.exchange.edxl import EDXL, open_envelope, write_edxl
from parley.exchange.irix_reading import read_report
from parley.exchange.irix_words import REPORT
from parley.exchange.irix_writing import write_irix
from parley.exchange.mail import read_mail, write_mail
from parley.exchange.stix import read_stix, write_stix
from parley.exchange.values import Filling, Line, Outgoing, Taken, Written, shown
from parley.exchange.xml import Element, Reading, check_size, read_xml
from parley.fixed import Fixed
from parley.formats.book import Library

_ALERT = f"{{{CAP}}}alert"
_REPORT = f"{{{REPORT}}}Report"
_ENVELOPE = f"{{{EDXL}}}EDXLDistribution"

for _prefix, _space in (("cap", CAP), ("edxl", EDXL), ("irix", REPORT)):
    ET.register_namespace(_prefix, _space)


class Kind(Fixed):
    """One kind of file."""

    name: str
    ending: str
    holds: str
    checked: str
    write: Callable[[Outgoing], Written]


KINDS: Mapping[str, Kind] = {
    "cap": Kind(
        cap_reading.KIND, "cap", "every message", "OASIS schema, shipped", write_cap
    ),
    "edxl": Kind(edxl.KIND, "xml", "every message", "both OASIS schemas", write_edxl),
    "irix": Kind(
        irix_words.KIND, "xml", "NUCACC", "what is carried, by checks here", write_irix
    ),
    "stix": Kind(stix.KIND, "json", "CYBER", "objects, by checks here", write_stix),
    "mail": Kind(mail.KIND, "eml", "every message", "header fields", write_mail),
}
"""Every kind that is written and read."""


def read_file(data: bytes, library: Library) -> Taken:
    """Return what a file of any kind comes to.

    Raises:
        LocalFault: PLY-XCH-001 to -006, -008, -009.

    """
    check_size(data)
    start = data[:3].removeprefix(b"\xef\xbb\xbf") + data[3:64]
    match start.lstrip()[:1]:
        case b"<":
            return _read_xml(data, library)
        case b"{" | b"[":
            filling, carried, left = read_stix(data, library)
            notes: tuple[str, ...] = ()
            kind = stix.KIND
        case _:
            filling, carried, left, notes = read_mail(data, library)
            kind = mail.KIND
    return Taken(kind, sha256(data), filling, tuple(carried), tuple(left), notes)


def _read_xml(data: bytes, library: Library) -> Taken:
    root = read_xml(data)
    reading = Reading(root)
    kind, filling = _read_root(root, library, reading)
    left: tuple[Line, ...] = reading.left()
    return Taken(
        kind, sha256(data), filling, reading.carried, left, tuple(reading.notes)
    )


def _read_root(
    root: Element, library: Library, reading: Reading
) -> tuple[str, Filling]:
    if root.tag == _ENVELOPE:
        for inside in open_envelope(root):
            if inside.tag in {_ALERT, _REPORT}:
                kind, filling = _read_root(inside, library, reading)
                return f"{kind} in {edxl.KIND}", filling
        raise LocalFault("PLY-XCH-009")
    if root.tag == _ALERT:
        return cap_reading.KIND, read_alert(root, library, reading)
    if root.tag == _REPORT:
        return irix_words.KIND, read_report(root, library, reading)
    raise LocalFault("PLY-XCH-004", found=shown(str(root.tag)))
