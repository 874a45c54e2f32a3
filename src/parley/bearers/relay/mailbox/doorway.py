# SPDX-License-Identifier: Apache-2.0
"""Who may call and how often; addresses are held in memory only, a bounded number."""

from __future__ import annotations

from collections import Counter, OrderedDict
from typing import Final

from parley.bearers.relay.mailbox.settings import RelayTable

PLACES_MAX: Final = 4_096
BURST_S: Final = 4.0
"""Requests of so many seconds may come at once."""


class Doorway:
    """Counts calls and requests by address."""

    def __init__(self, table: RelayTable) -> None:
        """Begin with nobody there."""
        self._table = table
        self._calls: Counter[str] = Counter()
        self._open = 0
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def enters(self, place: str) -> bool:
        """Let a caller in, unless too many are; whoever is in must leave again."""
        if (
            self._open >= self._table.callers_max
            or self._calls[place] >= self._table.callers_one_place_max
        ):
            return False
        self._calls[place] += 1
        self._open += 1
        return True

    def leaves(self, place: str) -> None:
        """Count a caller out."""
        self._open -= 1
        self._calls[place] -= 1
        if not self._calls[place]:
            del self._calls[place]

    def asks(self, place: str, now_s: float) -> bool:
        """Say whether a request may be answered now."""
        rate = self._table.requests_per_s_max
        most = rate * BURST_S
        left, seen_s = self._buckets.pop(place, (most, now_s))
        left = min(most, left + (now_s - seen_s) * rate)
        allowed = left >= 1
        self._buckets[place] = (left - 1 if allowed else left, now_s)
        if len(self._buckets) > PLACES_MAX:
            self._buckets.popitem(last=False)
        return allowed
