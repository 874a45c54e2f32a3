# SPDX-License-Identifier: Apache-2.0
"""Settings of one TCP circuit."""

from __future__ import annotations

from enum import Enum

from parley.bearers.tcp.marks import FRAME_BYTES_LIMIT
from parley.bearers.tcp.proxy import Proxy
from parley.bearers.tcp.unreached import address_text
from parley.errors import LocalFault
from parley.fixed import FixedSecret
from parley.model.circuit import Traits

PORT_MAX = 65_535


class Role(Enum):
    """Which side opens the circuit; the card's address says who can be dialled."""

    DIAL = "dial"
    LISTEN = "listen"


class TcpSettings(FixedSecret):
    """All that one circuit needs; the times are in seconds.

    ``host`` is a name or an address: the counterpart's to dial, ours to listen on.
    ``port`` 0 is for a listening side that lets the machine choose.
    ``certificate`` and ``key`` are ours, ``counterpart_certificate`` is the pin: all
    are DER.

    ``keepalive_s`` is how often a silent side says that it lives; after
    ``misses_max`` of them missed the circuit counts as dead.
    ``retry_s_min`` and ``retry_s_max`` bound the jittered wait between two attempts.
    ``answer_s_min`` is the soonest at which the core may ask again for a receipt.
    ``proxy`` is the way out where there is no other; only for a side that dials.
    ``handshakes_max`` is how many callers not yet proved are listened to at once,
    ``handshakes_per_s_max`` how many strangers' calls are taken in a second.
    """

    role: Role
    host: str
    port: int
    certificate: bytes
    key: bytes
    counterpart_certificate: bytes
    keepalive_s: float = 4.0
    misses_max: int = 3
    connect_timeout_s: float = 10.0
    handshake_timeout_s: float = 10.0
    retry_s_min: float = 0.2
    retry_s_max: float = 5.0
    answer_s_min: float = 1.0
    frame_bytes_max: int = 1 << 20
    window_frames: int = 64
    handshakes_max: int = 16
    handshakes_per_s_max: float = 50.0
    proxy: Proxy | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot work, in words.

        Raises:
            LocalFault: PLY-BRR-005.

        """
        lowest_port = 1 if self.role is Role.DIAL else 0
        seconds = {
            "keepalive_s": self.keepalive_s,
            "connect_timeout_s": self.connect_timeout_s,
            "handshake_timeout_s": self.handshake_timeout_s,
            "retry_s_min": self.retry_s_min,
            "answer_s_min": self.answer_s_min,
        }
        _check(self.host != "" or self.role is Role.LISTEN, "host is empty")
        _check(
            lowest_port <= self.port <= PORT_MAX,
            f"port is {self.port}; allowed is {lowest_port} to {PORT_MAX}",
        )
        for name, value in seconds.items():
            _check(0 < value < float("inf"), f"{name} is {value}; it must be above 0")
        _check(
            self.retry_s_min <= self.retry_s_max < float("inf"),
            "retry_s_max is below retry_s_min, or endless",
        )
        _check(
            1 <= self.frame_bytes_max <= FRAME_BYTES_LIMIT,
            f"frame_bytes_max is {self.frame_bytes_max}; "
            f"allowed is 1 to {FRAME_BYTES_LIMIT}",
        )
        _check(self.misses_max >= 1, "misses_max is below 1")
        _check(self.window_frames >= 1, "window_frames is below 1")
        _check(self.handshakes_max >= 1, "handshakes_max is below 1")
        _check(
            1 <= self.handshakes_per_s_max < float("inf"),
            "handshakes_per_s_max is below 1, or endless",
        )

    @property
    def silence_s_max(self) -> float:
        """How long nothing may be heard before the circuit counts as dead."""
        return self.keepalive_s * self.misses_max

    @property
    def address(self) -> str:
        """Host and port, as people write them."""
        return address_text(self.host, self.port)

    @property
    def traits(self) -> Traits:
        """What the core is told of this circuit."""
        return Traits(
            frame_bytes_max=self.frame_bytes_max,
            window_frames=self.window_frames,
            retry_s_min=self.answer_s_min,
        )


def _check(holds: bool, reason: str) -> None:
    if not holds:
        raise LocalFault("PLY-BRR-005", reason=reason)
