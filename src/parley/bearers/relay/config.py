# SPDX-License-Identifier: Apache-2.0
"""Settings of one circuit by way of a relay."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping

from parley.bearers.relay.form import KEY_BYTES, hex_bytes
from parley.crypto.certificate import check_certificate
from parley.errors import LocalFault
from parley.fixed import FixedSecret
from parley.model.circuit import Traits, Unit
from parley.ports.address import split_address
from parley.wire.limits import FRAME_BYTES_MAX


class RelaySettings(FixedSecret):
    """All that one circuit needs; times in seconds.

    ``certificate`` is the relay's, DER, and the pin; ``admission`` what it asks of
    every guest.
    """

    host: str
    port: int
    certificate: bytes
    admission: bytes
    connect_s_max: float = 10.0
    answer_s_max: float = 20.0
    wait_s: int = 25
    retry_s_min: float = 0.5
    retry_s_max: float = 30.0
    window_frames: int = 64

    @property
    def traits(self) -> Traits:
        """What the core is told of this circuit."""
        return Traits(
            frame_bytes_max=FRAME_BYTES_MAX,
            window_frames=self.window_frames,
            retry_s_min=5.0,
            unit=Unit.BLOB,
            latency_s=0.5,
            presence=False,
            exposure="the relay sees the two addresses, the hours and the sizes",
            failure_domain=frozenset({"ip", "relay"}),
        )


def settings_from(ticket: Mapping[str, str]) -> RelaySettings:
    """Return settings from a relay's ticket.

    Raises:
        LocalFault: PLY-BRR-054 it is no ticket; PLY-BRR-007 its certificate.

    """
    admission = hex_bytes(ticket.get("admission", ""), KEY_BYTES)
    try:
        certificate = base64.b64decode(ticket.get("certificate", ""), validate=True)
        host, port = split_address(ticket.get("address", ""))
    except (binascii.Error, ValueError):
        raise LocalFault("PLY-BRR-054") from None
    if admission is None:
        raise LocalFault("PLY-BRR-054")
    check_certificate(certificate)
    return RelaySettings(host, port, certificate, admission)
