# SPDX-License-Identifier: Apache-2.0
"""Settings of one circuit over radio."""

from __future__ import annotations

from parley.bearers.kiss.ax25 import INFORMATION_BYTES_MAX, Callsign
from parley.fixed import Fixed
from parley.model.circuit import Traits

_FLAGS_AND_SUM_BYTES = 6
_ADDRESS_BYTES = 7
_STUFFED = 1.04  # a bit is added after five alike: one in 62 where bits are random
_TAIL_BITS = 48  # flags after the end, and what the transmitter needs to be silent
_ANSWER_TRANSMISSIONS = 2  # an ask of full length and its answer


class Serial(Fixed):
    """A TNC on a serial line."""

    device: str
    baud: int


class Host(Fixed):
    """A TNC on a network, such as the program direwolf."""

    address: str


class KissSettings(Fixed):
    """All that one circuit needs; times in seconds.

    ``rate_bps`` is the rate on the air, ``tx_delay_s`` how long a transmitter is keyed
    before it is heard.  After ``turn_max`` transmissions in a row the other side
    has the air for a while.  ``again_s`` of None is made from these.
    """

    tnc: Serial | Host
    ours: Callsign
    theirs: Callsign
    repeaters: tuple[Callsign, ...] = ()
    radio: int = 0
    rate_bps: float = 1_200.0
    tx_delay_s: float = 0.3
    frame_bytes_max: int = INFORMATION_BYTES_MAX
    turn_max: int = 4
    again_s: float | None = None
    connect_timeout_s: float = 5.0
    stall_s_max: float = 30.0
    retry_s_min: float = 0.5
    retry_s_max: float = 15.0

    @property
    def sent_bytes_max(self) -> int:
        """The longest transmission that may come in."""
        return 10 * _ADDRESS_BYTES + 2 + INFORMATION_BYTES_MAX

    def air_s(self, frame_bytes: int) -> float:
        """How long a frame of that size is on the air, keying included.

        Each repeater sends it once more, before anything else may be sent.
        """
        addresses = (2 + len(self.repeaters)) * _ADDRESS_BYTES
        size = frame_bytes + addresses + 2 + _FLAGS_AND_SUM_BYTES
        bits = size * 8 * _STUFFED
        once_s = self.tx_delay_s + _TAIL_BITS / self.rate_bps + bits / self.rate_bps
        return once_s * (1 + len(self.repeaters))

    @property
    def traits(self) -> Traits:
        """What the core is told of this circuit."""
        longest_s = self.air_s(self.frame_bytes_max)
        again_s = self.again_s or _ANSWER_TRANSMISSIONS * longest_s + 1.0
        return Traits(
            frame_bytes_max=self.frame_bytes_max,
            window_frames=1,
            retry_s_min=again_s,
            # What the air really takes of a transmission of full length.
            rate_bps=self.frame_bytes_max * 8 / longest_s,
            half_duplex=True,
            latency_s=self.tx_delay_s,
            presence=False,
            exposure="whoever has a receiver knows both callsigns, hours and sizes",
            failure_domain=frozenset({"radio"}),
        )
