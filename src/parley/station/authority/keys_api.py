# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door that is about keys that change."""

from __future__ import annotations

from parley.core.events import EpochRollRequested
from parley.core.identities import keys_name
from parley.errors import LocalFault
from parley.model.identity import Delegation, OfficerClass
from parley.station.authority.audit import AuditLog, Deed
from parley.station.authority.keys_views import DelegationView, KeysView, LinkKeysView
from parley.station.facts import LinkKnowledge
from parley.station.queries import Queries
from parley.station.runner import Runner
from parley.station.views import EpochView


class KeyActs:
    """Mixed into `StationApi`, which sets what is named here."""

    _audit: AuditLog
    _queries: Queries
    _runner: Runner

    async def key_state(self) -> KeysView:
        """Return under which keys both sides speak, and how fresh they are."""
        facts = self._runner.facts
        links = (_link(one) for one in facts.links.values() if one.card is not None)
        return KeysView(_delegation(facts.delegation), tuple(links))

    async def roll_epoch(
        self, link: str | None = None, officer: int | None = None
    ) -> EpochView:
        """Open a fresh epoch of our direction now; `officer` is who wants it.

        Raises:
            LocalFault: PLY-AUT-033 he is no custodian; PLY-LNK-007 no prekey is left.

        """
        name = self._queries.link_named(link)
        if officer is not None:
            person = self._queries.officer_view(officer)
            if OfficerClass.CUSTODIAN.name not in person.classes:
                raise LocalFault("PLY-AUT-033", officer=person.name)
        tag = await self._runner.act(EpochRollRequested(name), bytes)
        await self._audit.note(Deed.EPOCH_ROLLED, officer, name)
        return EpochView(name, tag.hex())


def _delegation(said: Delegation) -> DelegationView:
    return DelegationView(
        said.number,
        keys_name(said.keys, said.witness),
        said.valid_from_ms,
        said.valid_to_ms,
    )


def _link(known: LinkKnowledge) -> LinkKeysView:
    assert known.card is not None, "only confirmed links are asked about"
    facts = known.facts
    earlier = sorted(known.delegations, key=lambda one: -one.number)
    return LinkKeysView(
        link=facts.link,
        party=facts.party,
        state=facts.state,
        delegation=_delegation(known.card.delegation),
        earlier=tuple(
            _delegation(one)
            for one in earlier
            if one.number != known.card.delegation.number
        ),
        epoch_ms=facts.epoch_out_ms,
        prekeys=facts.prekeys_left,
        pages_ours=sum(ours for _, ours, _ in facts.page_sets),
        pages_theirs=sum(theirs for _, _, theirs in facts.page_sets),
    )
