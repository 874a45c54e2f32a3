# SPDX-License-Identifier: Apache-2.0
"""`parley verify-draft`: a draft's release code, computed on an independent machine."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import click

from parley.cli import output, times, views
from parley.cli.face import Face, station_command
from parley.cli.files import read_small
from parley.crypto.digest import tagged
from parley.crypto.fingerprint import release_code
from parley.errors import CounterpartFault, LocalFault
from parley.model.precedence import Mode, Precedence
from parley.wire.cbor import Value, loads
from parley.wire.manifest import MANIFEST_FIELDS

_LABEL = "parley/1 manifest"
_SAID = ("sender", "recipient", "number", "to", "drafted by", "relation", "critical")


@click.command("verify-draft")
@click.argument("file", type=click.Path(path_type=Path))
@station_command
def command(face: Face, file: Path) -> None:
    """Compute digest and release code of the draft in FILE; no station is asked.

    FILE is what `parley show NUMBER --json` printed at the desk.  The code must be the
    one on both officers' screens.
    """
    draft = _draft(file)
    fields = _fields(draft["manifest"])
    _compare(draft, fields)
    digest = tagged("parley/1 release", bytes.fromhex(draft["manifest"]))
    if digest.hex() != draft.get("digest"):
        raise LocalFault(
            "PLY-CLI-031", difference="the digest does not belong to the manifest"
        )
    code = release_code(digest)
    face.show(
        {"release_code": code, "digest": digest.hex(), "step": fields["step"]},
        lambda: _page(draft, fields, code, digest),
    )


def _draft(file: Path) -> dict[str, Any]:
    try:
        draft = json.loads(read_small(file))["draft"]
        pairs = [(str(one), str(text)) for one, text in draft["texts"]]
        bytes.fromhex(draft["manifest"])
    except (ValueError, KeyError, TypeError, RecursionError) as odd:
        raise LocalFault("PLY-AUT-070", file=file) from odd
    return {**draft, "texts": pairs}


def _fields(manifest: str) -> dict[str, Value]:
    try:
        values = loads(bytes.fromhex(manifest))
    except CounterpartFault as odd:
        raise LocalFault("PLY-CLI-031", difference=odd.what) from odd
    if not isinstance(values, list) or len(values) != len(MANIFEST_FIELDS):
        raise LocalFault("PLY-CLI-031", difference="the bytes are not a manifest")
    return dict(zip(MANIFEST_FIELDS, values, strict=True))


def _compare(draft: dict[str, Any], fields: dict[str, Value]) -> None:
    shown = [
        [one, hashlib.sha256(text.encode()).digest()] for one, text in draft["texts"]
    ]
    wanted = {"label": _LABEL, "texts": shown, "number": draft.get("number")}
    for name, value in wanted.items():
        if fields[name] != value:
            raise LocalFault("PLY-CLI-031", difference=f"the {name} is not the same")


def _page(
    draft: dict[str, Any], fields: dict[str, Value], code: str, digest: bytes
) -> list[str]:
    created = fields["created"]
    facts = [
        ("mode", Mode(int(str(fields["mode"]))).name),
        ("precedence", Precedence(int(str(fields["precedence"]))).name),
        *((name, str(fields[name])) for name in _SAID),
        ("written", times.zulu(created if isinstance(created, int) else None)),
        ("step", str(fields["step"])),
        ("digest", digest.hex()),
        ("release code", code),
    ]
    return [*output.facts(facts), "", *views.texts_of(draft["texts"])]
