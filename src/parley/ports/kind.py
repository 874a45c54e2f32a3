# SPDX-License-Identifier: Apache-2.0
"""What a kind of bearer brings besides the bearer: its settings and how it is made.

Each folder of `bearers` has one `BearerKind`; the station's catalogue lists them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from parley.errors import LocalFault
from parley.fixed import Fixed, FixedSecret
from parley.model.circuit import Cost
from parley.model.identity import BearerAddress
from parley.ports.bearer import Bearer

StationName = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$",
        max_length=253,
    ),
]
DomainName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]


class Table(BaseModel):
    """A table of settings: nothing unknown, nothing converted, nothing changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class CircuitTable(Table):
    """What every circuit has; each kind of bearer adds its own settings."""

    # A kind's own table begins with `bearer: Literal["its name"]`.

    name: str = Field(
        description="Name of the circuit on screens and in the log.",
        pattern=r"^[a-z0-9][a-z0-9-]{0,31}$",
    )
    counterpart: StationName = Field(
        description="Station name of the counterpart, as in its card."
    )
    failure_domain: tuple[DomainName, ...] = Field(
        default=(),
        strict=False,
        max_length=8,
        description='What must work for this circuit to work, as `["isp-a", '
        '"cable-north"]`. Circuits that share a name count as one path. Without it '
        "the kind of bearer says it.",
    )
    cost: Literal["free", "metered", "scarce", "manual"] | None = Field(
        default=None,
        description="What using it costs; a manual circuit is used only when told or "
        "when nothing else is up. Without it the kind of bearer says it.",
    )

    @property
    def own_cost(self) -> Cost | None:
        """The cost that the settings give, if they do."""
        return None if self.cost is None else Cost[self.cost.upper()]


class Ends(FixedSecret):
    """The two ends of a circuit, for who makes its bearer.

    ``certificate`` and ``key`` are ours, DER; ``addresses`` are all of the
    counterpart's card; ``folder`` is this circuit's own place on the disk, which the
    bearer makes if it needs one.
    """

    station: str
    counterpart: str
    certificate: bytes
    key: bytes
    addresses: tuple[BearerAddress, ...]
    folder: Path

    def theirs(self, bearer: str) -> tuple[BearerAddress, ...]:
        """Return what their card says of one kind of bearer."""
        return tuple(one for one in self.addresses if one.bearer == bearer)


class BearerKind(Fixed):
    """One kind of bearer.

    ``make`` is given the circuit's table and ends, and opens nothing yet.
    ``check_address`` raises ValueError in words for an address that a card must not
    hold; ``pin`` makes what stands beside it, from our certificate.
    """

    name: str
    table: type[CircuitTable]
    make: Callable[[Any, Ends], Bearer]
    check_address: Callable[[str], object]
    pin: Callable[[bytes], bytes] = bytes


def unusable(circuit: CircuitTable, reason: str) -> LocalFault:
    """Return the fault of a circuit that its settings or its card do not allow."""
    return LocalFault("PLY-CFG-025", circuit=circuit.name, reason=reason)
