# SPDX-License-Identifier: Apache-2.0
"""What the settings of a TCP circuit are, and how one is made of them."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from parley.bearers.tcp.bearer import TcpBearer
from parley.bearers.tcp.config import Role, TcpSettings
from parley.bearers.tcp.proxy import parse_proxy
from parley.ports.address import Address, split_address
from parley.ports.kind import BearerKind, CircuitTable, Ends, unusable

NO_CALLS: Final = "-"
"""Stands in a card for an address where nobody waits: this station only calls."""


def _checked_proxy(value: str) -> str:
    parse_proxy(value)
    return value


ProxyAddress = Annotated[str, AfterValidator(_checked_proxy)]


class TcpTable(CircuitTable):
    """TLS 1.3 over TCP: one side calls, the other waits."""

    bearer: Literal["tcp"] = Field(default="tcp", description="Kind of carrier.")
    dial: Address | None = Field(
        default=None,
        description="`HOST:PORT` to call. Without `dial` and `listen` the address "
        "in the counterpart's card is called.",
    )
    listen: Address | None = Field(
        default=None, description="`HOST:PORT` to wait on for the counterpart's call."
    )

    proxy: ProxyAddress | None = Field(
        default=None,
        description="The way out where there is no other: "
        "`socks5://proxy.alfa.example:1080` or `http://proxy.alfa.example:3128`. Only "
        "on the side that calls; no password.",
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.dial is not None and self.listen is not None:
            raise ValueError("dial: only one of dial and listen")
        if self.proxy is not None and self.listen is not None:
            raise ValueError("proxy: only on the side that calls")
        return self


def make(table: TcpTable, ends: Ends) -> TcpBearer:
    """Make the bearer of one circuit; it opens nothing yet.

    Raises:
        LocalFault: PLY-CFG-025 the counterpart's card has no address for it;
            PLY-BRR faults.

    """
    theirs = ends.theirs("tcp")
    if not theirs:
        raise unusable(table, f"the card of {ends.counterpart} has no tcp certificate")
    role = Role.DIAL if table.listen is None else Role.LISTEN
    address = table.listen or table.dial or theirs[0].address
    try:
        host, port = split_address(address)
    except ValueError:
        raise unusable(
            table,
            f"the card of {ends.counterpart} has no address to call; "
            "give dial or listen",
        ) from None
    return TcpBearer(
        TcpSettings(
            role=role,
            host=host,
            port=port,
            certificate=ends.certificate,
            key=ends.key,
            counterpart_certificate=theirs[0].pin,
            proxy=None if table.proxy is None else parse_proxy(table.proxy),
        )
    )


TCP: Final = BearerKind("tcp", TcpTable, make, split_address)
