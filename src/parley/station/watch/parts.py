# SPDX-License-Identifier: Apache-2.0
"""What answers for the floor of a watch, put together."""

from __future__ import annotations

from parley.fixed import Fixed
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.authority.audit import AuditLog
from parley.station.config import Settings
from parley.station.queries import Queries
from parley.station.watch.clocks import Clocks
from parley.station.watch.exercises import Exercises
from parley.station.watch.floor import Floor
from parley.station.watch.handover import Handovers
from parley.station.watch.inside import Inside
from parley.station.watch.sheets import Sheets


class FloorParts(Fixed):
    """One part for each thing that a watch does beside its messages."""

    floor: Floor
    handovers: Handovers
    sheets: Sheets
    exercises: Exercises
    inside: Inside
    clocks: Clocks


def floor_parts(
    queries: Queries,
    store: Store,
    clock: Clock,
    settings: Settings,
    audit: AuditLog,
) -> FloorParts:
    """Return the parts of the floor of one station."""
    inside = Inside(queries, store, clock, settings, audit)
    return FloorParts(
        floor=Floor(queries, store, clock),
        handovers=Handovers(queries, store, settings),
        sheets=Sheets(queries, store, clock, inside),
        exercises=Exercises(queries, clock),
        inside=inside,
        clocks=Clocks(queries, clock, settings),
    )
