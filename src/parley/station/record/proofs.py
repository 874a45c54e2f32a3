# SPDX-License-Identifier: Apache-2.0
"""Proofs for third parties, made from the record and judged before they leave it.

The export rule of the link agreement holds for them, below every face (`consents`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from parley.core.entries import disclose_row
from parley.errors import LocalFault
from parley.errors.fault import Fault
from parley.fixed import Fixed
from parley.model.export import ExportPart, ExportRequest
from parley.model.message import Setting
from parley.model.record import Direction, EntryKey
from parley.ports.store import Store
from parley.station.config import Settings
from parley.station.facts import LinkKnowledge
from parley.station.names import ref_of
from parley.station.parties import Log, Parties, parties_of
from parley.station.queries import Queries
from parley.station.record.choice import Choice, Wanted
from parley.station.record.consents import (
    PROOF,
    Consents,
    exportable,
    needs_consent,
    refused,
)
from parley.station.record.covers import Covers
from parley.station.record.exports import (
    ConsentView,
    EvidenceView,
    ProofView,
    field_views,
    policy_views,
)
from parley.station.witness.thirds import Thirds
from parley.tlog.bundle import BUNDLE_BYTES_MAX, Part, Period, encode_bundle, prove_part
from parley.tlog.contact import ShownEntry, prove_contact
from parley.tlog.leaf import Field
from parley.tlog.policy import Policy, Signer
from parley.tlog.source import LeafHashes
from parley.tlog.verdict import Verdict, verdict


class _Made(Fixed):
    data: bytes
    policies: tuple[Policy, ...]


class Proofs:
    """Makes proofs, requests and consents; reads the record and changes nothing."""

    def __init__(
        self,
        store: Store,
        queries: Queries,
        consents: Consents,
        own: Signer,
        settings: Settings,
        thirds: Thirds,
    ) -> None:
        self._store = store
        self._queries = queries
        self._consents = consents
        self._own = own
        self._settings = settings
        self._thirds = thirds
        self._busy = asyncio.Lock()
        self._hashes: dict[Log, LeafHashes] = {}

    async def prove(self, wanted: Wanted | None, consent: bytes) -> ProofView:
        """Make the proof that answers a question, or that was consented to."""
        async with self._busy:
            return await asyncio.to_thread(self._prove, wanted, consent)

    async def wished(self, request: bytes) -> ConsentView:
        """Return what a counterpart's request would show, from our own record."""
        async with self._busy:
            return await asyncio.to_thread(self._wished, request, signed=False)

    async def consent(self, request: bytes) -> ConsentView:
        """Sign that a counterpart may show exactly what its request says."""
        async with self._busy:
            return await asyncio.to_thread(self._wished, request, signed=True)

    def evidence(self) -> tuple[EvidenceView, ...]:
        """Return every contradiction that was signed; no rule hides one."""
        views = []
        for key, data in self._store.shelf("evidence"):
            link, _, place = key.partition(b"\x00")
            incarnation, size = (
                int.from_bytes(part, "big") for part in (place[:8], place[8:])
            )
            found = verdict(data, [])
            views.append(EvidenceView(link.decode(), incarnation, size, data, found))
        return tuple(views)

    # Our own proofs.

    def _prove(self, wanted: Wanted | None, consent: bytes) -> ProofView:
        statement = b""
        if consent:
            request = self._consents.consented(PROOF, consent)
            name = request.counterpart
        else:
            name = wanted.link if wanted is not None else ""
            request = None
        link = self._queries.link_knowledge(name)
        evidence = exportable(link).terms.evidence
        parties = self._parties(link)
        covers = Covers(self._store, parties, self._thirds)
        if wanted is not None:
            chosen = self._request(
                link, Choice(self._store, covers, self._name), wanted
            )
            if request is not None and chosen != request:
                raise refused(name, "it is for another choice")
            request = chosen
        assert request is not None, "a question or a consent is given"
        made = self._made(request, parties, covers)
        found = self._judged(made)
        if needs_consent(link) and not consent:
            statement = self._consents.request(PROOF, request)
        return ProofView(
            link=link.facts.link,
            party=link.facts.party,
            evidence=evidence,
            data=b"" if statement else made.data,
            data_bytes=len(made.data),
            request=statement,
            policies=policy_views(made.policies),
            fields=field_views(found),
            verdict=found,
        )

    @property
    def _name(self) -> str:
        return self._settings.station.name

    def _parties(self, link: LinkKnowledge) -> Parties:
        return parties_of(self._own, self._settings.mode, link)

    def _request(
        self, link: LinkKnowledge, choice: Choice, wanted: Wanted
    ) -> ExportRequest:
        parts = choice.make(wanted)
        return ExportRequest(self._name, link.facts.link, self._settings.mode, parts)

    def _made(self, request: ExportRequest, parties: Parties, covers: Covers) -> _Made:
        logs = tuple(self._log(part, parties.link) for part in request.parts)
        parts = [
            self._part(part, log, parties, covers)
            for part, log in zip(request.parts, logs, strict=True)
        ]
        first = parts[0]
        if len(parts) == 1 and len(first.entries) == 1 and first.period is None:
            entry, log = first.entries[0], logs[0]
            cover = covers.of(log)
            source = self._source(log)
            data = prove_contact(
                source, entry.index, cover.size, entry.disclosure, cover.note
            )
        else:
            data = encode_bundle(tuple(parts))
        if len(data) > BUNDLE_BYTES_MAX:
            count = max(len(part.entries) for part in parts)
            raise LocalFault("PLY-REC-006", count=count, limit=count // 2)
        policies = [covers.of(log).policy for log in dict.fromkeys(logs)]
        return _Made(data, tuple(policies))

    def _log(self, part: ExportPart, link: str) -> Log:
        ours = part.sender == self._name
        return (link, Direction.OUT if ours else Direction.IN, part.incarnation)

    def _part(
        self, part: ExportPart, log: Log, parties: Parties, covers: Covers
    ) -> Part:
        cover = covers.of(log)
        if part.entries[-1].index >= cover.size:
            raise covers.lacking(log)
        shown = self._shown(part, log, parties)
        period = None if part.period is None else Period(*part.period)
        return prove_part(self._source(log), period, shown, cover.note)

    def _shown(
        self, part: ExportPart, log: Log, parties: Parties
    ) -> tuple[ShownEntry, ...]:
        setting = parties.setting(log)
        return tuple(
            self._opened(EntryKey(*log, entry.index + 1), setting, entry.fields)
            for entry in part.entries
        )

    def _opened(self, key: EntryKey, setting: Setting, fields: int) -> ShownEntry:
        found = self._store.entry(key)
        if found is None:
            raise LocalFault("PLY-CFG-015", ref=ref_of(key))
        chosen = frozenset(field for field in Field if fields >> field & 1)
        try:
            shown = disclose_row(found.row, setting, chosen)
        except Fault as fault:
            raise LocalFault("PLY-REC-009", ref=ref_of(key)) from fault
        if not all(shown.shows(field) for field in chosen):
            raise LocalFault("PLY-REC-009", ref=ref_of(key))
        return ShownEntry(key.serial - 1, shown)

    def _source(self, log: Log) -> LeafHashes:
        """Return the leaf hashes of a log; the roots of its parts are remembered."""
        if log not in self._hashes:

            def read(first: int, count: int) -> Sequence[bytes]:
                rows = self._store.entries(*log, first + 1, count)
                return [found.row.leaf for found in rows]

            self._hashes[log] = LeafHashes(read)
        return self._hashes[log]

    def _judged(self, made: _Made) -> Verdict:
        """Judge a proof as its reader will: none leaves here that would be refused."""
        policies = [policy.text().encode() for policy in made.policies]
        found = verdict(made.data, policies)
        if found["code"] is not None:
            raise LocalFault("PLY-REC-008", reason=f"it is refused, {found['code']}")
        return found

    # Requests and consents.

    def _wished(self, data: bytes, *, signed: bool) -> ConsentView:
        request, link = self._consents.requested(PROOF, data)
        parties = self._parties(link)
        made = self._made(request, parties, Covers(self._store, parties, self._thirds))
        found = self._judged(made)
        consent = self._consents.consent(data) if signed else b""
        return ConsentView(
            link=link.facts.link,
            party=link.facts.party,
            data=consent,
            fields=field_views(found),
            verdict=found,
        )
