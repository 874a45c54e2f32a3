# SPDX-License-Identifier: Apache-2.0
"""What a linguist signs: this translation of this text of this entry, at this grade."""

from __future__ import annotations

import hashlib

from parley.model.message import Setting
from parley.model.translation import Grade, Pairing
from parley.wire.cbor import dumps

CERTIFICATE = "parley/1 certificate"


def certificate_manifest(
    station: str,
    setting: Setting,
    pairing: Pairing,
    grade: Grade,
    created_ms: int,
    reason: str,
) -> bytes:
    """Return the manifest; `station` is the linguist's, `setting` that of the log."""
    # SPEC 11.14: "The manifest is `["parley/1 certificate", station, sender, recipient,
    # mode, incarnation, serial, leaf hash, grade, language, SHA-256 of the original,
    # language of the translation, SHA-256 of the translation, created, reason]`"
    return dumps(
        [
            CERTIFICATE,
            station,
            setting.sender,
            setting.recipient,
            setting.mode,
            pairing.incarnation,
            pairing.serial,
            pairing.leaf,
            grade,
            pairing.language,
            hashlib.sha256(pairing.original.encode()).digest(),
            pairing.into,
            hashlib.sha256(pairing.text.encode()).digest(),
            created_ms,
            reason,
        ]
    )
