# SPDX-License-Identifier: Apache-2.0
"""What the settings of a Tor circuit are, and how one is made of them."""

from __future__ import annotations

import importlib
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field

from parley.bearers.tcp import Role
from parley.bearers.tor.config import TorSettings
from parley.carriage.ends import carrier_keys, needed, no_address
from parley.crypto.onion import OnionKeys
from parley.ports.address import Address, split_address
from parley.ports.bearer import Bearer
from parley.ports.kind import BearerKind, CircuitTable, Ends


def _checked_control(value: str) -> str:
    if not value.startswith("/"):
        split_address(value)
    return value


ControlPlace = Annotated[str, AfterValidator(_checked_control)]


class TorTable(CircuitTable):
    """TCP by way of an onion service that only the two stations know.

    Its address and keys follow from the cards; there is nothing to exchange.
    """

    bearer: Literal["tor"] = Field(description="Kind of carrier.")
    role: Literal["call", "wait"] = Field(
        description="Which side calls, and which waits in the Tor network; one of each."
    )
    control: ControlPlace = Field(
        default="127.0.0.1:9051",
        description="Control port of a running Tor, `HOST:PORT` or the path of its "
        "socket, as `/run/tor/control`. Its cookie must be readable.",
    )
    socks: Address = Field(
        default="127.0.0.1:9050",
        description="`HOST:PORT` where Tor takes calls; only for the side that calls.",
    )


def make(table: TorTable, ends: Ends) -> Bearer:
    """Make the bearer of one circuit; it opens nothing yet.

    Raises:
        LocalFault: PLY-BRR-060 its package is not installed; PLY-CFG-025 the
            counterpart's card has no certificate.

    """
    needed(table, "tor", "stem")
    ours, theirs = carrier_keys(table, ends, "tor")
    calls = table.role == "call"
    pin = next(one.pin for one in ends.addresses if one.pin)
    settings = TorSettings(
        role=Role.DIAL if calls else Role.LISTEN,
        control=table.control,
        socks=table.socks,
        certificate=ends.certificate,
        key=ends.key,
        counterpart_certificate=pin,
    )
    # Imported only here: a station without Tor needs nothing of it.
    module = importlib.import_module("parley.bearers.tor.bearer")
    made: Bearer = module.TorBearer(settings, OnionKeys(ours if calls else theirs))
    return made


TOR: Final = BearerKind("tor", TorTable, make, no_address)
