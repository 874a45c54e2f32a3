# SPDX-License-Identifier: Apache-2.0
"""How much may be sent in a second: never more than the line is said to take.

The rule, in words.  Once a round trip we look at two things: how much longer the
quickest datagram took than the quickest of the last minute (somebody's queue is
filling), and how many were lost beyond what is always lost on this line.  If the queue
grew by half a round trip, or losses rose by more than a tenth, the rate falls by a
quarter; otherwise, if the rate was what held us back, it grows by a quarter until the
first such sign and by a twentieth after it.  Loss alone, when it does not depend on how
much we send, slows nothing down: that is the line this bearer is for.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

_FIRST_BYTES_PER_S = 64_000.0
_LEAST_BYTES_PER_S = 1_500.0
_BURST_S = 0.05
_QUEUE_S_MIN = 0.05
_QUEUE_SHARE = 0.5
_LOSS_RISE = 0.10
_FALL = 0.75
_GROW_FIRST = 1.25
_GROW_LATER = 1.05
_ROUND_S_MIN = 0.1
_ROUND_DATAGRAMS_MIN = 12
_ROUNDS_REMEMBERED = 30
_BASE_S = 60.0


@dataclass(slots=True)
class _Round:
    began_s: float
    quickest_s: float = float("inf")
    arrived: int = 0
    lost: int = 0
    was_full: bool = False  # the rate, and not the lack of frames, held us back


@dataclass(slots=True)
class Pace:
    """The rate of one direction of one circuit."""

    most_bytes_per_s: float
    now_s: float
    rate: float = 0.0
    congestions: int = 0
    _tokens: float = 0.0
    _round: _Round = field(init=False)
    _losses: deque[float] = field(
        default_factory=lambda: deque(maxlen=_ROUNDS_REMEMBERED)
    )
    _quickest: deque[tuple[float, float]] = field(default_factory=deque)

    def __post_init__(self) -> None:
        """Begin modestly, with a burst's worth free."""
        self.rate = min(self.most_bytes_per_s, _FIRST_BYTES_PER_S)
        self._tokens = self._burst
        self._round = _Round(self.now_s)

    @property
    def _burst(self) -> float:
        return max(self.rate * _BURST_S, 3_000.0 if self.rate > 20_000 else 1.0)  # noqa: PLR2004

    def wait_s(self, now_s: float) -> float:
        """How long until the next datagram may leave; 0: now."""
        passed_s, self.now_s = now_s - self.now_s, now_s
        self._tokens = min(self._burst, self._tokens + passed_s * self.rate)
        if self._tokens > 0:
            return 0.0
        self._round.was_full = True
        return (1.0 - self._tokens) / self.rate

    def sent(self, size: int) -> None:
        """Count what left; a long one may borrow from what comes."""
        self._tokens -= size

    def arrived(self, round_trip_s: float | None) -> None:
        """Count a datagram that came across, with its round trip if it shows one."""
        self._round.arrived += 1
        if round_trip_s is not None:
            self._round.quickest_s = min(self._round.quickest_s, round_trip_s)

    def lost(self) -> None:
        """Count one that did not."""
        self._round.lost += 1

    def look(self, now_s: float, round_trip_s: float) -> None:
        """Judge the round that is over, if it is."""
        seen = self._round
        enough = seen.arrived + seen.lost >= _ROUND_DATAGRAMS_MIN
        if not enough or now_s - seen.began_s < max(_ROUND_S_MIN, round_trip_s):
            return
        share = seen.lost / (seen.arrived + seen.lost)
        usual = min(self._losses, default=share)
        self._losses.append(share)
        base_s = self._base(now_s, seen.quickest_s)
        queue_s = seen.quickest_s - base_s
        if queue_s > max(_QUEUE_S_MIN, base_s * _QUEUE_SHARE) or (
            share > usual + _LOSS_RISE and seen.was_full
        ):
            self.congestions += 1
            self.rate = max(_LEAST_BYTES_PER_S, self.rate * _FALL)
        elif seen.was_full:
            self.rate *= _GROW_LATER if self.congestions else _GROW_FIRST
        self.rate = min(self.rate, self.most_bytes_per_s)
        self._round = _Round(now_s)

    @property
    def loss(self) -> float:
        """The share lost lately."""
        return sum(self._losses) / len(self._losses) if self._losses else 0.0

    def _base(self, now_s: float, quickest_s: float) -> float:
        """Return the quickest round trip of the last minute."""
        while self._quickest and self._quickest[0][0] < now_s - _BASE_S:
            self._quickest.popleft()
        if quickest_s < float("inf"):
            while self._quickest and self._quickest[-1][1] >= quickest_s:
                self._quickest.pop()
            self._quickest.append((now_s, quickest_s))
        return self._quickest[0][1] if self._quickest else quickest_s
