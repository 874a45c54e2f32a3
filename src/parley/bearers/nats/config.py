# SPDX-License-Identifier: Apache-2.0
"""Settings of one circuit by way of NATS."""

from __future__ import annotations

import ssl
from pathlib import Path

from parley.carriage.authorities import tls_to_others
from parley.fixed import FixedSecret
from parley.model.circuit import Traits, Unit

FRAME_BYTES_MAX = 1_000_000
"""A message of NATS holds 1 MiB unless its operator allows more."""


class NatsSettings(FixedSecret):
    """All that one circuit needs; times in seconds.

    ``hosts`` are nodes of one cluster, tried in turn; ``stream`` is made by its
    operator over the subjects ``STREAM.*``.
    """

    hosts: tuple[str, ...]
    stream: str
    account: str
    password: str
    authorities: Path | None = None
    again_s: float = 10.0
    answer_s_max: float = 5.0
    wait_s: float = 5.0
    retry_s_min: float = 0.5
    retry_s_max: float = 15.0
    window_frames: int = 64

    @property
    def traits(self) -> Traits:
        """What the core is told of this circuit."""
        return Traits(
            frame_bytes_max=FRAME_BYTES_MAX,
            window_frames=self.window_frames,
            retry_s_min=self.again_s,
            unit=Unit.BLOB,
            latency_s=0.2,
            presence=False,
            exposure="who runs the cluster sees accounts, addresses, hours and sizes",
            failure_domain=frozenset({"ip", "nats"}),
        )

    def tls(self) -> ssl.SSLContext:
        """Return the TLS of the cluster: names and dates are checked.

        Raises:
            LocalFault: PLY-BRR-061 the file of authorities cannot be used.

        """
        return tls_to_others(self.authorities)
