# SPDX-License-Identifier: Apache-2.0
"""The payload of a revocation statement."""

from __future__ import annotations

from parley.model.revocation import Revocation, Stop
from parley.wire.cbor import Value, dumps, loads
from parley.wire.limits import (
    INDEX_MAX,
    NUMBER_MAX,
    OFFICERS_MAX,
    ROSTER_ITEMS_MAX,
    STATEMENT_BYTES_MAX,
    STATION_BYTES_MAX,
    VERSION,
)
from parley.wire.shape import Fields
from parley.wire.text import station_problem


def encode_revocation(revocation: Revocation) -> bytes:
    """Return the payload of a revocation statement."""
    stops: list[Value] = [[each.target, each.digest] for each in revocation.stops]
    return dumps(
        [VERSION, revocation.station, revocation.number, stops, revocation.stopped]
    )


def decode_revocation(data: bytes) -> Revocation:
    """Return the revocation in a payload.

    Raises:
        CounterpartFault: PLY-WIR-001 to -004.

    """
    value = loads(data, items_max=ROSTER_ITEMS_MAX, bytes_max=STATEMENT_BYTES_MAX)
    fields = Fields(value, "revocation")
    fields.version()
    station = fields.checked(STATION_BYTES_MAX, station_problem)
    number = fields.uint(NUMBER_MAX, 1)
    stops: list[Stop] = []
    for item in fields.array(OFFICERS_MAX + 1):
        each = Fields(item, "stop")
        stop = Stop(each.uint(INDEX_MAX), each.digest())
        each.end()
        # SPEC 7.101: "Stops stand in ascending order of their targets, each once."
        if stops and stop.target <= stops[-1].target:
            raise fields.wrong("stops are repeated or out of order")
        stops.append(stop)
    stopped = fields.boolean()
    fields.end()
    return Revocation(station, number, tuple(stops), stopped)
