# SPDX-License-Identifier: Apache-2.0
"""Translations on paper and screen: always under their grade, sentence by sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from parley.cli import output, times
from parley.cli.visible import one_line
from parley.crypto.digest import tagged
from parley.errors import CounterpartFault, LocalFault
from parley.model.precedence import Mode
from parley.model.translation import Grade
from parley.wire.cbor import Value, loads
from parley.wire.certificate import CERTIFICATE

View = Mapping[str, Any]
_RELEASE_LABEL = "parley/1 release"


def translation_pages(every: Sequence[View]) -> list[str]:
    """Return all translations of a message, oldest first."""
    if not every:
        return ["Nobody has attached a translation."]
    return [line for one in every for line in (*translation_page(one), "")][:-1]


def translation_page(one: View) -> list[str]:
    """Return one translation under its grade, with what was found in it."""
    newer = one["superseded_by"]
    facts = [
        ("version", str(one["version"])),
        ("grade", one["label"]),
        ("from, into", f"{one['language']}, {one['into']}"),
        ("by", f"{one_line(one['by'])}, {times.zulu(one['created_ms'])}"),
        ("superseded by", "-" if newer is None else f"version {newer}"),
        ("denials", f"{one['denials']} / {one['denials_translation']}"),
    ]
    if one["reason"]:
        facts.append(("reason", one_line(one["reason"])))
    shown = [*output.facts(facts), "", "Compared:"]
    shown += [f"  {one_line(finding)}" for finding in one["findings"]]
    for pair in one["pairs"]:
        shown += ["", f"Original ({one['language']}):"]
        shown += [*output.quoted(pair["original"].rstrip()), *_denying(pair["denials"])]
        shown += [f"{one['label']} ({one['into']}):"]
        shown += output.quoted(pair["translation"].rstrip())
        shown += _denying(pair["denials_translation"])
    return shown


def _denying(words: Sequence[str]) -> list[str]:
    if not words:
        return []
    return ["  denies: " + ", ".join(one_line(word).upper() for word in words)]


def certificate_to_sign(
    asked: View, shown: View, message: View, status: View, grade: str, reason: str
) -> bytes:
    """Compare what is to be signed with what is shown; return the digest.

    Raises:
        LocalFault: PLY-CLI-031, naming the first fact that differs.

    """
    manifest = bytes.fromhex(asked["manifest"])
    ways = [status["station"], message["link"]]
    if message["direction"] == "in":
        ways.reverse()
    originals = dict(message["texts"])
    wanted: list[tuple[str, Value]] = [
        ("label", CERTIFICATE),
        ("station", status["station"]),
        ("sender", ways[0]),
        ("recipient", ways[1]),
        ("mode", Mode[status["mode"]].value),
        ("incarnation", message["incarnation"]),
        ("serial", message["serial"]),
        ("leaf", bytes.fromhex(asked["leaf"])),
        ("grade", Grade[grade].value),
        ("language", shown["language"]),
        ("original", _sha256(originals.get(shown["language"], ""))),
        ("language of the translation", shown["into"]),
        ("translation", _sha256(shown["text"])),
        ("time", asked["created_ms"]),
        ("reason", reason),
    ]
    try:
        values = loads(manifest)
    except CounterpartFault as odd:
        raise LocalFault("PLY-CLI-031", difference=odd.what) from odd
    if not isinstance(values, list) or len(values) != len(wanted):
        raise LocalFault("PLY-CLI-031", difference="the bytes are no certificate")
    for value, (name, meant) in zip(values, wanted, strict=True):
        if value != meant:
            difference = f"the {name} is not the same"
            raise LocalFault("PLY-CLI-031", difference=difference)
    return tagged(_RELEASE_LABEL, manifest)


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
