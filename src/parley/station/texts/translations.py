# SPDX-License-Identifier: Apache-2.0
"""Translations of one message: added, certified, disputed; none is overwritten."""

from __future__ import annotations

import asyncio

from parley.core.releasing import RELEASE_LABEL
from parley.core.texts.translations import (
    SHELF,
    decode_translation,
    encode_translation,
    judge_certificate,
    translation_key,
)
from parley.crypto.digest import tagged
from parley.crypto.fingerprint import release_code
from parley.errors import CounterpartFault, LocalFault
from parley.fixed import Fixed, replace
from parley.model.message import Release, Setting, Text
from parley.model.record import Direction, EntryKey, Put
from parley.model.translation import SIGNED, Grade, Pairing, Translation
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.authority.audit import AuditLog, Deed
from parley.station.names import ref_of
from parley.station.queries import Queries
from parley.station.reading import Told
from parley.station.texts.clarifications import Clarifications
from parley.station.texts.views import CertificateRequest, TranslationView
from parley.station.texts.wording import differences, findings, label, pairs
from parley.texts.agreed import AgreedTerm
from parley.texts.characters import refused
from parley.texts.comparing import compare
from parley.wire.certificate import certificate_manifest
from parley.wire.limits import REASON_BYTES_MAX
from parley.wire.text import language_problem, name_problem, problems

VERSIONS_MAX = 64
"""Of one message; a reader who has seen so many asks the sender instead."""

CHARACTERS_MAX = 100_000
"""Of an original and of a translation: what can be compared while a person waits."""

_DEEDS = {Grade.CERTIFIED: Deed.CERTIFIED, Grade.DISPUTED: Deed.DISPUTED}


class Wanted(Fixed):
    """A translation as a face gives it; of officer and engine exactly one is given."""

    grade: Grade
    into: str
    text: str
    officer: int | None
    engine: str | None
    language: str | None
    supersedes: int | None


class Translations:
    """What is attached to messages of either side, in this party's own record."""

    def __init__(
        self,
        station: str,
        queries: Queries,
        store: Store,
        clock: Clock,
        audit: AuditLog,
        clarifications: Clarifications,
    ) -> None:
        self._station = station
        self._queries = queries
        self._store = store
        self._clock = clock
        self._audit = audit
        self._clarifications = clarifications
        self._turn = asyncio.Lock()

    async def listed(self, key: EntryKey) -> tuple[TranslationView, ...]:
        """Return every version, oldest first, compared with its original anew."""
        told = self._queries.told(key)
        every = self._kept(told)
        after = {one.supersedes: one.version for one in every if one.supersedes}
        # The store is read here; the thread only compares.
        terms = self._clarifications.agreed(key.link)
        return await asyncio.to_thread(
            lambda: tuple(
                self._view(told, one, after.get(one.version), terms) for one in every
            )
        )

    async def add(self, key: EntryKey, wanted: Wanted) -> TranslationView:
        """Attach a translation that nobody has signed.

        Raises:
            LocalFault: PLY-TXT-001 to -006; PLY-CFG-015 no such message.

        """
        told = self._queries.told(key)
        _check(wanted)
        original = original_of(told, wanted.language)
        async with self._turn:
            every = self._kept(told)
            if wanted.supersedes is not None:
                _version(every, wanted.supersedes)
            now_ms = self._clock.now().wall_ms
            made = Translation(
                version=len(every) + 1,
                grade=wanted.grade,
                language=original.language,
                into=wanted.into,
                text=wanted.text,
                officer=wanted.officer,
                engine=wanted.engine,
                created_ms=now_ms,
                filed_ms=now_ms,
                supersedes=wanted.supersedes,
                reason="",
                release=None,
            )
            await asyncio.to_thread(_refuse_damaged, original, made)
            return await self._keep(told, made, Deed.TRANSLATED)

    def request(
        self, key: EntryKey, version: int, grade: Grade, officer: int, reason: str
    ) -> CertificateRequest:
        """Return what `officer` signs to give a version a grade."""
        told = self._queries.told(key)
        _check_signed(grade, reason)
        self._queries.officer_view(officer)
        found = _version(self._kept(told), version)
        created_ms = self._clock.now().wall_ms
        manifest = certificate_manifest(
            self._station,
            self._setting(key),
            _pairing(told, found),
            grade,
            created_ms,
            reason,
        )
        digest = tagged(RELEASE_LABEL, manifest)
        return CertificateRequest(
            ref=ref_of(key),
            version=version,
            grade=grade.name,
            officer=officer,
            created_ms=created_ms,
            leaf=told.leaf.hex(),
            manifest=manifest.hex(),
            digest=digest.hex(),
            release_code=release_code(digest),
        )

    async def grade(
        self,
        key: EntryKey,
        version: int,
        grade: Grade,
        created_ms: int,
        release: Release,
        reason: str,
    ) -> TranslationView:
        """File a signed grade as a version of its own, with the text as it was.

        Raises:
            LocalFault: PLY-TXT-004, -006 or -007; PLY-CFG-015 no such message.

        """
        told = self._queries.told(key)
        _check_signed(grade, reason)
        async with self._turn:
            every = self._kept(told)
            found = _version(every, version)
            made = replace(
                found,
                version=len(every) + 1,
                grade=grade,
                officer=release.officer,
                engine=None,
                created_ms=created_ms,
                filed_ms=self._clock.now().wall_ms,
                supersedes=version,
                reason=reason,
                release=release,
            )
            try:
                self._judge(told, made)
            except CounterpartFault as fault:
                name = self._queries.officer_view(release.officer).name
                raise LocalFault(
                    "PLY-TXT-007", officer=name, reason=fault.what.rstrip(".")
                ) from None
            return await self._keep(told, made, _DEEDS[grade])

    async def _keep(self, told: Told, made: Translation, deed: Deed) -> TranslationView:
        if made.version > VERSIONS_MAX:
            raise LocalFault("PLY-TXT-003", limit=VERSIONS_MAX)
        # SPEC 11.15: "Every version is noted in the party's own audit log, in the same
        # transaction that files it, with the SHA-256 of its bytes."
        data = encode_translation(made)
        digest = tagged("parley/1 translation", data).hex()
        subject = f"{ref_of(told.key)} translation {made.version} {digest}"
        put = Put(SHELF, translation_key(told.key, made.version), data)
        await self._audit.note(deed, made.officer, subject, (put,))
        self._queries.look_again()
        terms = self._clarifications.agreed(told.key.link)
        return await asyncio.to_thread(self._view, told, made, None, terms)

    def _kept(self, told: Told) -> tuple[Translation, ...]:
        if told.destroyed_ms is not None:
            return ()
        found = []
        for version in range(1, VERSIONS_MAX + 1):
            data = self._store.value(SHELF, translation_key(told.key, version))
            if data is None:
                break
            found.append(decode_translation(data))
        return tuple(found)

    def _setting(self, key: EntryKey) -> Setting:
        link = self._queries.link_knowledge(key.link)
        return link.setting_out if key.direction is Direction.OUT else link.setting_in

    def _judge(self, told: Told, one: Translation) -> None:
        roster = self._queries.facts.roster
        setting, pairing = self._setting(told.key), _pairing(told, one)
        judge_certificate(roster, self._station, setting, pairing, one)

    def _is_good(self, told: Told, one: Translation) -> bool:
        if one.grade not in SIGNED:
            return True
        try:
            self._judge(told, one)
        except CounterpartFault:
            return False
        return True

    def _view(
        self,
        told: Told,
        one: Translation,
        after: int | None,
        terms: tuple[AgreedTerm, ...],
    ) -> TranslationView:
        original = original_of(told, one.language)
        compared = compare(original.text, one.language, one.text, one.into, terms)
        by = one.engine or "nobody"
        if one.officer is not None:
            by = self._queries.officer_view(one.officer).name
        return TranslationView(
            ref=ref_of(told.key),
            version=one.version,
            grade=one.grade.name,
            label=label(one.grade, good=self._is_good(told, one)),
            language=one.language,
            into=one.into,
            by=by,
            created_ms=one.created_ms,
            supersedes=one.supersedes,
            superseded_by=after,
            reason=one.reason,
            text=one.text,
            pairs=pairs(original.text, one.language, one.text, one.into),
            findings=findings(compared),
            denials=compared.denials_source,
            denials_translation=compared.denials_target,
            differences=differences(compared),
            words=compared.words,
        )


