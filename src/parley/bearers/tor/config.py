# SPDX-License-Identifier: Apache-2.0
"""Settings of one circuit by way of Tor."""

from __future__ import annotations

from parley.bearers.tcp import Role, TcpSettings
from parley.bearers.tcp.proxy import Proxy
from parley.fixed import FixedSecret
from parley.model.circuit import Traits
from parley.ports.address import split_address

SERVICE_PORT = 8_470


class TorSettings(FixedSecret):
    """All that one circuit needs; times in seconds.

    ``control`` is `HOST:PORT` or the path of Tor's control socket, ``socks`` where Tor
    takes calls.  A call may take Tor a minute, when it knows nothing yet.
    """

    role: Role
    control: str
    socks: str
    certificate: bytes
    key: bytes
    counterpart_certificate: bytes
    answer_s_max: float = 20.0
    look_s: float = 10.0
    retry_s_min: float = 1.0
    retry_s_max: float = 30.0
    again_s: float = 8.0
    frame_bytes_max: int = 1 << 20
    window_frames: int = 16

    @property
    def traits(self) -> Traits:
        """What the core is told of this circuit."""
        return Traits(
            frame_bytes_max=self.frame_bytes_max,
            window_frames=self.window_frames,
            retry_s_min=self.again_s,
            latency_s=1.0,
            setup_s=20.0,
            exposure="that this station uses Tor, but not with whom it speaks",
            failure_domain=frozenset({"ip", "tor"}),
        )

    def tcp(self, address: str) -> TcpSettings:
        """Return the settings of the TCP circuit inside."""
        calls = self.role is Role.DIAL
        return TcpSettings(
            role=self.role,
            host=f"{address}.onion" if calls else "127.0.0.1",
            port=SERVICE_PORT if calls else 0,
            certificate=self.certificate,
            key=self.key,
            counterpart_certificate=self.counterpart_certificate,
            keepalive_s=10.0,
            connect_timeout_s=90.0,
            handshake_timeout_s=30.0,
            retry_s_min=self.retry_s_min,
            retry_s_max=self.retry_s_max,
            answer_s_min=self.again_s,
            frame_bytes_max=self.frame_bytes_max,
            window_frames=self.window_frames,
            proxy=Proxy("socks5", *split_address(self.socks)) if calls else None,
        )
