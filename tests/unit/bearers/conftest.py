# SPDX-License-Identifier: Apache-2.0
"""Two stations' certificates, bearers on free ports, and strangers who call."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import pytest

from parley.bearers.tcp import Role, TcpBearer, TcpSettings
from parley.bearers.tcp.tls import make_context
from parley.crypto.certificate import make_certificate
from parley.fixed import replace
from parley.testing.check_bearer import running
from parley.testing.recorder import CircuitRecorder

LIFE = (1_577_836_800, 4_102_444_800)  # 2020 to 2100


@dataclass(frozen=True)
class Caller:
    """Somebody who dials by hand."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def hung_up_on(self) -> bool:
        """Wait until the other side closes; say whether it did so at all."""
        try:
            async with asyncio.timeout(10):
                while await self.reader.read(65_536):
                    pass
        except TimeoutError:
            return False
        except OSError:
            return True
        return True


class Bench:
    """What the tests of the TCP bearer start from."""

    def __init__(self) -> None:
        self.alfa = make_certificate("alfa.example", *LIFE)
        self.bravo = make_certificate("bravo.example", *LIFE)

    def dial(self, port: int, **changes: object) -> TcpSettings:
        """Return settings of ALFA, who dials."""
        settings = TcpSettings(
            Role.DIAL,
            "127.0.0.1",
            port,
            *self.alfa,
            self.bravo[0],
            retry_s_min=0.01,
            retry_s_max=0.05,
        )
        return replace(settings, **changes)

    def listen(self, **changes: object) -> TcpSettings:
        """Return settings of BRAVO, who listens."""
        settings = TcpSettings(Role.LISTEN, "127.0.0.1", 0, *self.bravo, self.alfa[0])
        return replace(settings, **changes)

    @asynccontextmanager
    async def listening(
        self, **changes: object
    ) -> AsyncIterator[tuple[TcpBearer, CircuitRecorder]]:
        """Run BRAVO until it has its port, and on."""
        bearer = TcpBearer(self.listen(**changes))
        async with running(bearer) as told:
            await bearer.listening.wait()
            yield bearer, told

    @asynccontextmanager
    async def call(
        self, port: int, tls: ssl.SSLContext | None = None, **options: object
    ) -> AsyncIterator[Caller]:
        """Dial by hand, with or without TLS."""
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", port, ssl=tls, **options
        )
        try:
            yield Caller(reader, writer)
        finally:
            writer.transport.abort()
            with suppress(OSError):
                await writer.wait_closed()

    def counterpart(self) -> ssl.SSLContext:
        """Return the TLS of ALFA as BRAVO expects it."""
        return make_context(self.dial(1))

    def stranger(self, name: str = "stranger.example") -> ssl.SSLContext:
        """Return the TLS of somebody with a certificate of his own making."""
        certificate, key = make_certificate(name, *LIFE)
        return make_context(self.dial(1, certificate=certificate, key=key))


@pytest.fixture(scope="session")
def bench() -> Bench:
    return Bench()
