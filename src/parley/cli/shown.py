# SPDX-License-Identifier: Apache-2.0
"""Checks that what an officer is asked to sign is what he is shown.

The station hands over a draft and the bytes to sign.  A station that is broken, or in
the wrong hands, could show one text and have another signed; so the bytes are read
here again and every fact in them is compared with the fact on the screen.  The digest
that is signed is computed here, never taken from the station.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from parley.crypto.digest import tagged
from parley.errors import CounterpartFault, LocalFault
from parley.fixed import Fixed
from parley.formats.coding import decode
from parley.formats.render import render
from parley.formats.values import Parties
from parley.model.message import RelationKind
from parley.model.precedence import Mode, Precedence
from parley.station.library.files import load_library
from parley.wire.cbor import Value, loads
from parley.wire.coded import decode_coded

_RELEASE_LABEL = "parley/1 release"
_MANIFEST_LABEL = "parley/1 manifest"
_ACT_LABEL = "parley/1 act"
_FIELDS = (
    "label",
    "sender",
    "recipient",
    "mode",
    "number",
    "precedence",
    "created",
    "not after",
    "drafted by",
    "addressees",
    "relation",
    "texts",
    "attachments",
    "read through",
    "critical",
    "stop",
    "step",
    "previous",
    "override",
)
_ACT_FIELDS = (
    "label",
    "kind",
    "sender",
    "recipient",
    "mode",
    "reference",
    "created",
    "fields",
)


class ToSign(Fixed):
    """What was found in a manifest that fits its screen."""

    digest: bytes
    created_ms: int
    not_after_ms: int | None
    relation: str | None


def release_to_sign(
    draft: Mapping[str, Any], status: Mapping[str, Any], officers: Sequence[Any]
) -> ToSign:
    """Compare a draft's manifest with the draft as shown; return what to sign.

    Raises:
        LocalFault: PLY-CLI-031, naming the first fact that differs.

    """
    manifest = bytes.fromhex(draft["manifest"])
    found = _read(manifest, _FIELDS)
    names = {officer["index"]: officer["name"] for officer in officers}
    wanted: dict[str, object] = {
        "label": _MANIFEST_LABEL,
        "sender": status["station"],
        "recipient": draft["link"],
        "mode": Mode[status["mode"]].value,
        "number": draft["number"],
        "precedence": Precedence[draft["precedence"]].value,
        "texts": _said(draft, status),
        "attachments": [],
        "read through": draft["read_through"],
        "critical": list(draft["critical"]),
        "stop": draft["stop"],
        "step": draft["step"],
        "override": draft["override"],
    }
    for name, value in wanted.items():
        if found[name] != value:
            raise _differs(f"the {name} is not the same")
    if names.get(_index(found["drafted by"])) != draft["drafted_by"]:
        raise _differs("the drafter is not the same")
    if _count(found["addressees"]) != len(draft["to"]):
        raise _differs("the addressees are not the same")
    digest = tagged(_RELEASE_LABEL, manifest)
    if digest.hex() != draft["digest"]:
        raise _differs("the digest does not belong to the manifest")
    return ToSign(
        digest=digest,
        created_ms=_index(found["created"]),
        not_after_ms=None if found["not after"] is None else _index(found["not after"]),
        relation=_relation(found["relation"]),
    )


def _said(draft: Mapping[str, Any], status: Mapping[str, Any]) -> Value:
    """Return what stands for the texts in a manifest of what is shown."""
    coded = draft.get("coded")
    if coded is None:
        return [[language, _sha256(text)] for language, text in draft["texts"]]
    # The text is rendered here again: a station could show one and send another.
    parties = {one["link"]: one["party"] for one in status["counterparts"]}
    names = Parties(status["party"], parties[draft["link"]])
    try:
        said = decode_coded(bytes.fromhex(coded["body"]))
        book = load_library().edition(said.edition)
        message = decode(book, said.body)
        for language, text in draft["texts"]:
            if render(book, message, language, names) != text:
                raise _differs("the text is not what the code says")
    except CounterpartFault as fault:
        raise _differs(fault.what) from fault
    return [book.digest, said.body]


def _read(manifest: bytes, names: Sequence[str]) -> dict[str, Value]:
    try:
        values = loads(manifest)
    except CounterpartFault as odd:
        raise _differs(odd.what) from odd
    if not isinstance(values, list) or len(values) != len(names):
        raise _differs("the bytes to sign are not a manifest")
    return dict(zip(names, values, strict=True))


def _differs(difference: str) -> LocalFault:
    return LocalFault("PLY-CLI-031", difference=difference)


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _index(value: Value) -> int:
    if not isinstance(value, int):
        raise _differs("a number in the manifest is none")
    return value


def _count(value: Value) -> int:
    return len(value) if isinstance(value, list) else -1


def _relation(value: Value) -> str | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 4:  # noqa: PLR2004 - as SPEC 2.10
        raise _differs("the relation is not readable")
    kind = RelationKind(_index(value[0])).name.lower().replace("_", " ")
    whose = "our" if value[1] else "their"
    return f"{kind} {whose} entry {_index(value[2])} of log {_index(value[3])}"


def act_to_sign(
    kind: str,
    asked: Mapping[str, Any],
    about: tuple[str, int, int] | str,
    fields: Mapping[str, object],
    status: Mapping[str, Any],
) -> bytes:
    """Compare what is to be signed with the act as it was meant; return the digest.

    `about` is link, incarnation and serial of the entry that was shown, or the link of
    an act that refers to none; `fields` are what the officer gave.

    Raises:
        LocalFault: PLY-CLI-031, naming the first fact that differs.

    """
    from parley.station.watch.forms import kind_named, said_of  # noqa: PLC0415
    from parley.wire.act import FORMS  # noqa: PLC0415

    values = _read(bytes.fromhex(asked["manifest"]), _ACT_FIELDS)
    named = kind_named(kind)
    link, *place = (about,) if isinstance(about, str) else about
    wanted: dict[str, object] = {
        "label": _ACT_LABEL,
        "kind": named.value,
        "sender": status["station"],
        "recipient": link,
        "mode": Mode[status["mode"]].value,
        "created": asked["created_ms"],
        "fields": FORMS[named].write(said_of(named, fields), 0),
    }
    for name, value in wanted.items():
        if values[name] != value:
            raise _differs(f"the {name} is not the same")
    reference = values["reference"]
    if (reference[:2] if isinstance(reference, list) else []) != place:
        raise _differs("the entry that it is about is not the one that is shown")
    digest = tagged(_RELEASE_LABEL, bytes.fromhex(asked["manifest"]))
    if digest.hex() != asked["digest"]:
        raise _differs("the digest does not belong to the act")
    return digest
