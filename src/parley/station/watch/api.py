# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door through which officers act."""

from __future__ import annotations

from collections.abc import Sequence

from parley.core.events import StalenessOwned
from parley.core.records import DraftRecord
from parley.model.identity import KeyScheme
from parley.model.message import RelationKind, Release, Text
from parley.model.record import Direction, EntryKey
from parley.station.names import enum_named, parse_ref, ref_of
from parley.station.queries import Queries
from parley.station.runner import Runner
from parley.station.views import (
    ActView,
    AvailabilityView,
    DraftView,
    PreparedView,
    SigningView,
)
from parley.station.watch.acts import Acts
from parley.station.watch.availability import Availability
from parley.station.watch.forms import kind_named, said_of


class WatchActs:
    """Mixed into `StationApi`, which sets what is named here."""

    _acts: Acts
    _availability: Availability
    _runner: Runner
    _queries: Queries

    async def act_request(
        self,
        kind: str,
        ref: str,
        officer: int,
        fields: dict[str, object] | None = None,
    ) -> SigningView:
        """Return what `officer` must sign to do an act.

        `ref` names the entry that the act is about; for a kind that refers to nothing
        it names the link, and an empty one means the only link.  `fields` are those of
        the kind.
        """
        said = said_of(kind_named(kind), fields or {})
        return self._acts.request(said, ref, officer)

    async def availability(self, link: str | None, month: str) -> AvailabilityView:
        """Return the availability of a month from the record, and who signed it."""
        return await self._availability.of_month(link, month)

    async def own_stale(self, link: str | None, officer: int, until_ms: int) -> None:
        """Let a named officer own a stale link until a time, a week at most."""
        named = self._queries.link_named(link)
        await self._runner.act(StalenessOwned(named, officer, until_ms), object)

    async def prepared(self, ref: str) -> PreparedView:
        """Return what is ready to correct or cancel a message of ours."""
        return self._acts.prepared(parse_ref(ref))

    async def correct(
        self,
        ref: str,
        kind: str,
        drafted_by: int,
        texts: Sequence[tuple[str, str]] = (),
        read_through: int | None = None,
    ) -> DraftView:
        """File a draft that corrects, cancels or supersedes our message `ref`.

        It goes to the same positions with the same precedence.  Without `texts`, a
        cancellation has the prepared ones.
        """
        named = enum_named(RelationKind, kind, "kind")
        given = tuple(Text(language, text) for language, text in texts)
        key = parse_ref(ref)
        event = self._acts.correction(key, named, drafted_by, given, read_through)
        self._queries.refuse_bad_text(event.texts)
        return self._queries.draft_view(await self._runner.act(event, DraftRecord))

    async def act(
        self,
        kind: str,
        ref: str,
        officer: int,
        created_ms: int,
        scheme: str,
        signature: bytes,
        detail: bytes = b"",
        fields: dict[str, object] | None = None,
    ) -> ActView:
        """File an officer's act; the counterpart is told."""
        named = kind_named(kind)
        said = said_of(named, fields or {})
        release = Release(
            officer, enum_named(KeyScheme, scheme, "scheme"), signature, detail
        )
        event = self._acts.event(said, ref, created_ms, release)
        serial = await self._runner.act(event, int)
        incarnation, _ = self._queries.link_knowledge(event.link).incarnations
        key = EntryKey(event.link, Direction.OUT, incarnation, serial)
        return ActView(
            ref=ref_of(key),
            kind=named.name,
            link=event.link,
            about=ref if event.about is not None else None,
            by=self._queries.officer_view(officer).name,
            created_ms=created_ms,
        )
