# SPDX-License-Identifier: Apache-2.0
"""What the settings of a NATS circuit are, and how one is made of them."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from parley.bearers.nats.config import NatsSettings
from parley.carriage.credentials import load_credential
from parley.carriage.ends import carrier_keys, needed, no_address
from parley.errors import LocalFault
from parley.ports.address import Address
from parley.ports.bearer import Bearer
from parley.ports.kind import BearerKind, CircuitTable, Ends


class NatsTable(CircuitTable):
    """A NATS JetStream cluster that a neutral party runs; never the record.

    The account's name and password are its credential (`parley circuit credential`).
    """

    bearer: Literal["nats"] = Field(description="Kind of carrier.")
    hosts: tuple[Address, ...] = Field(
        strict=False,
        min_length=1,
        max_length=16,
        description="`HOST:PORT` of each node of the cluster, under TLS.",
    )
    stream: str = Field(
        default="PARLEY",
        pattern=r"^[A-Z0-9_]{1,32}$",
        description="Stream that the cluster's operator has made over the subjects "
        "that begin with its name and a full stop.",
    )
    authorities: str | None = Field(
        default=None,
        description="File of certificates to trust in place of the system's, PEM.",
    )
    again_s: float = Field(
        default=10.0,
        ge=1.0,
        le=86_400.0,
        description="The same frame is not published again sooner.",
    )


def make(table: NatsTable, ends: Ends) -> Bearer:
    """Make the bearer of one circuit; it opens nothing yet.

    Raises:
        LocalFault: PLY-BRR-060 its package is not installed; PLY-BRR-043,
            PLY-BRR-044, PLY-BRR-062 its credential; PLY-BRR-061 its authorities;
            PLY-CFG-025 the counterpart's card has no certificate.

    """
    needed(table, "nats", "nats")
    credential = load_credential(ends.folder, ends.key, table.name)
    missing = [name for name in ("account", "password") if name not in credential]
    if missing:
        raise LocalFault("PLY-BRR-062", missing=" and ".join(missing))
    settings = NatsSettings(
        hosts=table.hosts,
        stream=table.stream,
        account=credential["account"],
        password=credential["password"],
        authorities=None if table.authorities is None else Path(table.authorities),
        again_s=table.again_s,
    )
    # Imported only here: a station without NATS needs nothing of it.
    module = importlib.import_module("parley.bearers.nats.bearer")
    made: Bearer = module.NatsBearer(settings, *carrier_keys(table, ends, "nats"))
    return made


NATS: Final = BearerKind("nats", NatsTable, make, no_address)
