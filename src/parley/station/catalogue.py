# SPDX-License-Identifier: Apache-2.0
"""Every adapter that a station can be built from, listed by hand.

Nothing is discovered: what is not written here is not loaded.  A new kind of bearer is
one line in `_KINDS`.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import Any, Final

from parley.crypto.vault import Vault
from parley.errors import LocalFault
from parley.ports.kind import BearerKind
from parley.station.places import StationFolder
from parley.station.secrets import Secrets
from parley.store.sqlite.store import SqliteStore

# Where the `BearerKind` of each kind is.
_KINDS: Final = {
    "tcp": ("parley.bearers.tcp.kind", "TCP"),
    "udp": ("parley.bearers.udp.kind", "UDP"),
    "file": ("parley.bearers.file.kind", "FILE"),
    "relay": ("parley.bearers.relay.kind", "RELAY"),
    "pipe": ("parley.bearers.pipe.kind", "PIPE"),
    "mail": ("parley.bearers.mail.kind", "MAIL"),
    "qr": ("parley.bearers.qr.kind", "QR"),
    "nats": ("parley.bearers.nats.kind", "NATS"),
    "kiss": ("parley.bearers.kiss.kind", "KISS"),
    "tor": ("parley.bearers.tor.kind", "TOR"),
    "voice": ("parley.bearers.voice.kind", "VOICE"),
}
BEARERS: Final = tuple(_KINDS)
"""Every kind of bearer by name; the first is meant by settings that name none."""

# Pages stand above the station and so cannot be imported by it; this one name is how
# the station starts them.
_CONSOLE: Final = ("parley.console.app", "create_console")
_API: Final = ("parley.api.app", "create_api")

AHEAD: Final = {
    "listener": ("uvicorn.protocols.http.h11_impl", "uvicorn.lifespan.off"),
    "console": (_CONSOLE[0], "uvicorn.protocols.websockets.websockets_sansio_impl"),
    "api": (_API[0],),
}
"""What is loaded while the keys are opened, or behind a door that is open already."""


@cache
def kind_of(bearer: str) -> BearerKind:
    """Return a kind of bearer by its name, which the settings have checked.

    It is loaded now: a station loads the carriers it has circuits of, and no others.
    """
    module, name = _KINDS[bearer]
    kind = getattr(import_module(module), name)
    assert isinstance(kind, BearerKind), bearer
    return kind


def open_store(folder: StationFolder, secrets: Secrets) -> SqliteStore:
    """Open the record of a station."""
    return SqliteStore(folder.store, Vault(secrets.archive))


def preload(*parts: str) -> None:
    """Load ahead of need what `parts` are made of, as named in `AHEAD`."""
    for part in parts:
        for name in AHEAD[part]:
            with suppress(ImportError):  # told by whoever needs it
                import_module(name)


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
        return getattr(import_module(module), name)
    except ImportError as missing:
        raise LocalFault("PLY-CFG-023", part=missing.name or module) from missing
