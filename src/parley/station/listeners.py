# SPDX-License-Identifier: Apache-2.0
"""The sockets of console, health and control, and the HTTP that is spoken on them.

Every socket is bound before anything runs, so that a port in use is one clear fault at
the start and not a warning among others.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

import uvicorn

from parley.errors import LocalFault
from parley.ports.address import split_address

_BACKLOG = 128
_STOP_S = 1
_PATH_BYTES_MAX = 100  # of sun_path's 108


class Listener(uvicorn.Server):
    """Speaks HTTP on one bound socket until it is told to stop."""

    def __init__(self, app: Any, bound: socket.socket, *, websockets: bool) -> None:  # noqa: ANN401 - ASGI
        config = uvicorn.Config(
            app,
            http="h11",
            ws="websockets-sansio" if websockets else "none",
            loop="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_STOP_S,
            limit_concurrency=256,
        )
        super().__init__(config)
        self._bound = bound
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and say so."""
        await super().startup(sockets)
        self.ready.set()

    def capture_signals(self) -> Any:  # noqa: ANN401 - a context manager of the library's
        """Leave signals alone: the station has its own way to stop."""
        return nullcontext()

    async def listen(self) -> None:
        """Answer until `stop`."""
        await self.serve(sockets=[self._bound])

    def stop(self) -> None:
        """Let `listen` finish: no new request is taken."""
        self.should_exit = True


def bind(address: str, setting: str) -> socket.socket:
    """Take a TCP address for listening.

    Raises:
        LocalFault: PLY-CFG-009 it cannot be had.

    """
    host, port = split_address(address)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, place = found[0]
        bound = socket.socket(family, kind, protocol)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(place)
            bound.listen(_BACKLOG)
            bound.setblocking(False)
        except BaseException:
            bound.close()
            raise
    except OSError as refused:
        reason = (refused.strerror or str(refused)).lower()
        raise LocalFault(
            "PLY-CFG-009", setting=setting, address=address, reason=reason
        ) from refused
    return bound


@contextmanager
def bound_path(path: Path) -> Iterator[socket.socket]:
    """Listen on a Unix socket that only its owner can open; remove it afterwards.

    Whoever calls holds the station's lock, so a socket left there is a dead one's.

    Raises:
        LocalFault: PLY-CFG-008 it cannot be made.

    """
    bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        try:
            path.unlink(missing_ok=True)
            _bind_path(bound, path)
            bound.listen(_BACKLOG)
            bound.setblocking(False)
        except OSError as refused:
            reason = (refused.strerror or str(refused)).lower()
            raise LocalFault("PLY-CFG-008", path=path, reason=reason) from refused
        yield bound
    finally:
        bound.close()
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _bind_path(bound: socket.socket, path: Path) -> None:
    before = os.umask(0o177)
    try:
        if len(os.fsencode(path)) <= _PATH_BYTES_MAX:
            bound.bind(os.fspath(path))
            return
        # A long path does not fit into a socket address; the descriptor of its folder
        # does.
        folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
        try:
            bound.bind(f"/proc/self/fd/{folder}/{path.name}")
        finally:
            os.close(folder)
    finally:
        os.umask(before)
