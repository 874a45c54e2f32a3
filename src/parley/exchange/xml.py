# SPDX-License-Identifier: Apache-2.0
"""XML of others, read strictly: small, UTF-8, no document type, no network.

What is read is walked once: each value is either taken by the format or listed as left,
so nothing in a file is passed over in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import import_module, resources
from typing import Any

from parley.errors import LocalFault
from parley.exchange.values import Line, shown

FILE_BYTES_MAX = 8 << 20
"""Reports of one event come with documents inside, which are read over, not carried."""

ELEMENTS_MAX = 20_000
DEPTH_MAX = 64
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
_UNCHECKED = "The file holds an XML signature; it was not checked."
_SCHEMA_LINE_MAX = 300
_LEFT_MAX = 2_000

Element = Any
"""An element of lxml, which comes without types."""


def check_size(data: bytes) -> None:
    """Refuse a file that is larger than one event ever is, before anything reads it.

    Raises:
        LocalFault: PLY-XCH-001.

    """
    if len(data) > FILE_BYTES_MAX:
        raise LocalFault("PLY-XCH-001", limit=FILE_BYTES_MAX)


def read_xml(data: bytes) -> Element:
    """Return the root of a file.

    Raises:
        LocalFault: PLY-XCH-001 too large, -002 not well-formed UTF-8, -003 it brings a
            document type or entities, -008 lxml is not installed.

    """
    check_size(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LocalFault("PLY-XCH-002", kind="XML", reason="it is not UTF-8") from None
    # Only a document type can define entities, and none of these formats has one; in
    # UTF-8 it can be written in this one way.
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise LocalFault("PLY-XCH-003")
    etree = _etree()
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as odd:
        reason = shown(str(odd))
        raise LocalFault("PLY-XCH-002", kind="XML", reason=reason) from None
    _check_shape(root)
    return root


def check_schema(root: Element, schema: str, kind: str) -> None:
    """Hold a file to the schema of its standard.

    Raises:
        LocalFault: PLY-XCH-005 it does not fit.

    """
    judge = _judge(schema)
    if not judge.validate(root):
        first = judge.error_log[0]
        reason = f"line {first.line}: {first.message}"[:_SCHEMA_LINE_MAX]
        raise LocalFault("PLY-XCH-005", kind=kind, reason=reason.rstrip("."))


class Reading:
    """One walk over a file: `take` marks a value as carried, the rest is left."""

    def __init__(self, root: Element) -> None:
        """Read nothing yet."""
        self._root = root
        self._places = _places(root)
        self._taken: set[Element] = set()
        self._carried: list[Line] = []
        self.notes: list[str] = []

    def take(self, element: Element, into: str) -> str:
        """Return the text of an element, which goes into the draft."""
        value = text_of(element)
        self._taken.add(element)
        self._carried.append(Line(self._places[element], shown(value), into))
        return value

    def skip(self, element: Element) -> None:
        """Pass over an element that another value stands for."""
        self._taken.add(element)

    @property
    def carried(self) -> tuple[Line, ...]:
        """What was taken, in the order of taking."""
        return tuple(self._carried)

    def left(self) -> tuple[Line, ...]:
        """Return every value of the file that was not taken, in its order."""
        found: list[Line] = []
        for element in self._walk(self._root):
            if len(found) >= _LEFT_MAX:
                self.notes.append(f"More than {_LEFT_MAX} values are not carried.")
                break
            place = self._places[element]
            found += _attributes(element, place)
            if element not in self._taken and (value := text_of(element)):
                found.append(Line(place, shown(value)))
        return tuple(found)

    def _walk(self, element: Element) -> Iterator[Element]:
        if element.tag == SIGNATURE:
            if _UNCHECKED not in self.notes:
                self.notes.append(_UNCHECKED)
            return
        yield element
        for child in element:
            yield from self._walk(child)


def text_of(element: Element) -> str:
    """Return the text directly inside an element, without space around it."""
    return (element.text or "").strip()


def name_of(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, *names: str) -> Iterator[Element]:
    """Go down by names without namespaces; a schema has fixed those."""
    first, *rest = names
    for child in element:
        if name_of(child) == first:
            if rest:
                yield from children(child, *rest)
            else:
                yield child


def child(element: Element, *names: str) -> Element | None:
    """Return the first of `children`."""
    return next(children(element, *names), None)


def _places(root: Element) -> dict[Element, str]:
    """Return where each element stands: names from the root, counted where repeated."""
    places = {root: name_of(root)}
    for element in root.iter():
        every = Counter(each.tag for each in element)
        seen: Counter[str] = Counter()
        for each in element:
            seen[each.tag] += 1
            count = f"[{seen[each.tag]}]" if every[each.tag] > 1 else ""
            places[each] = f"{places[element]}/{name_of(each)}{count}"
    return places


def _attributes(element: Element, place: str) -> list[Line]:
    own = [(n, v) for n, v in element.attrib.items() if "schemaLocation" not in n]
    return [Line(f"{place}@{n.rpartition('}')[2]}", shown(v)) for n, v in own]


def _check_shape(root: Element) -> None:
    level, count = [root], 0
    for _ in range(DEPTH_MAX):
        count += len(level)
        level = [below for each in level for below in each]
        if not level or count > ELEMENTS_MAX:
            break
    if level or count > ELEMENTS_MAX:
        reason = f"it has more than {ELEMENTS_MAX} parts or is {DEPTH_MAX} deep"
        raise LocalFault("PLY-XCH-002", kind="XML", reason=reason)


@cache
def _judge(schema: str) -> Any:  # noqa: ANN401 - of a library without types
    etree = _etree()
    data = resources.files(__package__).joinpath("schemas", schema).read_bytes()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.XMLSchema(etree.fromstring(data, parser))


def _etree() -> Any:  # noqa: ANN401 - a module that comes without types
    try:
        return import_module("lxml.etree")
    except ImportError:
        raise LocalFault("PLY-XCH-008") from None
