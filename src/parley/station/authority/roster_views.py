# SPDX-License-Identifier: Apache-2.0
"""A roster as people read it: everybody on it, with his keys and until when."""

from __future__ import annotations

from parley.model.identity import Officer, Roster
from parley.station.authority.views import PersonView, RosterView
from parley.station.limits import LIST_MAX
from parley.station.person_words import key_words, position_of


def roster_view(roster: Roster, party: str, *, ours: bool) -> RosterView:
    """Return a roster; of a very long one the people that stand first."""
    return RosterView(
        station=roster.station,
        party=party,
        ours=ours,
        version=roster.version,
        valid_to_ms=roster.valid_to_ms,
        positions=roster.positions,
        people=tuple(_person(roster, one) for one in roster.officers[:LIST_MAX]),
    )


def _person(roster: Roster, officer: Officer) -> PersonView:
    return PersonView(
        index=officer.index,
        name=officer.name,
        position=position_of(roster, officer),
        classes=tuple(one.name for one in sorted(officer.classes)),
        keys=tuple(
            (key_words(one.scheme), one.valid_to_ms) for one in officer.credentials
        ),
        valid_from_ms=officer.valid_from_ms,
        valid_to_ms=officer.valid_to_ms,
    )
