# SPDX-License-Identifier: Apache-2.0
"""Two costs measured in turns, so that a machine that drifts cannot fake a ratio.

A bare act and ours take turns, one each; what slows the machine down for a while slows
both.  Medians are compared and not means: one pause of the disk says nothing.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

from parley.fixed import Fixed

Act = Callable[[], float]
"""Does something once and returns how many seconds it took."""


def timed(
    act: Callable[[], object], clock: Callable[[], float] = time.perf_counter
) -> Act:
    """Return an act that times `act` by `clock`."""

    def once() -> float:
        began_s = clock()
        act()
        return clock() - began_s

    return once


class Spread(Fixed):
    """Seconds that one act took, each time."""

    seconds: tuple[float, ...]

    @property
    def p50(self) -> float:
        """The median, in seconds."""
        return statistics.median(self.seconds)

    def percentile(self, percent: float) -> float:
        """Return the least value that `percent` of all do not exceed."""
        ordered = sorted(self.seconds)
        rank = -(-len(ordered) * percent // 100)
        return ordered[max(0, int(rank) - 1)]

    @property
    def p99(self) -> float:
        """What one in a hundred exceeds, in seconds."""
        return self.percentile(99)

    def plus(self, other: Spread, times: float = 1.0) -> Spread:
        """Return this act followed by `times` the other, round by round."""
        pairs = zip(self.seconds, other.seconds, strict=True)
        return Spread(tuple(one + times * two for one, two in pairs))


class Turns(Fixed):
    """What several acts took that were done in turns; the first is the bare one."""

    spreads: tuple[Spread, ...]

    def ratio(self, ours: int = 1, bare: int = 0) -> float:
        """Return how many times the bare median ours is."""
        return self.spreads[ours].p50 / self.spreads[bare].p50


def take_turns(acts: Sequence[Act], rounds: int, warm_up: int = 0) -> Turns:
    """Do every act once a round, after `warm_up` rounds that do not count."""
    assert rounds > 0, "something must be measured"
    for _ in range(warm_up):
        for act in acts:
            act()
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(rounds):
        for place, act in enumerate(acts):
            taken[place].append(act())
    return Turns(tuple(Spread(tuple(each)) for each in taken))
