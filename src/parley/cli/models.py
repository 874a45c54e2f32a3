# SPDX-License-Identifier: Apache-2.0
"""Models for machine translation on paper and screen, and what their approval signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from parley.cli import output
from parley.cli.visible import one_line
from parley.crypto.digest import tagged
from parley.errors import CounterpartFault, LocalFault
from parley.model.precedence import Mode
from parley.wire.cbor import Value, loads
from parley.wire.model import APPROVAL

View = Mapping[str, Any]
_RELEASE_LABEL = "parley/1 release"


def model_lines(every: Sequence[View]) -> list[str]:
    """Return one line for each model."""
    if not every:
        return ["No model is installed; nothing is translated by machine."]
    rows = [
        (
            one["name"],
            f"{one['source']} to {one['target']}",
            one["engine"],
            one["state"],
        )
        for one in every
    ]
    return output.table(("model", "languages", "engine", "state"), rows)


def model_page(one: View) -> list[str]:
    """Return one model with the digests that are approved."""
    return [
        *output.facts(
            [
                ("model", one["name"]),
                ("state", one["state"]),
                ("languages", _languages(one)),
                ("engine", one["engine"]),
                ("use", one_line(one["use"])),
                ("licence", one_line(one["licence"])),
                ("origin", one_line(one["origin"])),
                ("approved by", _people(one["approved_by"], one["needed"])),
                ("digest", one["digest"]),
            ]
        ),
        *(
            f"  {each['sha256']}  {each['size']:>11} bytes  {each['name']}"
            for each in one["files"]
        ),
    ]


def _languages(one: View) -> str:
    return f"{one['source']} to {one['target']}"


def _people(names: Sequence[str], needed: int) -> str:
    told = ", ".join(one_line(name) for name in names) or "nobody"
    return f"{told} ({len(names)} of {needed})"


def approval_to_sign(asked: View, shown: View, status: View) -> bytes:
    """Compare what is to be signed with the model as shown; return the digest.

    Raises:
        LocalFault: PLY-CLI-031, naming what differs.

    """
    manifest = bytes.fromhex(asked["manifest"])
    wanted: list[Value] = [
        APPROVAL,
        status["station"],
        Mode[status["mode"]].value,
        asked["created_ms"],
        [
            *(shown[name] for name in _WORDS),
            [
                [each["name"], each["size"], bytes.fromhex(each["sha256"])]
                for each in shown["files"]
            ],
        ],
    ]
    try:
        found = loads(manifest)
    except CounterpartFault as odd:
        raise LocalFault("PLY-CLI-031", difference=odd.what) from odd
    if found != wanted:
        difference = "the model to approve is not the one that is shown"
        raise LocalFault("PLY-CLI-031", difference=difference)
    return tagged(_RELEASE_LABEL, manifest)


_WORDS = ("name", "engine", "source", "target", "licence", "origin", "use")


def back_page(one: View) -> list[str]:
    """Return a draft beside what became of it there and back."""
    shown = [
        *output.facts(
            [
                ("draft", str(one["number"])),
                ("grade", one["label"]),
                ("there by", one_line(one["there_by"])),
                ("back by", one_line(one["back_by"])),
            ]
        ),
        "",
        "Compared with what came back; an error can hide by being undone:",
        *(f"  {one_line(finding)}" for finding in one["findings"]),
    ]
    for each in one["sentences"]:
        shown += ["", f"Draft ({one['language']}):", *output.quoted(each["original"])]
        shown += [f"{one['label']} ({one['into']}):", *output.quoted(each["there"])]
        shown += [f"{one['label']}, back ({one['language']}):"]
        shown += output.quoted(each["back"])
    return shown
