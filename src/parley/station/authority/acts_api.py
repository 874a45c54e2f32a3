# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door that is about agreements and rosters."""

from __future__ import annotations

from collections.abc import Sequence

from parley.errors import LocalFault
from parley.station.authority.audit import Deed
from parley.station.authority.audit_api import AuditActs
from parley.station.authority.authority import Authority
from parley.station.authority.roster_views import roster_view
from parley.station.authority.views import AgreementView, NewsView, RosterView
from parley.station.queries import Queries
from parley.station.views import OfficerView


class AuthorityActs(AuditActs):
    """Mixed into `StationApi`, which sets `_authority`, `_audit` and `_queries`."""

    _authority: Authority
    _queries: Queries

    async def agreement(self, link: str | None = None) -> AgreementView:
        """Return the link agreement in plain words, and what is proposed."""
        return self._authority.agreement(link)

    async def propose_terms(self, link: str | None, terms: str) -> AgreementView:
        """Sign other terms, given as a file's text; they wait for the other side."""
        found = await self._authority.propose(link, terms)
        about = f"terms proposed to {found.link}"
        await self._audit.note(Deed.AGREEMENT_CHANGED, None, about)
        return found

    async def accept_terms(self, link: str | None, digest: str) -> AgreementView:
        """Sign the terms that the counterpart proposed, named by their digest."""
        found = await self._authority.accept(link, digest)
        about = f"version {found.version} with {found.link} accepted: {digest}"
        await self._audit.note(Deed.AGREEMENT_CHANGED, None, about)
        return found

    async def change_officer(
        self,
        officer: int,
        position: str | None = None,
        classes: Sequence[str] | None = None,
        valid_to_ms: int | None = None,
        forms: Sequence[tuple[str, str]] | None = None,
        ended: Sequence[bytes] = (),
        retired: bool = False,
    ) -> OfficerView:
        """Change what our roster says of a person, end keys of his, or retire him."""
        changed = await self._authority.change_officer(
            officer, position, classes, valid_to_ms, forms, ended, retired=retired
        )
        about = f"officer {officer} {'retired' if retired else 'changed'}"
        await self._audit.note(Deed.ROSTER_CHANGED, None, about)
        return self._queries.officer_view(changed.index)

    async def end_key(self, officer: int, key: int) -> OfficerView:
        """End one key of an officer now; `key` is its place on the roster, from 1."""
        found = self._queries.facts.roster.officer(officer)
        keys = () if found is None else found.credentials
        if not 1 <= key <= len(keys):
            reason = f"officer {officer} has no key {key}"
            raise LocalFault("PLY-LNK-020", reason=reason)
        ended = (keys[key - 1].public_key,)
        changed = await self._authority.change_officer(
            officer, None, None, None, None, ended, retired=False
        )
        about = f"key {key} of officer {officer} ended"
        await self._audit.note(Deed.KEY_REVOKED, None, about)
        return self._queries.officer_view(changed.index)

    async def add_position(
        self, name: str, forms: Sequence[tuple[str, str]] = ()
    ) -> int:
        """Add a position to our roster, the last; return its place."""
        at = await self._authority.add_position(name, forms)
        await self._audit.note(Deed.ROSTER_CHANGED, None, f"position added: {name}")
        return at

    async def rosters(self) -> tuple[RosterView, ...]:
        """Return our own roster, then that of every counterpart."""
        facts, party = self._queries.facts, self._queries.own_party
        return (
            roster_view(facts.roster, party, ours=True),
            *(
                roster_view(each.roster, each.facts.party, ours=False)
                for each in facts.links.values()
            ),
        )

    async def authority_news(
        self, link: str | None = None, limit: int = 50
    ) -> tuple[NewsView, ...]:
        """Return what entries changed in rosters and agreements, newest first."""
        return await self._authority.news(link, limit)
