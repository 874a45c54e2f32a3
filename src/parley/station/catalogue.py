# SPDX-License-Identifier: Apache-2.0
"""Every adapter that a station can be built from, listed by hand.

Nothing is discovered: what is not written here is not loaded.  A new kind of bearer is
one import and one name in `KINDS`.
"""

from __future__ import annotations

import importlib
from contextlib import suppress
from typing import Any, Final

from parley.bearers.file.kind import FILE
from parley.bearers.kiss.kind import KISS
from parley.bearers.mail.kind import MAIL
from parley.bearers.nats.kind import NATS
from parley.bearers.pipe.kind import PIPE
from parley.bearers.qr.kind import QR
from parley.bearers.relay.kind import RELAY
from parley.bearers.tcp.kind import TCP
from parley.bearers.tor.kind import TOR
from parley.bearers.udp.kind import UDP
from parley.bearers.voice.kind import VOICE
from parley.crypto.vault import Vault
from parley.errors import LocalFault
from parley.ports.kind import BearerKind
from parley.station.places import StationFolder
from parley.station.secrets import Secrets
from parley.store.sqlite.store import SqliteStore

KINDS: Final[tuple[BearerKind, ...]] = (
    *(TCP, UDP, FILE, RELAY, PIPE, MAIL, QR, NATS),
    *(KISS, TOR, VOICE),
)
"""Every kind of bearer, the one that settings mean when they name none first."""

# Pages stand above the station and so cannot be imported by it; this one name is how
# the station starts them.
_CONSOLE: Final = ("parley.console.app", "create_console")
_API: Final = ("parley.api.app", "create_api")


def kind_of(bearer: str) -> BearerKind:
    """Return a kind of bearer by its name, which the settings have checked."""
    return next(kind for kind in KINDS if kind.name == bearer)


def open_store(folder: StationFolder, secrets: Secrets) -> SqliteStore:
    """Open the record of a station."""
    return SqliteStore(folder.store, Vault(secrets.archive))


def preload() -> None:
    """Load what is needed once the keys are open, while they are being opened."""
    for name in (
        _CONSOLE[0],
        "uvicorn.protocols.http.h11_impl",
        "uvicorn.protocols.websockets.websockets_sansio_impl",
    ):
        with suppress(ImportError):  # told by whoever needs it
            importlib.import_module(name)


def make_console(api: object, desk: object, settings: object) -> Any:  # noqa: ANN401
    """Return the console's ASGI application.

    Raises:
        LocalFault: PLY-CFG-023 the console is not installed.

    """
    return _face(_CONSOLE)(api, desk, settings)


def make_api(api: object, book: object, now: object, listen: str) -> Any:  # noqa: ANN401
    """Return the ASGI application of the HTTP API.

    Raises:
        LocalFault: PLY-CFG-023 it is not installed.

    """
    return _face(_API)(api, book, now, listen)


def _face(place: tuple[str, str]) -> Any:  # noqa: ANN401 - a callable from above
    module, name = place
    try:
        return getattr(importlib.import_module(module), name)
    except ImportError as missing:
        raise LocalFault("PLY-CFG-023", part=missing.name or module) from missing
