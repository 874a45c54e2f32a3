# SPDX-License-Identifier: Apache-2.0
"""Archives of the record, and the counterpart's consent to them; one at a time.

The export rule of the link agreement holds for an archive as for a proof (`consents`):
a whole one shows more than any proof does.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.model.export import ArchiveRequest
from parley.model.record import EntryFlag
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.config import Settings
from parley.station.facts import LinkKnowledge
from parley.station.parties import parties_of
from parley.station.queries import Queries
from parley.station.record.archive import Archive
from parley.station.record.consents import ARCHIVE, Consents, needs_consent, refused
from parley.station.record.history import History, period_of
from parley.station.record.rows import rows_between
from parley.station.record.views import ArchiveView, ArchiveWishView
from parley.tlog.policy import Signer


class Asked(Fixed):
    """What a custodian asks to have archived; what he left out is None."""

    link: str | None
    from_ms: int | None
    to_ms: int | None
    redacted: bool

    def fits(self, request: ArchiveRequest) -> bool:
        """Tell whether a request is for nothing other than this."""
        given = (self.link, self.from_ms, self.to_ms, self.redacted)
        said = (request.counterpart, request.from_ms, request.to_ms, request.redacted)
        return all(one in {None, two} for one, two in zip(given, said, strict=True))


class Archives:
    """Writes archives, requests and consents; reads the record and changes nothing."""

    def __init__(
        self,
        store: Store,
        queries: Queries,
        clock: Clock,
        settings: Settings,
        history: History,
        own: Signer,
        consents: Consents,
    ) -> None:
        self._store = store
        self._queries = queries
        self._clock = clock
        self._settings = settings
        self._history = history
        self._own = own
        self._consents = consents
        self._busy = asyncio.Lock()

    def asks(self, asked: Asked, consent: bytes) -> bool:
        """Tell whether `write` will only ask for consent; raises as it does."""
        _, known = self._request(asked, consent)
        return needs_consent(known) and not consent

    async def write(self, asked: Asked, target: str, consent: bytes) -> ArchiveView:
        """Write a period of the record into a new folder, or the request to be let.

        Raises:
            LocalFault: PLY-CFG-007, -008 it cannot be written; PLY-CFG-014 it is no
                absolute path; PLY-LNK-002, -003 the counterpart is not confirmed, no
                agreement is in force; PLY-REC-002, -004 the agreement forbids it, or
                the consent is for something else.

        """
        path = Path(target)
        if not path.is_absolute():
            raise LocalFault(
                "PLY-CFG-014", key="out", method="archive", allowed="an absolute path"
            )
        request, known = self._request(asked, consent)
        if needs_consent(known) and not consent:
            statement = self._consents.request(ARCHIVE, request)
            name = request.counterpart
            return ArchiveView(name, target, 0, 0, 0, request.redacted, statement)
        contacts = await self._history.contacts(
            request.counterpart, request.from_ms, request.to_ms
        )
        parties = parties_of(self._own, self._settings.mode, known)
        made = Archive(self._store, parties, contacts, request.redacted)
        async with self._busy:
            return await asyncio.to_thread(made.write, path)

    def _request(
        self, asked: Asked, consent: bytes
    ) -> tuple[ArchiveRequest, LinkKnowledge]:
        """Return what is to be archived exactly, and of which link."""
        if consent:
            request = self._consents.consented(ARCHIVE, consent)
            if not asked.fits(request):
                raise refused(request.counterpart, "it is for another archive")
            return request, self._queries.link_knowledge(request.counterpart)
        known = self._queries.link_knowledge(asked.link)
        now_ms = self._clock.now().wall_ms
        period = period_of(asked.from_ms, asked.to_ms, now_ms)
        to_ms = period.to_ms
        if needs_consent(known):
            # SPEC 6.67: "only after its period has ended"
            to_ms = min(to_ms, now_ms)
            if to_ms <= period.from_ms:
                raise LocalFault("PLY-REC-005")
        return (
            ArchiveRequest(
                self._settings.station.name,
                known.facts.link,
                self._settings.mode,
                period.from_ms,
                to_ms,
                asked.redacted,
            ),
            known,
        )

    async def wished(self, data: bytes) -> ArchiveWishView:
        """Return what a counterpart's request would archive, from our own record."""
        return await asyncio.to_thread(self._wished, data, b"")

    async def consent(self, data: bytes) -> ArchiveWishView:
        """Sign that a counterpart may archive exactly what its request says."""
        consent = self._consents.consent(data)
        return await asyncio.to_thread(self._wished, data, consent)

    def _wished(self, data: bytes, consent: bytes) -> ArchiveWishView:
        request, link = self._consents.requested(ARCHIVE, data)
        if request.to_ms > self._clock.now().wall_ms:
            raise LocalFault("PLY-REC-007", reason="its period has not ended")
        rows = list(
            rows_between(self._store, link.facts.link, request.from_ms, request.to_ms)
        )
        return ArchiveWishView(
            link=link.facts.link,
            party=link.facts.party,
            from_ms=request.from_ms,
            to_ms=request.to_ms,
            redacted=request.redacted,
            entries=len(rows),
            messages=sum(EntryFlag.MESSAGE in row.flags for row in rows),
            data=consent,
        )
