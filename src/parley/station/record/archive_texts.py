# SPDX-License-Identifier: Apache-2.0
"""Translations in an archive: beside the message they are of, each with its grade.

A translated text stands in one object with its grade, its maker and the label that a
screen shows over it.  A certificate verifies by the roster in the archive; of a version
that nobody signed there is its digest, as the audit log notes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.core.texts.translations import (
    SHELF,
    decode_translation,
    encode_translation,
    judge_certificate,
    translation_key,
)
from parley.crypto.digest import tagged
from parley.errors.fault import Fault
from parley.fixed import Fixed
from parley.model.identity import KeyScheme, Roster
from parley.model.message import Release, Setting, Text
from parley.model.record import EntryKey
from parley.model.translation import SIGNED, Grade, Pairing, Translation
from parley.ports.store import Store
from parley.station.texts.wording import label
from parley.wire.roster import decode_roster
from parley.wire.statement import StatementKind, decode_statement

VERSIONS_MAX = 64  # of one message, as the station takes in


class Certifier(Fixed):
    """Whose certificates an archive holds, and by which roster they are judged."""

    station: str
    roster: Roster | None

    @classmethod
    def of(cls, station: str, statement: bytes | None) -> Certifier:
        """Read the roster in its statement; one that cannot be read is none."""
        if statement is None:
            return cls(station, None)
        try:
            said = decode_statement(statement, StatementKind.ROSTER)
            return cls(station, decode_roster(said.payload))
        except Fault:
            return cls(station, None)

    def name(self, index: int) -> str:
        """Return an officer's name."""
        officers = () if self.roster is None else self.roster.officers
        return next((one.name for one in officers if one.index == index), "")

    def is_good(self, setting: Setting, pairing: Pairing, one: Translation) -> bool:
        """Tell whether a grade counts: most need no signature, two do."""
        if one.grade not in SIGNED:
            return True
        if self.roster is None:
            return False
        try:
            judge_certificate(self.roster, self.station, setting, pairing, one)
        except Fault:
            return False
        return True


def translations_of(store: Store, key: EntryKey) -> tuple[Translation, ...]:
    """Return every version of a message's translations, oldest first."""
    found = []
    for version in range(1, VERSIONS_MAX + 1):
        data = store.value(SHELF, translation_key(key, version))
        if data is None:
            break
        found.append(decode_translation(data))
    return tuple(found)


def told_translations(
    certifier: Certifier,
    setting: Setting,
    place: tuple[int, int, bytes],
    texts: tuple[Text, ...],
    every: tuple[Translation, ...],
) -> list[dict[str, object]]:
    """Return translations as a line has them; `place`: incarnation, serial, leaf."""
    originals = {text.language: text.text for text in texts}
    return [
        _told(certifier, setting, _pairing(place, originals[one.language], one), one)
        for one in every
        if one.language in originals
    ]


def _told(
    certifier: Certifier, setting: Setting, pairing: Pairing, one: Translation
) -> dict[str, object]:
    good = certifier.is_good(setting, pairing, one)
    release = one.release
    return {
        "version": one.version,
        "grade": one.grade.name,
        "label": label(one.grade, good=good),
        "by": one.engine or certifier.name(one.officer or 0),
        "language": one.language,
        "into": one.into,
        "text": one.text,
        "officer": one.officer,
        "engine": one.engine,
        "created_ms": one.created_ms,
        "filed_ms": one.filed_ms,
        "supersedes": one.supersedes,
        "reason": one.reason,
        "release": None
        if release is None
        else {
            "officer": release.officer,
            "scheme": release.scheme.name,
            "signature": release.signature.hex(),
            "detail": release.detail.hex(),
        },
        "digest": _digest(one),
    }


def _digest(one: Translation) -> str:
    return tagged("parley/1 translation", encode_translation(one)).hex()


def _pairing(place: tuple[int, int, bytes], original: str, one: Translation) -> Pairing:
    return Pairing(*place, one.language, original, one.into, one.text)


def translations_problem(
    told: Mapping[str, Any], certifier: Certifier, setting: Setting, incarnation: int
) -> str | None:
    """Say what is wrong with a line's translations, in words; None: nothing."""
    every = told.get("translations", [])
    place = (incarnation, told["serial"], bytes.fromhex(told["leaf"]))
    originals = {each["language"]: each["text"] for each in told.get("texts", [])}
    for number, said in enumerate(every, start=1):
        if "grade" not in said or "label" not in said:
            return "has a translation without its grade"
        one = _read(said)
        if one.version != number or one.language not in originals:
            return "has translations that are not those of its texts"
        pairing = _pairing(place, originals[one.language], one)
        # SPEC 11.18: "its check refuses a translation whose label or digest is not the
        # one of its grade, its text and its maker."
        if said != _told(certifier, setting, pairing, one):
            return f"has a translation, version {number}, that is not as it was graded"
    return None


def _read(said: Mapping[str, Any]) -> Translation:
    given = said["release"]
    release = None
    if given is not None:
        release = Release(
            given["officer"],
            KeyScheme[given["scheme"]],
            bytes.fromhex(given["signature"]),
            bytes.fromhex(given["detail"]),
        )
    return Translation(
        version=said["version"],
        grade=Grade[said["grade"]],
        language=said["language"],
        into=said["into"],
        text=said["text"],
        officer=said["officer"],
        engine=said["engine"],
        created_ms=said["created_ms"],
        filed_ms=said["filed_ms"],
        supersedes=said["supersedes"],
        reason=said["reason"],
        release=release,
    )