def original_of(told: Told, language: str | None) -> Text:
    """Return the authentic text in a language; None means the first.

    Raises:
        LocalFault: PLY-TXT-001 there is none, or it is destroyed.

    """
    texts = () if told.destroyed_ms is not None else told.message.content.texts
    for text in texts:
        if language in {None, text.language}:
            return text
    raise LocalFault("PLY-TXT-001", ref=ref_of(told.key), language=language or "any")


def _pairing(told: Told, one: Translation) -> Pairing:
    return Pairing(
        told.key.incarnation,
        told.key.serial,
        told.leaf,
        one.language,
        original_of(told, one.language).text,
        one.into,
        one.text,
    )


def _version(every: tuple[Translation, ...], version: int) -> Translation:
    if not 1 <= version <= len(every):
        raise LocalFault("PLY-TXT-004", version=version, count=len(every))
    return every[version - 1]


def _check(wanted: Wanted) -> None:
    reason = language_problem(wanted.into) or problems(wanted.text)
    found = refused(wanted.text)
    if reason is None and found:
        reason = f"{found[0].code_points} {found[0].trait.value}"
    if reason is None and len(wanted.text) > CHARACTERS_MAX:
        reason = f"it is longer than {CHARACTERS_MAX} characters"
    if reason is None and wanted.engine is not None:
        reason = name_problem(wanted.engine)
    if reason is not None:
        raise LocalFault("PLY-TXT-002", reason=reason)
    by_engine = wanted.grade is Grade.MACHINE
    one_maker = (wanted.engine is not None, wanted.officer is not None)
    if wanted.grade in SIGNED or one_maker != (by_engine, not by_engine):
        raise LocalFault("PLY-TXT-005", grade=wanted.grade.name.lower())


def _check_signed(grade: Grade, reason: str) -> None:
    if grade not in SIGNED:
        raise LocalFault("PLY-TXT-005", grade=grade.name.lower())
    wanted = grade is Grade.DISPUTED
    if wanted != bool(reason) or len(reason.encode()) > REASON_BYTES_MAX:
        raise LocalFault("PLY-TXT-006", limit=REASON_BYTES_MAX)
    if reason and (problem := problems(reason)) is not None:
        raise LocalFault("PLY-TXT-002", reason=problem)


def _refuse_damaged(original: Text, made: Translation) -> None:
    """What is empty or unchanged is no translation, whoever made it."""
    if made.into == original.language or len(original.text) > CHARACTERS_MAX:
        reason = "original and translation are in one language"
        if made.into != original.language:
            reason = f"the original is longer than {CHARACTERS_MAX} characters"
        raise LocalFault("PLY-TXT-002", reason=reason)
    compared = compare(original.text, original.language, made.text, made.into)
    if compared.damaged:
        raise LocalFault("PLY-TXT-002", reason="it is the original unchanged")
