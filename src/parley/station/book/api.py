# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door that writes in the code book."""

from __future__ import annotations

from collections.abc import Sequence

from parley.core.events import DraftWritten
from parley.core.records import DraftRecord
from parley.station.book.codes import CodePreview, Codes, Wanted
from parley.station.queries import Queries
from parley.station.runner import Runner
from parley.station.views import DraftView


class BookActs:
    """Mixed into `StationApi`, which sets `_codes`, `_queries` and `_runner`."""

    _codes: Codes
    _queries: Queries
    _runner: Runner

    async def code_preview(
        self,
        name: str,
        values: dict[str, str],
        link: str | None = None,
        precedence: str | None = None,
    ) -> CodePreview:
        """Return what a code would say in every language, its bytes and lead time."""
        return self._codes.preview(Wanted(name, values, link, precedence))

    async def write_code(
        self,
        name: str,
        values: dict[str, str],
        drafted_by: int,
        link: str | None = None,
        precedence: str | None = None,
        to: Sequence[str] = (),
    ) -> DraftView:
        """File a coded message for release; `name` is a format or a code."""
        wanted = Wanted(name, values, link, precedence, tuple(to))
        prepared = self._codes.prepare(wanted)
        event = DraftWritten(
            link=prepared.link,
            drafted_by=drafted_by,
            precedence=prepared.precedence,
            to=wanted.to,
            texts=(),
            relation=prepared.relation,
            relation_log=prepared.relation_log,
            coded=prepared.body,
            stop=prepared.stop,
        )
        return self._queries.draft_view(await self._runner.act(event, DraftRecord))
