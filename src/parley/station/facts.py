# SPDX-License-Identifier: Apache-2.0
"""What the core knew at the last commit: the only memory of it a screen may read.

The core runs ahead of the disk while a commit is under way.  A screen reads this copy
instead, so that it never shows what a crash could still take back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from parley.core.records import AlarmRecord, CircuitFacts, DraftRecord, LinkFacts
from parley.core.station import Station
from parley.core.tended import Call, Exercise, Minimize, Plan, Readout
from parley.fixed import Fixed
from parley.model.agreement import LinkAgreement, Terms
from parley.model.handover import Sheet
from parley.model.identity import Card, Delegation, Roster
from parley.model.message import Setting
from parley.model.record import EntryKey
from parley.texts.assigned import FIRST


class LinkKnowledge(Fixed):
    """One counterpart: its facts and what its messages are read with."""

    facts: LinkFacts
    card: Card | None  # None while it is only alleged
    roster: Roster
    setting_out: Setting
    setting_in: Setting
    agreement: LinkAgreement | None
    incarnations: tuple[int, int]  # of our log and of our mirror
    paths: tuple[int, int] = (0, 0)  # circuits up, and how many are independent
    signed: LinkAgreement | None = None  # what we signed, in force or not
    proposed: LinkAgreement | None = None  # what they signed and we have not
    open_proposals: int = 0  # of ours, not signed by them
    terms: Terms | None = None  # what will be signed with an alleged party
    tables: tuple[int, int] = (FIRST, FIRST)  # of Unicode, here and there
    minimize: tuple[Minimize, ...] = ()  # in force, of either side
    promises: tuple[tuple[EntryKey, int], ...] = ()  # message, and until when
    exercises: tuple[Exercise, ...] = ()  # announced by either side
    notices: tuple[tuple[EntryKey, int, bool], ...] = ()  # event time; it has come up
    delegations: tuple[Delegation, ...] = ()  # of their root, the newest last
    readouts: tuple[tuple[EntryKey, Readout], ...] = ()  # of either side


class Facts(Fixed):
    """One moment of the core, immutable."""

    roster: Roster
    delegation: Delegation
    links: Mapping[str, LinkKnowledge] = {}
    circuits: tuple[CircuitFacts, ...] = ()
    alarms: tuple[AlarmRecord, ...] = ()
    drafts: tuple[DraftRecord, ...] = ()
    handover: Sheet | None = None  # under way
    watch: Sheet | None = None  # the last that both officers signed
    plans: Mapping[int, Plan] = {}
    calls: Mapping[tuple[str, int, int], Call] = {}

    @classmethod
    def of(cls, core: Station) -> Facts:
        """Copy what the core knows now; cheap, since all of it is immutable."""
        return cls(
            roster=core.roster(),
            delegation=core.state.card.delegation,
            links={link.link: _known(core, link) for link in core.links()},
            circuits=core.circuits(),
            alarms=core.alarms(),
            drafts=core.drafts(),
            handover=core.state.handover,
            watch=core.state.watch,
            plans=dict(core.state.plans),
            calls={at: replace(each) for at, each in core.state.calls.items()},
        )


def _known(core: Station, facts: LinkFacts) -> LinkKnowledge:
    name = facts.link
    confirmed = core.state.links.get(name)
    return LinkKnowledge(
        facts=facts,
        card=None if confirmed is None else confirmed.counterpart.card,
        roster=core.counterpart_roster(name),
        setting_out=core.setting_out(name),
        setting_in=core.setting_in(name),
        agreement=core.agreement(name),
        incarnations=(0, 0) if confirmed is None else core.incarnations(name),
        paths=core.paths(name),
        signed=None if confirmed is None else confirmed.agreement,
        proposed=core.proposed(name),
        open_proposals=0
        if confirmed is None or not confirmed.in_force
        else len(confirmed.proposals),
        terms=core.state.terms.get(name),
        tables=core.tables(name),
        minimize=() if confirmed is None else tuple(confirmed.tended.minimize.values()),
        promises=()
        if confirmed is None
        else tuple((k, p.until_ms) for k, p in confirmed.tended.promises.items()),
        notices=()
        if confirmed is None
        else tuple((k, n.event_ms, n.up) for k, n in confirmed.tended.notices.items()),
        exercises=()
        if confirmed is None
        else tuple(confirmed.tended.exercises.values()),
        delegations=() if confirmed is None else tuple(confirmed.delegations.values()),
        readouts=() if confirmed is None else tuple(confirmed.tended.readouts.items()),
    )
