# SPDX-License-Identifier: Apache-2.0
"""The five facts of a counterpart, and alarms in words.

Each fact stands by itself: a path that is up says nothing about a watch.  A fact that
was never proved says so, and is never left out.
"""

from __future__ import annotations

from collections.abc import Mapping

from parley.core.alarms import ALARMS
from parley.core.authority.persons import officer_name
from parley.core.records import (
    AlarmRecord,
    CircuitFacts,
    LinkFacts,
    SuspensionFact,
)
from parley.core.watch.shelving import NEVER as NEVER_SHELVED
from parley.model.identity import Roster
from parley.model.record import Direction, EntryKey
from parley.station.circuit_words import cost, direction, reason, state_word
from parley.station.facts import LinkKnowledge
from parley.station.names import ref_of
from parley.station.views import (
    AlarmView,
    CircuitView,
    CounterpartView,
    FactView,
    SuspensionView,
)

NEVER = "never proved"
READ_ONLY = "the station is read-only: "  # what its disk said follows
ENDED = "the {name} listener has ended"
ALARM_WORDS = {code: (kind.title, kind.text) for code, kind in ALARMS.items()}
"""Title and text of every alarm, with places for link and subject."""


def alarm_view(alarm: AlarmRecord, ours: Roster) -> AlarmView:
    """Return an alarm with its words, and who has shelved it."""
    kind = ALARMS[alarm.code]
    known = alarm.shelved
    return AlarmView(
        code=alarm.code,
        link=alarm.link,
        subject=alarm.subject,
        severity=kind.severity.name,
        title=kind.title,
        text=kind.text.format(link=alarm.link, subject=alarm.subject),
        since_ms=alarm.since_wall_ms,
        shelvable=alarm.code not in NEVER_SHELVED,
        shelved_by=None if known is None else officer_name(ours, known.officer),
        shelved_until_ms=None if known is None else known.until_wall_ms,
        shelved_reason="" if known is None else known.reason,
    )


def counterpart_view(
    link: LinkKnowledge,
    circuits: tuple[CircuitFacts, ...],
    now_ms: int,
    ours: Roster,
    bearers: Mapping[str, str],
) -> CounterpartView:
    """Return a counterpart with its five facts and its circuits."""
    facts = link.facts
    owner = facts.stale_owner
    own = tuple(one for one in circuits if one.link == facts.link)
    return CounterpartView(
        link=facts.link,
        party=facts.party,
        state=facts.state,
        fingerprint=facts.fingerprint,
        facts=(
            _fact("path", _path(own), facts.path_wall_ms, now_ms),
            _proved("station", "answered", facts.station_wall_ms, now_ms),
            _proved("watch", "answered by name", facts.watch_wall_ms, now_ms),
            _proved("principal", "reached", facts.principal_wall_ms, now_ms),
            _proved(
                "round trip", f"{facts.round_trip_ms} ms", facts.tested_wall_ms, now_ms
            ),
        ),
        round_trip_ms=facts.round_trip_ms,
        tests_missed=facts.missed,
        unreceipted=facts.unreceipted,
        held=facts.held,
        sent=facts.sent,
        prekeys_left=facts.prekeys_left,
        pages_ours=sum(ours for _, ours, _ in facts.page_sets),
        pages_theirs=sum(theirs for _, _, theirs in facts.page_sets),
        evidence=None if link.agreement is None else link.agreement.terms.evidence,
        circuits=tuple(
            _circuit(one, bearers.get(one.circuit, ""), now_ms) for one in own
        ),
        paths_up=link.paths[0],
        paths_independent=link.paths[1],
        offset_ms=facts.offset_ms,
        silence=facts.silence,
        silence_evidence=facts.silence_evidence,
        checked_ms=facts.checked_wall_ms,
        check_waits=_waits(facts),
        suspensions=tuple(
            _suspension(facts, one, ours if one.ours else link.roster)
            for one in facts.suspensions
        ),
        stale_owner=None if owner is None else officer_name(ours, owner[0]),
        stale_owned_until_ms=None if owner is None else owner[1],
    )


def _waits(facts: LinkFacts) -> str | None:
    if facts.check_waits is None:
        return None
    return ref_of(EntryKey(facts.link, Direction.IN, *facts.check_waits))


def _suspension(
    facts: LinkFacts, one: SuspensionFact, roster: Roster
) -> SuspensionView:
    way = Direction.OUT if one.ours else Direction.IN
    return SuspensionView(
        ref=ref_of(EntryKey(facts.link, way, one.incarnation, one.serial)),
        ours=one.ours,
        by=officer_name(roster, one.officer),
        since_ms=one.since_ms,
        until_ms=one.until_ms,
        reason=one.reason,
    )


def _path(circuits: tuple[CircuitFacts, ...]) -> str:
    if any(one.state == "up" for one in circuits):
        return "up"
    return "down" if circuits else "no circuit"


def _proved(fact: str, word: str, at_ms: int | None, now_ms: int) -> FactView:
    return _fact(fact, NEVER if at_ms is None else word, at_ms, now_ms)


def _fact(fact: str, word: str, at_ms: int | None, now_ms: int) -> FactView:
    # A clock that was set back must not show an age below nothing.
    age_s = None if at_ms is None else max(0, now_ms - at_ms) / 1000
    return FactView(fact, word, at_ms, age_s)


def _circuit(one: CircuitFacts, bearer: str, now_ms: int) -> CircuitView:
    return CircuitView(
        circuit=one.circuit,
        link=one.link,
        bearer=bearer,
        state=state_word(one),
        reason=reason(one, bearer, now_ms),
        since_ms=one.since_wall_ms,
        last_heard_ms=one.last_heard_wall_ms,
        round_trip_ms=one.round_trip_ms,
        direction=direction(one),
        cost=cost(one),
        failure_domain=tuple(sorted(one.traits.failure_domain)),
        exposure=one.traits.exposure,
        wanted=one.wanted,
        waiting=one.waiting,
        handed_ms=one.handed_wall_ms,
        tested_ms=one.tested_wall_ms,
        came_back_on=one.came_back_on,
        offset_ms=one.offset_ms,
        delivered=None if one.delivered is None else round(one.delivered, 3),
        half_ms=one.half_ms,
        most_ms=one.most_ms,
    )
