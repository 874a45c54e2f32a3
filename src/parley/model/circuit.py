# SPDX-License-Identifier: Apache-2.0
"""A bearer between two stations, as the core sees it."""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import Final

from parley.fixed import Fixed

IP: Final = frozenset({"ip"})
"""The failure domain of everything that needs the Internet or one network."""


class CircuitState(Enum):
    """What is known of a circuit; DOWN always carries its reason in words."""

    UNTRIED = "untried"
    UP = "up"
    DOWN = "down"


class Unit(Enum):
    """What a carrier moves at a time."""

    FRAME = "frame"  # a datagram, a burst of sound, a QR code
    BLOB = "blob"  # a mail, a file, a box: any number of frames in one piece


class Cost(IntEnum):
    """What using a circuit costs; lower ones are used first."""

    FREE = 0
    METERED = 1  # somebody pays by the byte or by the minute
    SCARCE = 2  # it burns what cannot be had again soon: a phone line, a secret
    MANUAL = 3  # a person must carry, point or press


class Traits(Fixed):
    """What the core must know of a bearer to use it well.

    ``window_frames`` is how many frames are handed over before `ready` is heard again:
    a FLASH waits behind no more than these, so it is 1 where a frame takes seconds.
    ``retry_s_min`` is the pace: an ask is never repeated sooner, since no answer can
    be expected sooner (a mail circuit: minutes), unless the other end let its turn go.
    ``rate_bps`` is the rate of the carrier where that is what limits it.
    ``takes_turns`` says that a place comes back only when the other end could have
    begun to answer, and not while it speaks.
    ``latency_s`` is how long one frame usually takes one way, ``setup_s`` how long a
    circuit takes to be up from the first wish (dialling, a courier).
    ``presence`` tells whether `up` means that the other end is there now; where not,
    it means only that the carrier takes frames.
    ``exposure`` says in words who can see what of the traffic.
    ``failure_domain`` names what must work for this circuit to work; two circuits that
    share a name count as one.
    """

    frame_bytes_max: int
    window_frames: int
    retry_s_min: float
    can_send: bool = True
    can_receive: bool = True
    unit: Unit = Unit.FRAME
    rate_bps: float | None = None
    half_duplex: bool = False
    takes_turns: bool = False
    latency_s: float = 0.1
    setup_s: float = 0.0
    cost: Cost = Cost.FREE
    presence: bool = True
    exposure: str = ""
    failure_domain: frozenset[str] = IP

    def __post_init__(self) -> None:
        """Refuse what no carrier can be: a mistake of who writes a bearer."""
        assert self.frame_bytes_max >= 1, "a frame has a byte"
        assert self.window_frames >= 1, "a window has a place"
        assert self.retry_s_min > 0, "a pace is above 0"
        assert self.rate_bps is None or self.rate_bps > 0, "a rate is above 0"
        assert self.can_send or self.can_receive, "a circuit has a direction"
        assert self.failure_domain, "everything depends on something"

    @property
    def is_manual(self) -> bool:
        """Whether a person must act for each use."""
        return self.cost is Cost.MANUAL

    def air_s(self, size: int) -> float:
        """How long `size` bytes are on the carrier; 0 where the rate is no limit."""
        return 0.0 if self.rate_bps is None else size * 8 / self.rate_bps
