# SPDX-License-Identifier: Apache-2.0
"""Settings of one UDP circuit."""

from __future__ import annotations

from typing import Final

from parley.bearers.udp.datagram import OVERHEAD_BYTES
from parley.errors import LocalFault
from parley.fixed import FixedSecret
from parley.model.circuit import Traits

DATAGRAM_BYTES: Final = 1_200
"""Passes every path that carries IPv6 (1,280 bytes, less the headers)."""

NARROW_BPS: Final = 64_000
"""Below this the rate itself is what the scheduler must know."""

_DATAGRAM_BYTES_MIN = 200
_DATAGRAM_BYTES_MAX = 65_507
_HEADERS_BYTES = 28  # of IP and UDP, which a narrow line carries too


class UdpSettings(FixedSecret):
    """All that one circuit needs; the times are in seconds.

    ``dial`` is where the counterpart waits, ``listen`` where we do; one is enough.
    ``certificate`` and ``key`` are ours, ``counterpart_certificate`` is the pin: DER.
    ``rate_bps_max`` is what the line can take in each direction: never more is sent.
    ``cover_s`` makes the circuit send one datagram of full length in each such time,
    whether there is something to say or not.
    """

    certificate: bytes
    key: bytes
    counterpart_certificate: bytes
    dial: tuple[str, int] | None = None
    listen: tuple[str, int] | None = None
    rate_bps_max: int = 8_000_000
    datagram_bytes_max: int = DATAGRAM_BYTES
    keepalive_s: float = 4.0
    silence_s_max: float = 12.0
    cover_s: float | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot work, in words.

        Raises:
            LocalFault: PLY-BRR-023.

        """
        _check(self.dial is not None or self.listen is not None, "no address is given")
        _check(self.rate_bps_max >= 300, "rate_bps_max is below 300")  # noqa: PLR2004
        _check(
            _DATAGRAM_BYTES_MIN <= self.datagram_bytes_max <= _DATAGRAM_BYTES_MAX,
            f"datagram_bytes_max is {self.datagram_bytes_max}; allowed is "
            f"{_DATAGRAM_BYTES_MIN} to {_DATAGRAM_BYTES_MAX}",
        )
        _check(
            0 < self.keepalive_s < self.silence_s_max < float("inf"),
            "silence_s_max is not above keepalive_s",
        )
        _check(self.cover_s is None or self.cover_s > 0, "cover_s is not above 0")

    @property
    def rate_bps(self) -> float:
        """How much leaves in a second at most."""
        if self.cover_s is None:
            return float(self.rate_bps_max)
        return min(self.rate_bps_max, self.datagram_bytes_max * 8 / self.cover_s)

    @property
    def is_narrow(self) -> bool:
        """Whether the rate is what limits this circuit."""
        return self.rate_bps <= NARROW_BPS

    @property
    def traits(self) -> Traits:
        """What the core is told of this circuit."""
        narrow = self.is_narrow
        return Traits(
            frame_bytes_max=self.datagram_bytes_max - OVERHEAD_BYTES,
            window_frames=2 if narrow else 32,
            retry_s_min=2.0 if narrow else 0.5,
            rate_bps=self.rate_bps if narrow else None,
            latency_s=0.1,
            exposure="the networks between see both addresses, sizes and times",
        )

    def wire_bytes(self, datagram: int) -> int:
        """How much of the line a datagram takes."""
        return datagram + _HEADERS_BYTES


def _check(holds: bool, reason: str) -> None:
    if not holds:
        raise LocalFault("PLY-BRR-023", reason=reason)
