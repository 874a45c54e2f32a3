# SPDX-License-Identifier: Apache-2.0
"""What the core can tell of this moment: links, circuits, alarms, rosters, drafts.

Everything about messages is asked of the store instead.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from parley.core.authority.amendments import body_of
from parley.core.reach.telling import circuit_facts, paths
from parley.core.records import (
    AlarmRecord,
    CircuitFacts,
    DraftRecord,
    LinkFacts,
    SuspensionFact,
)
from parley.core.state import Link, StationState
from parley.core.watch.silence import diagnose
from parley.errors import LocalFault
from parley.model.agreement import LinkAgreement
from parley.model.circuit import CircuitState
from parley.model.identity import Roster
from parley.model.message import Setting
from parley.model.pages import set_of
from parley.model.record import Direction
from parley.wire.agreement import decode_agreement


class Queries:
    """Reads the state and changes nothing."""

    def __init__(self, state: StationState) -> None:
        """Take the state that the rules work on."""
        self.state = state

    def links(self) -> tuple[LinkFacts, ...]:
        """Return the facts of every counterpart, alleged ones included."""
        alleged = (
            LinkFacts(
                link=name,
                party=each.card.party,
                state="alleged",
                fingerprint=each.fingerprint,
            )
            for name, each in self.state.alleged.items()
        )
        confirmed = (self._facts(link) for link in self.state.links.values())
        return (*alleged, *confirmed)

    def _facts(self, link: Link) -> LinkFacts:
        epoch = link.epoch
        incoming = list(link.in_epochs.values())
        return LinkFacts(
            link=link.name,
            party=link.counterpart.card.party,
            state=_state(link),
            fingerprint=link.counterpart.fingerprint,
            path_wall_ms=self._path(link.name),
            station_wall_ms=link.facts.station_wall_ms,
            watch_wall_ms=link.facts.watch_wall_ms,
            principal_wall_ms=link.facts.principal_wall_ms,
            tested_wall_ms=link.facts.tested_wall_ms,
            round_trip_ms=link.facts.round_trip_ms,
            offset_ms=link.facts.offset_ms,
            missed=link.tests.missed,
            held=link.mirror.held,
            newest=link.mirror.newest,
            read_through=link.mirror.read_through,
            sent=link.out.next_serial - 1,
            unreceipted=sum(1 for each in link.pending.values() if each.serial > 0),
            epoch_out=epoch.keys.tag.hex() if epoch else "",
            epoch_in=incoming[-1].keys.tag.hex() if incoming else "",
            epoch_out_ms=epoch.opened_ms if epoch else None,
            prekeys_left=len(link.their_prekeys),
            page_sets=_page_sets(link),
            pages_alone=link.pages.alone,
            checked_wall_ms=link.facts.checked_wall_ms,
            **self._watch(link),
        )

    def _watch(self, link: Link) -> dict[str, Any]:
        up = any(
            each.link == link.name and each.state is CircuitState.UP
            for each in self.state.circuits.values()
        )
        found = diagnose(link, path_up=up)
        tended = link.tended
        owner = tended.owner
        return {
            "silence": found.silence.value,
            "silence_evidence": found.evidence,
            "suspensions": tuple(
                SuspensionFact(
                    side is Direction.OUT,
                    each.incarnation,
                    each.serial,
                    each.since_ms,
                    each.until_ms,
                    each.reason,
                    each.officer,
                )
                for side, each in tended.suspensions.items()
            ),
            "check_waits": None if tended.checked is None else tended.checked[:2],
            "stale_owner": None if owner is None else (owner.officer, owner.until_ms),
        }

    def _path(self, link: str) -> int | None:
        """Return when a circuit last proved to be a path: heard from, or up."""
        times = [
            circuit.heard_wall_ms
            for circuit in self.state.circuits.values()
            if circuit.link == link and circuit.heard_wall_ms is not None
        ]
        return max(times, default=None)

    def circuits(self) -> tuple[CircuitFacts, ...]:
        """Return the facts of every circuit."""
        state = self.state
        return tuple(circuit_facts(state, each) for each in state.circuits.values())

    def paths(self, link: str) -> tuple[int, int]:
        """Return how many circuits take frames, and how many are independent."""
        known = self.state.links.get(link)
        return (0, 0) if known is None else paths(self.state, known)

    def alarms(self) -> tuple[AlarmRecord, ...]:
        """Return every standing alarm, oldest first."""
        return tuple(
            sorted(self.state.alarms.values(), key=lambda each: each.since_wall_ms)
        )

    def drafts(self) -> tuple[DraftRecord, ...]:
        """Return every draft that has not gone, by number."""
        return tuple(draft for _, draft in sorted(self.state.drafts.items()))

    def roster(self) -> Roster:
        """Return our own roster."""
        return self.state.roster

    def counterpart_roster(self, link: str) -> Roster:
        """Return a counterpart's roster in force; an alleged one's as alleged."""
        if link in self.state.alleged:
            return self.state.alleged[link].roster
        return self._link(link).counterpart.roster

    def tables(self, link: str) -> tuple[int, int]:
        """Return the numbers of our and of their tables of Unicode, by the cards."""
        alleged = self.state.alleged.get(link)
        theirs = self._link(link).counterpart if alleged is None else alleged
        return self.state.card.tables, theirs.card.tables

    def agreement(self, link: str) -> LinkAgreement | None:
        """Return the agreement if both sides have signed it."""
        known = self.state.links.get(link)
        return known.agreement if known is not None and known.in_force else None

    def proposed(self, link: str) -> LinkAgreement | None:
        """Return the agreement that they signed and we have not."""
        known = self.state.links.get(link)
        if known is None or known.proposed is None:
            return None
        return decode_agreement(body_of(known.proposed))

    def incarnations(self, link: str) -> tuple[int, int]:
        """Return the incarnations of our log and of our mirror."""
        known = self._link(link)
        return known.out.incarnation, known.mirror.incarnation

    def roots(self, link: str) -> tuple[tuple[int, bytes], tuple[int, bytes]]:
        """Return (size, root) of our log and of our mirror."""
        known = self._link(link)
        ours, theirs = known.out.frontier, known.mirror.frontier
        return (ours.size, ours.root()), (theirs.size, theirs.root())

    def covered(self, link: str) -> tuple[int, int]:
        """Return up to which serial our log and theirs are cosigned.

        What comes after is provisional: only its own side has signed for it.
        """
        known = self._link(link)
        return known.out.covered, known.mirror.covered

    def covered_full(self, link: str) -> tuple[int, int]:
        """Return up to which serial a note with all four signatures reaches."""
        known = self._link(link)
        return known.out.covered_full, known.mirror.covered_full

    def setting_out(self, link: str) -> Setting:
        """Return where a text of ours to `link` is valid."""
        return self.state.setting_out(link)

    def setting_in(self, link: str) -> Setting:
        """Return where a text of theirs is valid."""
        return self.state.setting_in(link)

    def _link(self, name: str) -> Link:
        if name not in self.state.links:
            raise LocalFault("PLY-LNK-001", name=name)
        return self.state.links[name]


def _page_sets(link: Link) -> tuple[tuple[str, int, int], ...]:
    if not (link.pages.ours or link.pages.theirs):
        return ()
    ours = Counter(set_of(name) for name in link.pages.ours)
    theirs = Counter(set_of(name) for name in link.pages.theirs)
    sets = dict.fromkeys((*ours, *theirs))
    return tuple((each.hex(), ours[each], theirs[each]) for each in sets)


def _state(link: Link) -> str:
    if link.pages.alone:
        return "by pages alone"
    if link.stopped:
        return "revoked"
    return "in force" if link.in_force else "waiting for their signature"
