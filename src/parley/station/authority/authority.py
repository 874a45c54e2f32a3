# SPDX-License-Identifier: Apache-2.0
"""Agreements, rosters and what changed in them, for every face."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from parley.core.authority.agreement_words import agreement_words, terms_changes
from parley.core.events import (
    AmendmentAccepted,
    AmendmentProposed,
    OfficerChanged,
    PositionAdded,
)
from parley.core.shelves import link_key
from parley.crypto.digest import sha256
from parley.errors import LocalFault
from parley.model.agreement import LinkAgreement
from parley.model.identity import Officer, OfficerClass
from parley.model.record import Direction
from parley.ports.store import Store
from parley.station.authority.terms_file import parse_terms, write_terms
from parley.station.authority.views import AgreementView, NewsView, ProposalView
from parley.station.limits import LIST_MAX
from parley.station.names import enum_named
from parley.station.queries import Queries
from parley.station.runner import Runner
from parley.wire.agreement import encode_agreement
from parley.wire.cbor import loads

Forms = Sequence[tuple[str, str]]


class Authority:
    """Who may do what, as agreed and as signed."""

    def __init__(self, runner: Runner, queries: Queries, store: Store) -> None:
        """Join the parts."""
        self._runner = runner
        self._queries = queries
        self._store = store

    def agreement(self, link: str | None) -> AgreementView:
        """Return the agreement with a counterpart, or what we signed of it."""
        known = self._queries.link_knowledge(link)
        signed = known.signed
        if signed is None:
            raise LocalFault("PLY-LNK-002", name=known.facts.link)
        proposed = known.proposed
        return AgreementView(
            link=known.facts.link,
            state=known.facts.state,
            version=signed.version,
            digest=sha256(encode_agreement(signed)).hex(),
            words=agreement_words(signed),
            file=write_terms(signed.terms),
            proposed=None if proposed is None else _proposal(signed, proposed),
            open_proposals=known.open_proposals,
        )

    async def propose(self, link: str | None, terms: str) -> AgreementView:
        """Sign the terms of a file and send them."""
        name = self._queries.link_named(link)
        event = AmendmentProposed(name, parse_terms(terms))
        await self._runner.act(event, LinkAgreement)
        return self.agreement(name)

    async def accept(self, link: str | None, digest: str) -> AgreementView:
        """Sign what the counterpart proposed."""
        name = self._queries.link_named(link)
        try:
            named = bytes.fromhex(digest)
        except ValueError:
            raise LocalFault("PLY-AUT-008", name=name) from None
        await self._runner.act(AmendmentAccepted(name, named), LinkAgreement)
        return self.agreement(name)

    async def change_officer(
        self,
        officer: int,
        position: str | None,
        classes: Sequence[str] | None,
        valid_to_ms: int | None,
        forms: Forms | None,
        ended: Sequence[bytes],
        *,
        retired: bool,
    ) -> Officer:
        """Change what our roster says of a person."""
        event = OfficerChanged(
            officer=officer,
            position=position,
            classes=None
            if classes is None
            else tuple(
                sorted(enum_named(OfficerClass, one, "classes") for one in classes)
            ),
            valid_to_ms=valid_to_ms,
            forms=None if forms is None else tuple(forms),
            ended=tuple(ended),
            retired=retired,
        )
        return await self._runner.act(event, Officer)

    async def add_position(self, name: str, forms: Forms) -> int:
        """Add a position to our roster."""
        return await self._runner.act(PositionAdded(name, tuple(forms)), int)

    async def news(self, link: str | None, limit: int) -> tuple[NewsView, ...]:
        """Return what entries changed, newest first."""
        name = self._queries.link_named(link)
        return await asyncio.to_thread(self._news, name, min(limit, LIST_MAX))

    def _news(self, name: str, limit: int) -> tuple[NewsView, ...]:
        prefix = link_key(name)
        found = [
            _news_view(name, key[len(prefix) :], value)
            for key, value in self._store.shelf("news")
            if key.startswith(prefix)
        ]
        found.sort(key=lambda each: each.seen_ms, reverse=True)
        return tuple(found[:limit])


def _proposal(signed: LinkAgreement, proposed: LinkAgreement) -> ProposalView:
    return ProposalView(
        version=proposed.version,
        digest=sha256(encode_agreement(proposed)).hex(),
        changes=terms_changes(signed.terms, proposed.terms),
    )


def _news_view(link: str, place: bytes, value: bytes) -> NewsView:
    fields: Any = loads(value)
    what, seen_ms, lines = fields
    return NewsView(
        link=link,
        direction=Direction(place[0]).name.lower(),
        incarnation=int.from_bytes(place[1:9], "big"),
        serial=int.from_bytes(place[9:17], "big"),
        seen_ms=seen_ms,
        what=what,
        lines=tuple(lines),
    )
