# SPDX-License-Identifier: Apache-2.0
"""One entry as one line of an archive: JSON, made and read back.

Every line has its serial and leaf.  An entry of the period also shows fields of its
leaf, each opened with its salt or closed as a commitment; the whole archive adds texts
and body, the redacted one closes content and releases.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from parley.core.entries import KEPT, disclose_row, leaf_of, read_row
from parley.core.shelves import decode_head
from parley.errors.fault import Fault
from parley.model.entry import EntryKind
from parley.model.message import Message, Setting
from parley.model.record import EntryFlag, EntryRow
from parley.model.translation import Translation
from parley.station.record.archive_texts import Certifier, told_translations
from parley.tlog.leaf import (
    Disclosure,
    Field,
    Opened,
    disclosure_from_value,
)
from parley.wire.entry import decode_entry_padded


def bare_line(row: EntryRow) -> str:
    """Return the line of an entry outside the period: place and commitment."""
    return _line({"serial": row.key.serial, "leaf": row.leaf.hex()})


def entry_line(
    row: EntryRow,
    setting: Setting,
    certifier: Certifier,
    translations: tuple[Translation, ...],
    *,
    redacted: bool,
) -> str:
    """Return the line of an entry inside the period, a whole one with translations."""
    head = decode_head(row.head)
    told: dict[str, object] = {
        "serial": row.key.serial,
        "leaf": row.leaf.hex(),
        "filed_ms": head.filed_ms,
    }
    destroyed = EntryFlag.FORGOTTEN in row.flags
    if destroyed:
        told["destroyed_ms"] = head.forgotten_ms
    chosen = KEPT if redacted or destroyed else frozenset(Field)
    if not destroyed or head.kept is not None:
        told["kind"] = EntryKind(head.kind).name
        told["fields"] = _places(disclose_row(row, setting, chosen))
    if not redacted and not destroyed:
        _, entry = read_row(row)
        told |= {
            "opened_ms": head.opened_ms,
            "leaf_secret": head.leaf_secret.hex(),
            "body": row.body.hex(),
            "judged_good": EntryFlag.BAD not in row.flags,
        }
        if isinstance(entry.payload, Message):
            told["number"] = entry.payload.content.number
            told["texts"] = [
                {"language": text.language, "text": text.text}
                for text in entry.payload.content.texts
            ]
            # SPEC 11.18: "An archive with texts has the translations of each message
            # beside them, each with its grade."
            place = (row.key.incarnation, row.key.serial, row.leaf)
            told["translations"] = told_translations(
                certifier, setting, place, entry.payload.content.texts, translations
            )
    return _line(told)


def line_problem(
    told: Mapping[str, Any], setting: Setting, *, redacted: bool
) -> str | None:
    """Say what is wrong with a line of the period, in words; None: its leaf holds."""
    leaf = bytes.fromhex(told["leaf"])
    if "fields" not in told:
        return None  # outside the period: the tree holds its leaf
    try:
        shown = disclosure_from_value([_place(each) for each in told["fields"]])
        if shown.leaf() != leaf:
            return "shows fields that are not those of its leaf"
        if EntryKind(_value(shown, Field.KIND)).name != told["kind"]:
            return "is named as another kind than it is"
        if redacted or "destroyed_ms" in told:
            return None
        return _text_problem(told, setting, leaf)
    except Fault as fault:
        return f"cannot be read: {fault.code}"


def _text_problem(told: Mapping[str, Any], setting: Setting, leaf: bytes) -> str | None:
    """Compare the texts of a line with its body, and the body with its leaf."""
    body, secret = bytes.fromhex(told["body"]), bytes.fromhex(told["leaf_secret"])
    entry = decode_entry_padded(body, told["opened_ms"])
    if leaf_of(entry, body, setting, secret) != leaf:
        return "has a body that is not the one of its leaf"
    if not isinstance(entry.payload, Message):
        return None if "texts" not in told else "has texts and is no message"
    texts = [
        {"language": text.language, "text": text.text}
        for text in entry.payload.content.texts
    ]
    return None if texts == told.get("texts") else "has texts that are not its own"


def _places(shown: Disclosure) -> list[object]:
    return [
        {"salt": place.salt.hex(), "value": _plain(place.value)}
        if isinstance(place, Opened)
        else place.hex()
        for place in shown.places
    ]


def _place(told: Any) -> object:  # noqa: ANN401 - JSON
    if isinstance(told, str):
        return bytes.fromhex(told)
    return [bytes.fromhex(told["salt"]), _bytes(told["value"])]


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _bytes(told: Any) -> object:  # noqa: ANN401 - JSON
    if isinstance(told, dict):
        return bytes.fromhex(told["hex"])
    if isinstance(told, list):
        return [_bytes(each) for each in told]
    return told


def _value(shown: Disclosure, field: Field) -> int:
    value = shown.value(field) if shown.shows(field) else -1
    return value if isinstance(value, int) else -1


def _line(told: Mapping[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
