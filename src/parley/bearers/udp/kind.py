# SPDX-License-Identifier: Apache-2.0
"""What the settings of a UDP circuit are, and how one is made of them."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from parley.bearers.udp.bearer import UdpBearer
from parley.bearers.udp.config import DATAGRAM_BYTES, UdpSettings
from parley.ports.address import Address, split_address
from parley.ports.kind import BearerKind, CircuitTable, Ends, unusable


class UdpTable(CircuitTable):
    """Datagrams: for lines that lose much, and as a second way beside TCP."""

    bearer: Literal["udp"] = Field(description="Kind of carrier.")
    dial: Address | None = Field(
        default=None,
        description="`HOST:PORT` where the counterpart waits. Without `dial` and "
        "`listen` the address in the counterpart's card is used.",
    )
    listen: Address | None = Field(
        default=None,
        description="`HOST:PORT` to wait on. Both may be given: then whoever is heard "
        "first is answered.",
    )
    rate_bps_max: int = Field(
        default=8_000_000,
        ge=300,
        description="What the line can take in each direction, in bit/s; never more is "
        "sent.",
    )
    datagram_bytes_max: int = Field(
        default=DATAGRAM_BYTES,
        ge=200,
        le=65_507,
        description="Longest datagram; lower it on both sides where long ones do not "
        "pass.",
    )
    cover_s: Annotated[float, Field(gt=0, le=3_600)] | None = Field(
        default=None,
        description="Send one datagram of full length in each such time, whether there "
        "is something to say or not, and nothing else: whoever watches the line "
        "learns nothing of when it is used.",
    )


def make(table: UdpTable, ends: Ends) -> UdpBearer:
    """Make the bearer of one circuit; it opens nothing yet.

    Raises:
        LocalFault: PLY-CFG-025 the counterpart's card has no certificate or address
            for it; PLY-BRR faults.

    """
    # Any of their certificates will do: it is one and the same in every kind.
    pins = [one.pin for one in (*ends.theirs("udp"), *ends.theirs("tcp")) if one.pin]
    if not pins:
        raise unusable(table, f"the card of {ends.counterpart} has no certificate")
    dial = table.dial
    if dial is None and table.listen is None:
        dial = next((one.address for one in ends.theirs("udp")), None)
    if dial is None and table.listen is None:
        raise unusable(
            table,
            f"the card of {ends.counterpart} has no udp address; give dial or listen",
        )
    return UdpBearer(
        UdpSettings(
            certificate=ends.certificate,
            key=ends.key,
            counterpart_certificate=pins[0],
            dial=None if dial is None else split_address(dial),
            listen=None if table.listen is None else split_address(table.listen),
            rate_bps_max=table.rate_bps_max,
            datagram_bytes_max=table.datagram_bytes_max,
            cover_s=table.cover_s,
        )
    )


UDP: Final = BearerKind("udp", UdpTable, make, split_address)
