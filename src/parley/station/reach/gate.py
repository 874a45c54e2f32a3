# SPDX-License-Identifier: Apache-2.0
"""What one circuit may ask of the station, so that no bearer costs another anything.

A bearer that floods is cut to a rate before any cryptography; what is beyond it is as
good as lost and asked again, as everything on every circuit.
"""

from __future__ import annotations

from parley.model.circuit import Traits
from parley.station.limits import (
    ARRIVALS_PER_S_MAX,
    ARRIVALS_WAITING_MAX,
    STATES_PER_S_MAX,
    STATES_WAITING_MAX,
)

_AIR_MARGIN = 4.0  # a stated rate is nominal; four times it is a mistake or a flood


class Bucket:
    """So many a second, and so many at once."""

    def __init__(self, per_s: float, at_once: float, now_s: float) -> None:
        """Begin full."""
        self._per_s = per_s
        self._at_once = at_once
        self._left = at_once
        self._seen_s = now_s

    def takes(self, now_s: float, amount: float = 1.0) -> bool:
        """Take `amount` if it is there."""
        passed_s, self._seen_s = max(0.0, now_s - self._seen_s), now_s
        self._left = min(self._at_once, self._left + passed_s * self._per_s)
        if self._left < amount:
            return False
        self._left -= amount
        return True


class Gate:
    """What a bearer says, within its bounds."""

    def __init__(self, traits: Traits, now_s: float) -> None:
        """Take the bounds from what the bearer says of itself."""
        self._bytes_max = traits.frame_bytes_max
        self._can_receive = traits.can_receive
        self._frames = Bucket(ARRIVALS_PER_S_MAX, ARRIVALS_WAITING_MAX, now_s)
        self._states = Bucket(STATES_PER_S_MAX, STATES_WAITING_MAX, now_s)
        self._bytes: Bucket | None = None
        if traits.rate_bps is not None:
            per_s = traits.rate_bps / 8 * _AIR_MARGIN
            # A stored-up delivery (a stick, a mailbox) comes all at once.
            at_once = max(ARRIVALS_WAITING_MAX * 256.0, traits.frame_bytes_max * 4.0)
            self._bytes = Bucket(per_s, at_once, now_s)

    def lets_in(self, frame: object, now_s: float) -> bool:
        """Whether an arrival is a frame, of a size its bearer has, and within the rate.

        What a bearer hands up is typed and still looked at: a bearer that lies is one
        of the faults that must stay its own.
        """
        if not isinstance(frame, bytes) or not self._can_receive:
            return False
        if not 0 < len(frame) <= self._bytes_max or not self._frames.takes(now_s):
            return False
        return self._bytes is None or self._bytes.takes(now_s, len(frame))

    def lets_change(self, now_s: float) -> bool:
        """Whether the bearer may say once more that it is up or down."""
        return self._states.takes(now_s)
