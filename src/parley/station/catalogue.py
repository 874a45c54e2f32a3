# SPDX-License-Identifier: Apache-2.0
"""Every adapter that a station can be built from, listed by hand.

Nothing is discovered: what is not written here is not loaded.
"""

from __future__ import annotations

import importlib
from contextlib import suppress
from typing import Any, Final

from parley.bearers.tcp import Role, TcpBearer, TcpSettings
from parley.crypto.vault import Vault
from parley.errors import LocalFault
from parley.model.identity import BearerAddress, Card
from parley.ports.bearer import Bearer
from parley.station.config import CircuitTable, Settings, split_address
from parley.station.places import StationFolder
from parley.station.secrets import Secrets
from parley.store.sqlite.store import SqliteStore

NO_CALLS: Final = "-"
"""Stands in a card for an address where nobody waits: this station only calls."""

# Pages stand above the station and so cannot be imported by it; this one name is how
# the station starts them.
_CONSOLE: Final = ("parley.console.app", "create_console")


def open_store(folder: StationFolder, secrets: Secrets) -> SqliteStore:
    """Open the record of a station."""
    return SqliteStore(folder.store, Vault(secrets.archive))


def own_addresses(settings: Settings, secrets: Secrets) -> tuple[BearerAddress, ...]:
    """Return what our card says of where we are found, and by which certificate."""
    given = [(one.bearer, one.address) for one in settings.address]
    return tuple(
        BearerAddress(bearer, address, secrets.tls_certificate)
        for bearer, address in given or [("tcp", NO_CALLS)]
    )


def make_bearer(circuit: CircuitTable, secrets: Secrets, card: Card) -> Bearer:
    """Make the bearer of one circuit; it opens nothing yet.

    Raises:
        LocalFault: PLY-CFG-025 the counterpart's card has no address for it;
            PLY-BRR faults.

    """
    match circuit.bearer:
        case "tcp":
            return _tcp(circuit, secrets, card)


def preload() -> None:
    """Load what is needed once the keys are open, while they are being opened."""
    for name in (
        _CONSOLE[0],
        "uvicorn.protocols.http.h11_impl",
        "uvicorn.protocols.websockets.websockets_sansio_impl",
    ):
        with suppress(ImportError):  # told by whoever needs it
            importlib.import_module(name)


def make_console(api: object, desk: object, settings: Settings) -> Any:  # noqa: ANN401
    """Return the console's ASGI application.

    Raises:
        LocalFault: PLY-CFG-023 the console is not installed.

    """
    module, name = _CONSOLE
    try:
        create = getattr(importlib.import_module(module), name)
    except ImportError as missing:
        raise LocalFault("PLY-CFG-023", part=missing.name or module) from missing
    return create(api, desk, settings)


def _tcp(circuit: CircuitTable, secrets: Secrets, card: Card) -> TcpBearer:
    theirs = [one for one in card.addresses if one.bearer == "tcp"]
    if not theirs:
        raise _unusable(circuit, f"the card of {card.station} has no tcp certificate")
    role = Role.DIAL if circuit.listen is None else Role.LISTEN
    address = circuit.listen or circuit.dial or theirs[0].address
    try:
        host, port = split_address(address)
    except ValueError:
        raise _unusable(
            circuit,
            f"the card of {card.station} has no address to call; give dial or listen",
        ) from None
    return TcpBearer(
        TcpSettings(
            role=role,
            host=host,
            port=port,
            certificate=secrets.tls_certificate,
            key=secrets.tls_key,
            counterpart_certificate=theirs[0].pin,
        )
    )


def _unusable(circuit: CircuitTable, reason: str) -> LocalFault:
    return LocalFault("PLY-CFG-025", circuit=circuit.name, reason=reason)
