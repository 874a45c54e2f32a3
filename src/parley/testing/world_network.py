# SPDX-License-Identifier: Apache-2.0
"""The network of a simulated world: it loses, repeats, delays, reorders and corrupts.

Each circuit has its own character, drawn once; outages take one direction or both.
When the world heals, every circuit carries everything, in order, at once.
"""

from __future__ import annotations

from random import Random

from parley.fixed import Fixed
from parley.model.circuit import Traits

_FRAME_BYTES_MAX = 1_114_112


class Outage(Fixed):
    """From when to when a circuit carries nothing, and towards whom ("": both)."""

    first_s: float
    last_s: float
    towards: str


class Carrier:
    """One circuit's character and its outages."""

    def __init__(
        self, name: str, stream: Random, stations: list[str], span_s: float
    ) -> None:
        """Draw a character from `stream`."""
        self.name = name
        self.stream = stream
        self.loss = stream.choice((0.0, 0.1, 0.3, 0.5))
        self.repeat = stream.choice((0.0, 0.05, 0.3))
        self.corrupt = stream.choice((0.0, 0.0, 0.05))
        self.delay_s = stream.choice((0.001, 0.05, 0.4, 3.0))
        self.one_way = stream.choice(stations) if stream.randrange(10) == 0 else None
        self.traits = Traits(_FRAME_BYTES_MAX, stream.choice((1, 4, 64)), 0.2)
        self.outages = [
            self._outage(stations, span_s) for _ in range(stream.randrange(3))
        ]
        self.healed = self.is_cut = False

    def traits_at(self, _station: str) -> Traits:
        """Return what the circuit is at one of its ends."""
        return self.traits

    def air_s(self, _frame: bytes) -> float:
        """How long a frame keeps its place of the window."""
        return 0.001

    def still_s(self, _now_s: float, _speaker: str) -> float:
        """For how much longer a place cannot come back yet."""
        return 0.0

    def _outage(self, stations: list[str], span_s: float) -> Outage:
        first_s = self.stream.uniform(0, span_s)
        last_s = first_s + self.stream.uniform(1, span_s / 2)
        return Outage(first_s, last_s, self.stream.choice(["", *stations]))

    def carries(self, now_s: float, towards: str) -> bool:
        """Tell whether anything gets through to `towards` at this time."""
        if self.healed:
            return True
        if self.one_way is not None and self.one_way != towards:
            return False
        return not any(
            outage.first_s <= now_s <= outage.last_s and outage.towards in {"", towards}
            for outage in self.outages
        )

    def copies(
        self, now_s: float, towards: str, frame: bytes
    ) -> list[tuple[float, bytes]]:
        """Return (delay, frame) for every copy of a frame that arrives."""
        if self.healed:
            return [(min(self.delay_s, 0.4), frame)]
        if not self.carries(now_s, towards):
            return []
        count = (self.stream.random() >= self.loss) + (
            self.stream.random() < self.repeat
        )
        return [
            (self.stream.expovariate(1 / self.delay_s), self._maybe_corrupt(frame))
            for _ in range(count)
        ]

    def _maybe_corrupt(self, frame: bytes) -> bytes:
        if self.stream.random() >= self.corrupt:
            return frame
        kind = self.stream.randrange(4)
        at = self.stream.randrange(len(frame))
        if kind == 0:  # a flipped bit
            flipped = frame[at] ^ (1 << self.stream.randrange(8))
            return frame[:at] + bytes([flipped]) + frame[at + 1 :]
        if kind == 1:  # cut short
            return frame[:at]
        if kind == 2:  # traffic of another mode  # noqa: PLR2004
            return bytes([frame[0] ^ 0x30]) + frame[1:]
        return self.stream.randbytes(len(frame))
