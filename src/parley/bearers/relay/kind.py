# SPDX-License-Identifier: Apache-2.0
"""What the settings of a relay circuit are, and how one is made of them."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import Field

from parley.bearers.relay.bearer import RelayBearer
from parley.bearers.relay.config import settings_from
from parley.carriage.credentials import load_credential
from parley.carriage.ends import carrier_keys, no_address
from parley.ports.kind import BearerKind, CircuitTable, Ends


class RelayTable(CircuitTable):
    """A mailbox that a neutral third party runs; it cannot read what it keeps.

    Where it is and what it asks stands in its ticket, sealed by
    `parley circuit credential`.
    """

    bearer: Literal["relay"] = Field(description="Kind of carrier.")


def make(table: RelayTable, ends: Ends) -> RelayBearer:
    """Make the bearer of one circuit; it opens nothing yet.

    Raises:
        LocalFault: PLY-BRR-043, PLY-BRR-044, PLY-BRR-054 its ticket; PLY-CFG-025 the
            counterpart's card has no certificate.

    """
    ticket = load_credential(ends.folder, ends.key, table.name)
    return RelayBearer(settings_from(ticket), *carrier_keys(table, ends, "relay"))


RELAY: Final = BearerKind("relay", RelayTable, make, no_address)
