# SPDX-License-Identifier: Apache-2.0
"""From settings, keys and a card to the bearer of a circuit."""

from __future__ import annotations

from pathlib import Path

from parley.bearers.tcp.kind import NO_CALLS
from parley.fixed import replace
from parley.model.circuit import Traits
from parley.model.identity import BearerAddress, Card
from parley.ports.bearer import Bearer
from parley.ports.kind import CircuitTable, Ends
from parley.station.catalogue import BEARERS, kind_of
from parley.station.config import Settings, bearer_of
from parley.station.secrets import Secrets


def own_addresses(settings: Settings, secrets: Secrets) -> tuple[BearerAddress, ...]:
    """Return what our card says of where we are found, and by which certificate."""
    given = [(one.bearer, one.address) for one in settings.address]
    return tuple(
        BearerAddress(bearer, address, kind_of(bearer).pin(secrets.tls_certificate))
        for bearer, address in given or [(BEARERS[0], NO_CALLS)]
    )


def make_bearer(
    circuit: CircuitTable, station: str, secrets: Secrets, card: Card, folder: Path
) -> Bearer:
    """Make the bearer of one circuit; it opens nothing yet.

    Raises:
        LocalFault: PLY-CFG-025 settings and card do not allow it; PLY-BRR faults.

    """
    ends = Ends(
        station=station,
        counterpart=card.station,
        certificate=secrets.tls_certificate,
        key=secrets.tls_key,
        addresses=card.addresses,
        folder=folder / circuit.name,
    )
    return kind_of(bearer_of(circuit)).make(circuit, ends)


def adjusted(circuit: CircuitTable, traits: Traits) -> Traits:
    """Return what a bearer says of itself, with what the settings know better."""
    domain = frozenset(circuit.failure_domain) or traits.failure_domain
    cost = traits.cost if circuit.own_cost is None else circuit.own_cost
    return replace(traits, failure_domain=domain, cost=cost)
