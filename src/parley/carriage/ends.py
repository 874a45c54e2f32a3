# SPDX-License-Identifier: Apache-2.0
"""The keys of a circuit's directions, from our TLS key and the counterpart's card."""

from __future__ import annotations

import importlib.util

from parley.crypto.carrier import CarrierKeys, shared_secret
from parley.errors import LocalFault
from parley.ports.kind import CircuitTable, Ends, unusable


def carrier_keys(
    table: CircuitTable, ends: Ends, kind: str
) -> tuple[CarrierKeys, CarrierKeys]:
    """Return the keys of our direction and of theirs.

    Raises:
        LocalFault: PLY-CFG-025 no address in the card has a certificate beside it;
            PLY-BRR-006 our own key cannot be used.

    """
    for address in ends.addresses:
        try:
            secret = shared_secret(ends.key, address.pin)
        except LocalFault as fault:
            if fault.code != "PLY-BRR-007":
                raise
            continue
        return (
            CarrierKeys(secret, kind, ends.station, ends.counterpart),
            CarrierKeys(secret, kind, ends.counterpart, ends.station),
        )
    raise unusable(table, f"the card of {ends.counterpart} has no certificate")


def no_address(address: str) -> None:
    """Refuse every address: a card has none for a carrier where nobody is called.

    Raises:
        ValueError: always.

    """
    raise ValueError(f"no address, since nobody is called there, but {address!r}")


def needed(table: CircuitTable, extra: str, *modules: str) -> None:
    """Check that a kind of bearer has the packages it is built on.

    Raises:
        LocalFault: PLY-BRR-060 with the extra that brings them.

    """
    for module in modules:
        if importlib.util.find_spec(module) is None:
            raise LocalFault(
                "PLY-BRR-060", circuit=table.name, module=module, extra=extra
            )
