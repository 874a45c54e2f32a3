# SPDX-License-Identifier: Apache-2.0
"""Settings of one circuit by mail."""

from __future__ import annotations

import ssl
from pathlib import Path

from parley.carriage.authorities import tls_to_others
from parley.fixed import Fixed, FixedSecret
from parley.model.circuit import Cost, Traits, Unit
from parley.wire.limits import FRAME_BYTES_MAX


class Account(FixedSecret):
    """Where to log in, and as whom."""

    host: str
    port: int
    account: str
    password: str


class MailSettings(Fixed):
    """All that one circuit needs; times in seconds.

    ``starttls`` is for a submission port where TLS begins later; nothing is ever said
    without TLS.  ``authorities`` is a file of certificates to trust in place of the
    system's.
    """

    smtp: Account
    imap: Account
    sender: str
    recipient: str
    starttls: bool = False
    folder: str = "INBOX"
    authorities: Path | None = None
    again_s: float = 300.0
    answer_s_max: float = 30.0
    idle_s: float = 20.0
    retry_s_min: float = 2.0
    retry_s_max: float = 300.0
    window_frames: int = 64

    @property
    def traits(self) -> Traits:
        """What the core is told of this circuit."""
        return Traits(
            frame_bytes_max=FRAME_BYTES_MAX,
            window_frames=self.window_frames,
            retry_s_min=self.again_s,
            unit=Unit.BLOB,
            latency_s=10.0,
            cost=Cost.FREE,
            presence=False,
            exposure="mail hosts see both addresses, the hours and the sizes",
            failure_domain=frozenset({"ip", "mail"}),
        )

    def tls(self) -> ssl.SSLContext:
        """Return the TLS of both hosts: names and dates are checked.

        Raises:
            LocalFault: PLY-BRR-061 the file of authorities cannot be used.

        """
        return tls_to_others(self.authorities)


class MailError(Exception):
    """A mail host did not do what was asked; `reason` is in words.  Stays in here."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason
