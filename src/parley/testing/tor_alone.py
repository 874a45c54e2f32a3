# SPDX-License-Identifier: Apache-2.0
"""A Tor without a network: its control port, its calls, and services on loopback.

For tests of what is asked of Tor and of what it may answer; a network of real ones is
in `parley.testing.tor_network`.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

GREETING = (
    b"250-PROTOCOLINFO 1\r\n250-AUTH METHODS=NULL\r\n"
    b'250-VERSION Tor="0.4.8.1"\r\n250 OK\r\n'
)
_SERVICE = re.compile(r"ADD_ONION .* Port=(\d+),127\.0\.0\.1:(\d+) ")
_REFUSED = b"\x05\x05\x00\x01" + bytes(6)
_GRANTED = b"\x05\x00\x00\x01" + bytes(6)


class TorAlone:
    """A Tor that does as told; ``answers`` holds others, by the first word asked.

    There is one service at most, and whoever was given a key may call it.
    """

    def __init__(self) -> None:
        """Begin with a Tor that is ready."""
        self.asked: list[str] = []
        self.answers: dict[str, bytes] = {}
        self.progress = 100
        self.control = self.socks = ""
        self._service: tuple[asyncio.StreamWriter, int] | None = None
        self._lines: set[asyncio.StreamWriter] = set()
        self._news = asyncio.Event()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[TorAlone]:
        """Have it for as long as the context lasts."""
        controls = await asyncio.start_server(self._control, "127.0.0.1", 0)
        calls = await asyncio.start_server(self._call, "127.0.0.1", 0)
        self.control = f"127.0.0.1:{controls.sockets[0].getsockname()[1]}"
        self.socks = f"127.0.0.1:{calls.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            controls.close()
            calls.close()
            self.hang_up()
            await asyncio.sleep(0)

    def hang_up(self) -> None:
        """End every session and every call, as a Tor that is killed."""
        for line in list(self._lines):
            line.transport.abort()

    async def until_asked(self, word: str) -> str:
        """Wait until something was asked that begins so, and return it."""
        while not (fitting := [one for one in self.asked if one.startswith(word)]):
            self._news.clear()
            await self._news.wait()
        return fitting[0]

    async def _control(
        self, hears: asyncio.StreamReader, speaks: asyncio.StreamWriter
    ) -> None:
        self._lines.add(speaks)
        with suppress(OSError):
            while asked := (await hears.readline()).decode("ascii").strip():
                self.asked.append(asked)
                self._news.set()
                found = _SERVICE.match(asked)
                if found is not None:
                    self._service = speaks, int(found[2])
                speaks.write(self._answer(asked))
        if self._service is not None and self._service[0] is speaks:
            self._service = None
        self._let_go(speaks)

    def _answer(self, asked: str) -> bytes:
        word = asked.split(maxsplit=1)[0]
        if word in self.answers:
            return self.answers[word]
        if word == "PROTOCOLINFO":
            return GREETING
        if asked == "GETINFO status/bootstrap-phase":
            phase = f"NOTICE BOOTSTRAP PROGRESS={self.progress} TAG=x SUMMARY=y"
            return f"250-status/bootstrap-phase={phase}\r\n250 OK\r\n".encode()
        return b"250 OK\r\n"

    async def _call(
        self, hears: asyncio.StreamReader, speaks: asyncio.StreamWriter
    ) -> None:
        self._lines.add(speaks)
        with suppress(OSError, asyncio.IncompleteReadError):
            await hears.readexactly(3)
            speaks.write(b"\x05\x00")
            head = await hears.readexactly(5)
            await hears.readexactly(head[4] + 2)
            if self._service is None:
                speaks.write(_REFUSED)
                await speaks.drain()
            else:
                await self._join(hears, speaks, self._service[1])
        self._let_go(speaks)

    async def _join(
        self, hears: asyncio.StreamReader, speaks: asyncio.StreamWriter, port: int
    ) -> None:
        theirs, ours = await asyncio.open_connection("127.0.0.1", port)
        self._lines.add(ours)
        speaks.write(_GRANTED)
        async with asyncio.TaskGroup() as group:
            group.create_task(_copy(hears, ours))
            group.create_task(_copy(theirs, speaks))
        self._let_go(ours)

    def _let_go(self, line: asyncio.StreamWriter) -> None:
        self._lines.discard(line)
        line.transport.abort()


async def _copy(hears: asyncio.StreamReader, speaks: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await hears.read(65_536):
            speaks.write(data)
            await speaks.drain()
    speaks.close()
