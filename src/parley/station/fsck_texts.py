# SPDX-License-Identifier: Apache-2.0
"""Translations on record, verified: their texts, and each certificate by its key."""

from __future__ import annotations

from collections.abc import Iterator

from parley.core.entries import read_row
from parley.core.shelves import key_of_place
from parley.core.texts.translations import (
    SHELF,
    decode_translation,
    judge_certificate,
)
from parley.errors.fault import Fault
from parley.model.message import Message
from parley.model.record import EntryFlag, EntryKey
from parley.model.translation import SIGNED, Pairing, Translation
from parley.ports.store import Store
from parley.station.judging import Judging

_NUMBER_BYTES = 8


def translation_problems(
    store: Store, judging: Judging
) -> Iterator[tuple[EntryKey, str]]:
    """Yield each translation that does not hold: its message, and why in words."""
    for place, data in store.shelf(SHELF):
        key = key_of_place(place[:-_NUMBER_BYTES])
        version = int.from_bytes(place[-_NUMBER_BYTES:], "big")
        problem = _problem(store, judging, key, version, data)
        if problem is not None:
            yield key, f"has a translation, version {version}, that {problem}"


def _problem(
    store: Store, judging: Judging, key: EntryKey, version: int, data: bytes
) -> str | None:
    found = store.entry(key)
    if found is None:
        return "belongs to no entry on record"
    if EntryFlag.FORGOTTEN in found.row.flags:
        return "was to be destroyed with its text"
    try:
        one = decode_translation(data)
        message = read_row(found.row)[1].payload
    except (Fault, ValueError, TypeError):
        return "cannot be read"
    texts = message.content.texts if isinstance(message, Message) else ()
    originals = {text.language: text.text for text in texts}
    if one.version != version or one.language not in originals:
        return "is not of a text of this message"
    pairing = _pairing(key, found.row.leaf, originals[one.language], one)
    return _certificate_problem(judging, key, pairing, one)


def _certificate_problem(
    judging: Judging, key: EntryKey, pairing: Pairing, one: Translation
) -> str | None:
    if one.grade not in SIGNED:
        return None
    setting = judging.setting(key.link, key.direction)
    try:
        judge_certificate(judging.roster, judging.station, setting, pairing, one)
    except Fault as fault:
        return f"has a certificate that does not verify: {fault.code}"
    return None


def _pairing(key: EntryKey, leaf: bytes, original: str, one: Translation) -> Pairing:
    return Pairing(
        key.incarnation, key.serial, leaf, one.language, original, one.into, one.text
    )
