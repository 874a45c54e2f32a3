# SPDX-License-Identifier: Apache-2.0
"""Circuits that are like no cable: narrow, one-way, slow, carried by hand, dying.

They stand beside the wide ones of a simulated world, and what they bring, in fragments
or by courier, must fit together with the rest.
"""

from __future__ import annotations

from random import Random

from parley.fixed import replace
from parley.model.circuit import Cost, Traits, Unit
from parley.testing.world_network import Carrier, Outage

_WIDE_BYTES = 1_114_112
_HEALED_TIMES = 50.0  # a narrow line is not what the healing waits for
_FOR_EVER_S = 1e9

KINDS: dict[str, Traits] = {
    "modem": Traits(
        124,
        1,
        4.0,
        rate_bps=2_400,
        half_duplex=True,
        latency_s=0.4,
        cost=Cost.SCARCE,
        failure_domain=frozenset({"pstn"}),
    ),
    "datagram": Traits(1_160, 16, 0.2, latency_s=0.05),
    "mailbox": Traits(
        _WIDE_BYTES, 8, 20.0, unit=Unit.BLOB, latency_s=8.0, presence=False
    ),
    "stick": Traits(
        _WIDE_BYTES,
        64,
        60.0,
        unit=Unit.BLOB,
        latency_s=30.0,
        cost=Cost.MANUAL,
        presence=False,
        failure_domain=frozenset({"courier"}),
    ),
    "paper": Traits(
        900,
        4,
        60.0,
        latency_s=20.0,
        cost=Cost.MANUAL,
        presence=False,
        failure_domain=frozenset({"courier"}),
    ),
}


class OddCarrier(Carrier):
    """One of the kinds above, perhaps in one direction only, perhaps dying for good."""

    def __init__(
        self, name: str, stream: Random, stations: list[str], span_s: float
    ) -> None:
        """Draw a kind and its troubles from `stream`."""
        super().__init__(name, stream, stations, span_s)
        self.kind = stream.choice(sorted(KINDS))
        self.traits = KINDS[self.kind]
        self.delay_s = self.traits.latency_s
        self.one_way = None
        # Known as one-way, unlike the trouble of the same name: only this one sends.
        self.sender = stream.choice(stations) if stream.random() < 0.3 else None  # noqa: PLR2004
        if stream.random() < 0.3:  # noqa: PLR2004
            self.outages.append(Outage(stream.uniform(0, span_s), _FOR_EVER_S, ""))

    def traits_at(self, station: str) -> Traits:
        """Return what the circuit is at one of its ends."""
        if self.sender is None:
            return self.traits
        sends = station == self.sender
        return replace(self.traits, can_send=sends, can_receive=not sends)

    def air_s(self, frame: bytes) -> float:
        """How long a frame keeps its place of the window."""
        seconds = max(0.001, self.traits.air_s(len(frame)))
        return seconds / _HEALED_TIMES if self.healed else seconds
