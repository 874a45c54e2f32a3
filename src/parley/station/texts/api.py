# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door that is about translations."""

from __future__ import annotations

from parley.model.identity import KeyScheme
from parley.model.message import Release
from parley.model.translation import Grade
from parley.station.names import enum_named, parse_ref
from parley.station.queries import Queries
from parley.station.texts.clarification_views import ClarificationView, TermView
from parley.station.texts.clarifications import Clarifications
from parley.station.texts.foreign import ForeignFiles, TakenView
from parley.station.texts.translations import Translations, Wanted
from parley.station.texts.views import CertificateRequest, TranslationView


class TextActs:
    """Mixed into `StationApi`, which sets what is named here."""

    _queries: Queries
    _translations: Translations
    _clarifications: Clarifications
    _foreign: ForeignFiles

    async def translations(self, ref: str) -> tuple[TranslationView, ...]:
        """Return every translation of a message, oldest first, each with its grade."""
        return await self._translations.listed(parse_ref(ref))

    async def clarifications(self, ref: str) -> tuple[ClarificationView, ...]:
        """Return every question what a message means, oldest first, with its answer."""
        return self._clarifications.about(parse_ref(ref))

    async def questions(self, link: str | None = None) -> tuple[ClarificationView, ...]:
        """Return the questions of a link that nobody has answered, of either side."""
        return self._clarifications.open(self._queries.link_named(link))

    async def glossary(self, link: str | None = None) -> tuple[TermView, ...]:
        """Return the terms of a link: agreed by both, or proposed by one side."""
        return self._clarifications.glossary(self._queries.link_named(link))

    async def read_foreign(self, data: bytes) -> TakenView:
        """Return what a file of another system comes to as a draft; keep nothing."""
        return await self._foreign.read(data)

    async def add_translation(
        self,
        ref: str,
        grade: str,
        into: str,
        text: str,
        officer: int | None = None,
        engine: str | None = None,
        language: str | None = None,
        supersedes: int | None = None,
    ) -> TranslationView:
        """Attach a translation: machine by an engine, sight or rough by an officer.

        `language` says which text of the message it translates; None means the first.
        """
        named = enum_named(Grade, grade, "grade")
        if officer is not None:
            self._queries.officer_view(officer)
        wanted = Wanted(named, into, text, officer, engine, language, supersedes)
        return await self._translations.add(parse_ref(ref), wanted)

    async def certificate_request(
        self, ref: str, version: int, grade: str, officer: int, reason: str = ""
    ) -> CertificateRequest:
        """Return what a linguist signs to certify or dispute a version."""
        named = enum_named(Grade, grade, "grade")
        return self._translations.request(
            parse_ref(ref), version, named, officer, reason
        )

    async def grade_translation(
        self,
        ref: str,
        version: int,
        grade: str,
        officer: int,
        created_ms: int,
        scheme: str,
        signature: bytes,
        detail: bytes = b"",
        reason: str = "",
    ) -> TranslationView:
        """File a linguist's signed grade; it supersedes the version it is about."""
        named = enum_named(Grade, grade, "grade")
        release = Release(
            officer, enum_named(KeyScheme, scheme, "scheme"), signature, detail
        )
        return await self._translations.grade(
            parse_ref(ref), version, named, created_ms, release, reason
        )
