# SPDX-License-Identifier: Apache-2.0
"""Counts that a watch is judged by: waits for an officer, and alarms in ten minutes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from parley.fixed import Fixed

TEN_MINUTES_MS = 600_000
WAITS_MAX = 5_000
# EEMUA 191 and ISA-18.2: one in ten minutes is what a person can keep up with; ten is a
# flood in which alarms are missed.
ALARMS_STEADY = 1.0
ALARMS_FLOOD = 10


class WaitsView(Fixed):
    """How long messages of one precedence waited for an officer.

    ``waits_ms`` are in ascending order; the limit is that of the link agreement.
    """

    precedence: str
    waits_ms: tuple[int, ...]
    unanswered: int  # nobody has acknowledged them yet
    p50_ms: int
    p95_ms: int
    limit_ms: int
    within: int  # of the waits


class AlarmsView(Fixed):
    """Alarms raised, counted in whole ten minutes; those without any are left out."""

    bins: tuple[tuple[int, int], ...]  # from, how many
    total: int
    most: int
    mean: float  # a ten minutes
    floods: int  # ten minutes with more than anybody can follow


def percentile(ordered: Sequence[int], share: float) -> int:
    """Return the value that this share of them does not exceed (nearest rank)."""
    if not ordered:
        return 0
    return ordered[max(0, -(-round(len(ordered) * share * 1_000) // 1_000) - 1)]


def waits_view(
    precedence: str, waits: Iterable[int], unanswered: int, limit_ms: int
) -> WaitsView:
    """Return what is counted of one precedence."""
    ordered = sorted(max(0, each) for each in waits)[:WAITS_MAX]
    return WaitsView(
        precedence=precedence,
        waits_ms=tuple(ordered),
        unanswered=unanswered,
        p50_ms=percentile(ordered, 0.5),
        p95_ms=percentile(ordered, 0.95),
        limit_ms=limit_ms,
        within=sum(each <= limit_ms for each in ordered),
    )


def alarms_view(times: Iterable[int], start: int, end: int) -> AlarmsView:
    """Return how many alarms came in each ten minutes of a period."""
    counted = Counter(
        at // TEN_MINUTES_MS * TEN_MINUTES_MS for at in times if start <= at < end
    )
    total = counted.total()
    spans = max(1, (end - start) // TEN_MINUTES_MS)
    return AlarmsView(
        bins=tuple(sorted(counted.items())),
        total=total,
        most=max(counted.values(), default=0),
        mean=total / spans,
        floods=sum(count > ALARMS_FLOOD for count in counted.values()),
    )
