# SPDX-License-Identifier: Apache-2.0
"""An air with TNCs around it: what one sends, every other hears.

Each KISS connection is a TNC.  The air has no rate and loses nothing unless told to;
direwolf in tests/unit/bearers/test_kiss_direwolf.py is the real thing.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

FEND = b"\xc0"


class RadioAir:
    """TNCs on loopback; `passes` is asked of each KISS frame whether it is heard."""

    def __init__(self) -> None:
        """Begin with nobody on the air."""
        self.port = 0
        self.heard: list[bytes] = []
        self.passes: Callable[[bytes], bool] = lambda _frame: True
        self._is_clogged = False
        self._tncs: set[asyncio.StreamWriter] = set()
        self._mended = asyncio.Event()
        self.joined = asyncio.Event()  # somebody uses a TNC

    @property
    def address(self) -> str:
        """Where a station finds its TNC."""
        return f"127.0.0.1:{self.port}"

    @asynccontextmanager
    async def open(self) -> AsyncIterator[RadioAir]:
        """Listen for as long as the context lasts."""
        door = socket.create_server(("127.0.0.1", 0))
        # A TNC has little memory.
        door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        self.port = int(door.getsockname()[1])
        door_open = await asyncio.start_server(self._serve, sock=door, limit=4_096)
        try:
            yield self
        finally:
            door_open.close()
            self.hang_up()

    def hang_up(self) -> None:
        """Close every TNC's line, as when its program is ended."""
        for each in list(self._tncs):
            each.transport.abort()

    def say(self, data: bytes) -> None:
        """Put bytes on every TNC's line."""
        for each in self._tncs:
            each.write(data)

    def clog(self) -> None:
        """Read no more from anybody."""
        self._is_clogged = True

    async def _serve(
        self, hears: asyncio.StreamReader, speaks: asyncio.StreamWriter
    ) -> None:
        self._tncs.add(speaks)
        self.joined.set()
        rest = b""
        try:
            while data := await hears.read(65_536):
                if self._is_clogged:
                    await self._mended.wait()
                *whole, rest = (rest + data).split(FEND)
                for frame in filter(None, whole):
                    self._carry(frame, speaks)
        except OSError:
            pass  # the station let go
        finally:
            self._tncs.discard(speaks)
            speaks.transport.abort()

    def _carry(self, frame: bytes, sender: asyncio.StreamWriter) -> None:
        self.heard.append(frame)
        if frame[0] & 15 or not self.passes(frame):
            return
        for each in self._tncs - {sender}:
            each.write(FEND + frame + FEND)
