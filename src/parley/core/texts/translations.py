# SPDX-License-Identifier: Apache-2.0
"""The judge of certificates, and the bytes of what is attached to a message."""

from __future__ import annotations

from typing import Any

from parley.core.releasing import RELEASE_LABEL, find_officer
from parley.core.shelves import number_key, place_key
from parley.crypto.digest import tagged
from parley.crypto.officer import verify_release
from parley.errors import CounterpartFault
from parley.model.identity import KeyScheme, OfficerClass, Roster
from parley.model.message import Release, Setting
from parley.model.record import EntryKey
from parley.model.translation import Grade, Pairing, Translation
from parley.wire.cbor import Value, dumps, loads
from parley.wire.certificate import certificate_manifest

SHELF = "translation"


def translation_key(key: EntryKey, version: int) -> bytes:
    """Return the key of one version of a message's translations."""
    return place_key(key) + number_key(version)


def judge_certificate(
    roster: Roster,
    station: str,
    setting: Setting,
    pairing: Pairing,
    translation: Translation,
) -> None:
    """Accept the signature under a grade, or say why it does not count.

    Raises:
        CounterpartFault: PLY-SIG-002 signature, -003 officer; of a hardware key also
            what `verify_release` says.

    """
    release = translation.release
    if release is None or release.officer != translation.officer:
        raise CounterpartFault("PLY-SIG-002")
    # SPEC 11.13: "A grade that is signed counts only if its officer was on the party's
    # own roster, valid and of class linguist when it was filed."
    officer = find_officer(
        roster, release.officer, OfficerClass.LINGUIST, translation.filed_ms
    )
    if officer is None:
        raise CounterpartFault("PLY-SIG-003")
    manifest = certificate_manifest(
        station,
        setting,
        pairing,
        translation.grade,
        translation.created_ms,
        translation.reason,
    )
    verify_release(officer, tagged(RELEASE_LABEL, manifest), release)


def encode_translation(translation: Translation) -> bytes:
    """Return the bytes of one version."""
    release = translation.release
    signed: Value = None
    if release is not None:
        signed = [
            release.officer,
            int(release.scheme),
            release.signature,
            release.detail,
        ]
    return dumps(
        [
            translation.version,
            int(translation.grade),
            translation.language,
            translation.into,
            translation.text,
            translation.officer,
            translation.engine,
            translation.created_ms,
            translation.filed_ms,
            translation.supersedes,
            translation.reason,
            signed,
        ]
    )


def decode_translation(data: bytes) -> Translation:
    """Return one version, as this station wrote it."""
    fields: Any = loads(data)
    version, grade, *rest, signed = fields
    release = None
    if signed is not None:
        officer, scheme, signature, detail = signed
        release = Release(officer, KeyScheme(scheme), signature, detail)
    return Translation(version, Grade(grade), *[*rest, release])
