# SPDX-License-Identifier: Apache-2.0
"""A relay between two TCP ends that can fall silent, as lines do.

A cable that is cut says nothing: both ends go on believing in the circuit.  That is
what `stall` plays; closing a socket, which tells the other end, is not the same fault.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

_CHUNK_BYTES = 65_536
_WINDOW_BYTES = 16_384  # what the relay's own sockets may hold, so that it clogs soon


class TcpRelay:
    """Forwards whoever calls `port` to the target, until it is told to stall."""

    def __init__(self, target: Callable[[], tuple[str, int]]) -> None:
        """Ask `target` for host and port at each call."""
        self.port = 0
        self.calls = 0
        self._target = target
        self._flows = asyncio.Event()
        self._flows.set()

    def stall(self) -> None:
        """Forward nothing more, close nothing, say nothing."""
        self._flows.clear()

    def flow(self) -> None:
        """Forward again."""
        self._flows.set()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[TcpRelay]:
        """Listen on a free port of 127.0.0.1 for as long as the context lasts."""
        listening = socket.create_server(("127.0.0.1", 0))
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _WINDOW_BYTES)
        listening.setblocking(False)
        self.port = int(listening.getsockname()[1])
        with listening:
            async with asyncio.TaskGroup() as group:
                task = group.create_task(self._take_calls(listening))
                try:
                    yield self
                finally:
                    task.cancel()

    async def _take_calls(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as group:
            while True:
                caller, _ = await loop.sock_accept(listening)
                caller.setblocking(False)
                self.calls += 1
                group.create_task(self._carry(caller))

    async def _carry(self, caller: socket.socket) -> None:
        host, port = self._target()
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with caller, socket.socket(family, socket.SOCK_STREAM) as called:
            called.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _WINDOW_BYTES)
            called.setblocking(False)
            try:
                await asyncio.get_running_loop().sock_connect(called, (host, port))
            except OSError:
                return
            ways = [self._pump(caller, called), self._pump(called, caller)]
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(way) for way in ways]
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in tasks:
                    task.cancel()

    async def _pump(self, origin: socket.socket, goal: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        try:
            while data := await loop.sock_recv(origin, _CHUNK_BYTES):
                await self._flows.wait()
                await loop.sock_sendall(goal, data)
        except OSError:
            return
