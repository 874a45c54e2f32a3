# SPDX-License-Identifier: Apache-2.0
"""Translates a message or a draft by machine, sentence by sentence, as an aid.

A text goes out as sentences and comes back as as many; what is missing, empty,
unchanged or too long is no translation.  The original stands on the screen throughout.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from parley.engines.speech import Request
from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.model.engine import Model
from parley.model.message import Text
from parley.model.record import EntryKey
from parley.model.translation import Grade
from parley.station.queries import Queries
from parley.station.texts.machine import child
from parley.station.texts.machine.child import Failure, Output
from parley.station.texts.machine.judging import join, problem_of
from parley.station.texts.machine.models import Models
from parley.station.texts.machine.views import BackView, ThereAndBack
from parley.station.texts.translations import Translations, Wanted, original_of
from parley.station.texts.views import TranslationView
from parley.station.texts.wording import findings, label
from parley.texts.comparing import compare
from parley.texts.sentences import sentences

CHARACTERS_MAX = 20_000
"""Of a text for a machine; at a slow engine's speed that is about the deadline."""

_ENGINE_CHARACTERS_MAX = 32


class Limits(Fixed):
    """How long an engine may take, and whether it must be kept from the network."""

    deadline_s: float
    apart_only: bool
    command: tuple[str, ...] = child.COMMAND


class Made(Fixed):
    """A text that a machine translated, sentence by sentence."""

    by: str
    sentences: tuple[str, ...]


class Machine:
    """One engine at a time, so that translating never takes the station's cores."""

    def __init__(
        self,
        models: Models,
        translations: Translations,
        queries: Queries,
        hidden: Path,
        limits: Limits,
    ) -> None:
        """`hidden` is the station's folder, which no child may see."""
        self._models = models
        self._translations = translations
        self._queries = queries
        self._hidden = hidden.absolute()
        self._limits = limits
        self._turn = asyncio.Lock()

    async def translate(
        self, key: EntryKey, into: str, language: str | None, model: str | None
    ) -> TranslationView:
        """Attach a translation by machine; the same one again is not attached twice.

        Raises:
            LocalFault: PLY-TXT-010 no translation came; -011, -013, -015 no model
                may; -001 to -003 as for every translation.

        """
        original = original_of(self._queries.told(key), language)
        found = self._models.between(original.language, into, model)
        cut = _cut(original.text)
        made = await self._made(found, cut)
        text = join(cut, made.sentences)
        for known in await self._translations.listed(key):
            if (known.by, known.text, known.into) == (made.by, text, into):
                return known
        wanted = Wanted(
            Grade.MACHINE, into, text, None, made.by, original.language, None
        )
        return await self._translations.add(key, wanted)

    async def there_and_back(
        self, number: int, into: str, language: str | None
    ) -> BackView:
        """Return a draft translated and translated back; nothing is kept.

        Raises:
            LocalFault: as `translate`; PLY-REL-001 there is no such draft.

        """
        text = self._text(number, language)
        there_by = self._models.between(text.language, into, None)
        back_by = self._models.between(into, text.language, None)
        cut = _cut(text.text)
        there = await self._made(there_by, cut)
        back = await self._made(back_by, there.sentences)
        compared = compare(
            text.text, text.language, join(cut, back.sentences), text.language
        )
        rows = zip(cut, there.sentences, back.sentences, strict=True)
        return BackView(
            number=number,
            language=text.language,
            into=into,
            grade=Grade.MACHINE.name,
            label=label(Grade.MACHINE, good=True),
            there_by=there.by,
            back_by=back.by,
            sentences=tuple(
                ThereAndBack(*(part.strip() for part in row)) for row in rows
            ),
            findings=findings(compared),
        )

    def _text(self, number: int, language: str | None) -> Text:
        draft = self._queries.draft(number, None)
        for found, text in draft.texts if draft.coded is None else ():
            if language in {None, found}:
                return Text(found, text)
        raise LocalFault(
            "PLY-TXT-001", ref=f"draft {number}", language=language or "any"
        )

    async def _made(self, model: Model, cut: tuple[str, ...]) -> Made:
        request = Request(
            engine=model.engine,
            folder=str(self._models.folder_of(model)),
            files={each.name: each.sha256.hex() for each in model.files},
            sentences=tuple(each.strip() for each in cut),
            hidden=str(self._hidden),
            apart_only=self._limits.apart_only,
        )
        try:
            output = await self._judged(request)
        except Failure as failure:
            raise LocalFault("PLY-TXT-010", reason=str(failure)) from None
        engine = output.engine[:_ENGINE_CHARACTERS_MAX]
        apart = "" if output.apart else ", not kept from the network"
        return Made(f"{model.name} ({engine}{apart})", output.sentences)

    async def _judged(self, request: Request) -> Output:
        limits = self._limits
        async with self._turn:
            output = await child.translate(request, limits.deadline_s, limits.command)
        problem = problem_of(request.sentences, output.sentences)
        if problem is not None:
            raise Failure(problem)
        return output


def _cut(text: str) -> tuple[str, ...]:
    if len(text) > CHARACTERS_MAX:
        reason = f"the text is longer than {CHARACTERS_MAX} characters"
        raise LocalFault("PLY-TXT-010", reason=reason)
    return sentences(text)
