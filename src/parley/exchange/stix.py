# SPDX-License-Identifier: Apache-2.0
"""STIX 2.1: a CYBER message as a bundle of identity, incident and language-content."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from parley.crypto.digest import sha256
from parley.errors import LocalFault
from parley.exchange.bodies import fields_of, filling
from parley.exchange.cap_writing import left_of, status_of
from parley.exchange.moments import stamp
from parley.exchange.values import (
    Filling,
    Line,
    Outgoing,
    TextFilling,
    Written,
    shown,
)
from parley.formats.book import Library

KIND = "STIX 2.1"
FORMAT = "CYBER"
_ITEMS_MAX = 20_000
_DEPTH_MAX = 32
_EXTENSION = UUID(bytes=sha256(b"urn:parley:exchange:1")[:16], version=4)
_KEY = f"extension-definition--{_EXTENSION}"
_CARRIED = ("incident", "report")
_TEXTS = ("name", "description")


def write_stix(message: Outgoing) -> Written:
    """Return a bundle; only CYBER tells of an incident as STIX knows it.

    Raises:
        LocalFault: PLY-XCH-007.

    """
    coded = message.coded
    if coded is None or coded.book.formats[coded.message.format].name != FORMAT:
        reason = f"it is no message of the format {FORMAT}"
        raise LocalFault("PLY-XCH-007", ref=message.ref, kind=KIND, reason=reason)
    when = stamp(message.created_ms).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    common = {"spec_version": "2.1", "created": when, "modified": when}
    (first, text), *others = message.texts
    who = _id("identity", message.sender.encode())
    identity = {
        "type": "identity",
        "id": who,
        "identity_class": "organization",
        "name": message.sender,
        **common,
    }
    extension = {
        "type": "extension-definition",
        "id": _KEY,
        "created_by_ref": who,
        "name": "parley coded body",
        "schema": "urn:parley:exchange:1",
        "version": "1.0.0",
        "extension_types": ["property-extension"],
        **common,
    }
    incident = {
        "type": "incident",
        "id": _id("incident", message.identity),
        "created_by_ref": who,
        "name": text.partition("\n")[0],
        "description": text,
        "lang": first,
        "labels": [f"status:{status_of(message)}"],
        "extensions": {
            _KEY: {
                "extension_type": "property-extension",
                "body": coded.body.hex(),
                "fields": dict(fields_of(coded)),
            }
        },
        **common,
    }
    objects: list[dict[str, Any]] = [extension, identity, incident]
    if others:
        objects.append(_translated(incident, others, common))
    bundle = {
        "type": "bundle",
        "id": _id("bundle", message.identity),
        "objects": objects,
    }
    data = json.dumps(bundle, ensure_ascii=False, indent=2).encode() + b"\n"
    return Written(data, left_of(message))


def _translated(
    incident: dict[str, Any], texts: list[tuple[str, str]], common: dict[str, str]
) -> dict[str, Any]:
    contents = {
        language: {"name": text.partition("\n")[0], "description": text}
        for language, text in texts
    }
    return {
        "type": "language-content",
        "id": _id("language-content", incident["id"].encode()),
        "created_by_ref": incident["created_by_ref"],
        "object_ref": incident["id"],
        "object_modified": common["modified"],
        "contents": contents,
        **common,
    }


def read_stix(data: bytes, library: Library) -> tuple[Filling, list[Line], list[Line]]:
    """Return the draft of a bundle, what it carries and what it leaves.

    Raises:
        LocalFault: PLY-XCH-002 no JSON; -004 no bundle; -005 an object is not as it
            must be; -006 body and fields differ; -009 no incident.

    """
    bundle = _loads(data)
    if not isinstance(bundle, dict) or bundle.get("type") != "bundle":
        raise LocalFault("PLY-XCH-004", found="JSON that is no STIX bundle")
    leaves = list(_leaves("bundle", bundle, 0))
    objects = _objects(bundle)
    for at, one in enumerate(objects):
        ours = one.get("extensions", {}).get(_KEY)
        if one["type"] == "incident" and ours is not None:
            place = f"bundle/objects[{at + 1}]/extensions/{_KEY}/body"
            whole = _of_ours(ours, library)
            body = Line(place, shown(str(ours["body"])), "every field")
            rest = [each for each in leaves if _KEY not in each.place]
            return whole, [body], rest
    return _of_others(objects, leaves)


def _of_ours(ours: Any, library: Library) -> Filling:  # noqa: ANN401 - JSON
    body, beside = None, None
    if isinstance(ours, dict):
        body, beside = ours.get("body"), ours.get("fields")
    try:
        data = bytes.fromhex(str(body))
    except ValueError:
        raise _wrong("the coded body is not hexadecimal") from None
    if not isinstance(beside, dict) or not all(
        isinstance(each, str) for each in beside.values()
    ):
        raise _wrong("there are no fields beside the coded body")
    return filling(library, data, beside)[0]


def _of_others(
    objects: list[dict[str, Any]], leaves: list[Line]
) -> tuple[Filling, list[Line], list[Line]]:
    texts: dict[str, list[str]] = {}
    taken: set[str] = set()
    for at, one in enumerate(objects):
        if one["type"] not in _CARRIED:
            continue
        language = str(one.get("lang", "en"))
        for name in _TEXTS:
            if isinstance(one.get(name), str):
                texts.setdefault(language, []).append(f"{name}: {one[name]}")
                taken.add(f"bundle/objects[{at + 1}]/{name}")
    if not texts:
        raise LocalFault("PLY-XCH-009")
    carried = [
        Line(each.place, each.value, "text") for each in leaves if each.place in taken
    ]
    left = [each for each in leaves if each.place not in taken]
    return (
        TextFilling(tuple((tag, "\n".join(lines)) for tag, lines in texts.items())),
        carried,
        left,
    )


def _objects(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    objects = bundle.get("objects")
    if not isinstance(objects, list):
        raise _wrong("the bundle has no objects")
    for one in objects:
        kind = one.get("type") if isinstance(one, dict) else None
        named = isinstance(kind, str) and str(one.get("id")).startswith(f"{kind}--")
        if not named:
            raise _wrong("an object has no type, or an id of another type")
        if one.get("spec_version", "2.1") != "2.1":
            raise _wrong("an object is of another version")
        if not isinstance(one.get("extensions", {}), dict):
            raise _wrong("the extensions of an object are no object")
    return objects


def _loads(data: bytes) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no
        )
    except (ValueError, RecursionError) as odd:
        reason = shown(str(odd)) or "it is nested too deep"
        raise LocalFault("PLY-XCH-002", kind="JSON", reason=reason) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return made


def _no(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _leaves(place: str, value: Any, depth: int) -> list[Line]:  # noqa: ANN401 - JSON
    if depth > _DEPTH_MAX:
        raise LocalFault("PLY-XCH-002", kind="JSON", reason="it is nested too deep")
    found: list[Line] = []
    if isinstance(value, dict):
        for name, each in value.items():
            found += _leaves(f"{place}/{name}", each, depth + 1)
    elif isinstance(value, list):
        for at, each in enumerate(value, 1):
            found += _leaves(f"{place}[{at}]", each, depth + 1)
    else:
        found.append(Line(place, shown(str(value))))
    if len(found) > _ITEMS_MAX:
        reason = f"it holds more than {_ITEMS_MAX} values"
        raise LocalFault("PLY-XCH-002", kind="JSON", reason=reason)
    return found


def _id(kind: str, data: bytes) -> str:
    return f"{kind}--{UUID(bytes=sha256(kind.encode() + data)[:16], version=4)}"


def _wrong(reason: str) -> LocalFault:
    return LocalFault("PLY-XCH-005", kind=KIND, reason=reason)
