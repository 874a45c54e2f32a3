# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door that is about texts before they are drafts."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from parley.model.message import Text
from parley.model.precedence import Precedence
from parley.ports.clock import Clock
from parley.station.names import enum_named
from parley.station.queries import Queries
from parley.station.writing.looking import DraftLooks, Writing
from parley.station.writing.unfinished import Unfinished
from parley.station.writing.views import DraftLookView, UnfinishedView


class WritingActs:
    """Mixed into `StationApi`, which sets what is named here."""

    _queries: Queries
    _looks: DraftLooks
    _unfinished: Unfinished
    _clock: Clock

    async def look_at_draft(
        self,
        link: str | None,
        precedence: str,
        to: Sequence[str],
        texts: Sequence[tuple[str, str]],
        read_through: int | None = None,
        stop: bool = False,
    ) -> DraftLookView:
        """Return what would become of a text: files nothing, keeps nothing."""
        writing = Writing(
            precedence=enum_named(Precedence, precedence, "precedence"),
            to=tuple(to),
            texts=tuple(
                Text(language, unicodedata.normalize("NFC", text))
                for language, text in texts
            ),
            read_through=read_through,
            stop=stop,
        )
        return self._looks.look(link, writing, self._clock.now().wall_ms)

    async def unfinished(self, officer: int) -> tuple[UnfinishedView, ...]:
        """Return an officer's unfinished texts."""
        self._queries.officer_view(officer)
        return await self._unfinished.listed(officer)

    async def keep_unfinished(
        self, officer: int, slot: int | None, version: int, fields: dict[str, str]
    ) -> UnfinishedView:
        """Keep an unfinished text; `version` is the one that was changed, 0 if new."""
        self._queries.officer_view(officer)
        return await self._unfinished.keep(officer, slot, version, fields)

    async def drop_unfinished(self, officer: int, slot: int) -> None:
        """Forget an unfinished text."""
        self._queries.officer_view(officer)
        await self._unfinished.drop(officer, slot)
