# SPDX-License-Identifier: Apache-2.0
"""What the settings of a radio circuit are, and how one is made of them."""

from __future__ import annotations

import termios
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from parley.bearers.kiss.ax25 import (
    INFORMATION_BYTES_MAX,
    REPEATERS_MAX,
    parse_callsign,
)
from parley.bearers.kiss.bearer import KissBearer
from parley.bearers.kiss.config import Host, KissSettings, Serial
from parley.ports.address import Address
from parley.ports.kind import BearerKind, CircuitTable, Ends, unusable


def _checked_callsign(value: str) -> str:
    parse_callsign(value)
    return value


def _checked_baud(value: int) -> int:
    if not hasattr(termios, f"B{value}"):
        raise ValueError("a rate that serial lines have, as 9600")
    return value


BaudRate = Annotated[int, AfterValidator(_checked_baud)]
CallsignText = Annotated[str, AfterValidator(_checked_callsign)]


class KissTable(CircuitTable):
    """Radio: AX.25 by way of a TNC that speaks KISS.

    Parley seals what it sends, and most countries forbid sealed traffic on amateur
    bands: use frequencies on which it is allowed.
    """

    bearer: Literal["kiss"] = Field(description="Kind of carrier.")
    tnc: Address | None = Field(
        default=None,
        description="`HOST:PORT` of a TNC on a network, as `127.0.0.1:8001` of "
        "direwolf. Either this or `device`.",
    )
    device: str | None = Field(
        default=None,
        pattern=r"^/.{1,4095}$",
        description="Serial line of a TNC, as `/dev/ttyUSB0`.",
    )
    baud: BaudRate = Field(
        default=9600,
        description="Rate of the serial line, from 1200 to 115200 in the usual steps; "
        "not that of the air.",
    )
    callsign: CallsignText = Field(description="Our callsign, as `OE1XYZ-7`.")
    their_callsign: CallsignText | None = Field(
        default=None,
        description="The counterpart's callsign. Without it the one in the "
        "counterpart's card is used.",
    )
    repeaters: tuple[CallsignText, ...] = Field(
        default=(),
        strict=False,
        max_length=REPEATERS_MAX,
        description="Callsigns that repeat what we send, the first one first.",
    )
    radio: int = Field(
        default=0, ge=0, le=15, description="Which radio of the TNC; most have only 0."
    )
    rate_bps: float = Field(
        default=1_200.0,
        ge=50.0,
        le=1_000_000.0,
        description="Bits a second on the air, as the TNC is set.",
    )
    tx_delay_s: float = Field(
        default=0.3,
        ge=0.0,
        le=2.5,
        description="How long the transmitter is keyed before it is heard; the TNC is "
        "told.",
    )
    frame_bytes_max: int = Field(
        default=INFORMATION_BYTES_MAX,
        ge=64,
        le=INFORMATION_BYTES_MAX,
        description="Longest frame; shorter ones get through more noise.",
    )
    again_s: Annotated[float, Field(ge=0.1, le=86_400.0)] | None = Field(
        default=None,
        description="The same frame is not sent again sooner. Without it, the air time "
        "of a transmission and its answer.",
    )

    @model_validator(mode="after")
    def _one_line(self) -> Self:
        if (self.tnc is None) == (self.device is None):
            raise ValueError("tnc: give either tnc or device")
        return self


def make(table: KissTable, ends: Ends) -> KissBearer:
    """Make the bearer of one circuit; it opens nothing yet.

    Raises:
        LocalFault: PLY-CFG-025 there is no callsign of the counterpart, or it is ours.

    """
    theirs = table.their_callsign or next(
        (one.address for one in ends.theirs("kiss")), None
    )
    if theirs is None:
        raise unusable(
            table,
            f"the card of {ends.counterpart} has no kiss callsign; give their_callsign",
        )
    if theirs == table.callsign:
        raise unusable(table, "our callsign and the counterpart's are the same")
    tnc = Host(table.tnc) if table.tnc else Serial(table.device or "", table.baud)
    return KissBearer(
        KissSettings(
            tnc=tnc,
            ours=parse_callsign(table.callsign),
            theirs=parse_callsign(theirs),
            repeaters=tuple(map(parse_callsign, table.repeaters)),
            radio=table.radio,
            rate_bps=table.rate_bps,
            tx_delay_s=table.tx_delay_s,
            frame_bytes_max=table.frame_bytes_max,
            again_s=table.again_s,
        )
    )


KISS: Final = BearerKind("kiss", KissTable, make, parse_callsign)
