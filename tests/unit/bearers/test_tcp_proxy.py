# SPDX-License-Identifier: Apache-2.0
"""The way out through a proxy, and the networks that make one needed."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

import pytest

from parley.bearers.tcp import TcpBearer
from parley.bearers.tcp.proxy import Proxy, parse_proxy
from parley.fixed import replace
from parley.testing.check_bearer import running


class SmallProxy:
    """Speaks just enough of both kinds; `says` is what it answers instead."""

    def __init__(self, target, says=None) -> None:
        self.target = target
        self.says = says
        self.asked: list[bytes] = []

    async def serve(self, reader, writer) -> None:
        try:
            await self._serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _serve(self, reader, writer) -> None:
        first = await reader.readexactly(1)
        if self.says is not None:
            writer.write(self.says)
            await writer.drain()
            while await reader.read(100):
                pass
            return
        if first == b"\x05":
            await self._socks(reader, writer)
        else:
            self.asked.append(first + await reader.readuntil(b"\r\n\r\n"))
            writer.write(b"HTTP/1.1 200 OK\r\nVia: here\r\n\r\n")
        far, back = await asyncio.open_connection(*self.target())
        async with asyncio.TaskGroup() as group:
            group.create_task(self._pump(reader, back))
            group.create_task(self._pump(far, writer))

    async def _socks(self, reader, writer) -> None:
        count = (await reader.readexactly(1))[0]
        await reader.readexactly(count)
        writer.write(b"\x05\x00")
        head = await reader.readexactly(5)
        self.asked.append(await reader.readexactly(head[4] + 2))
        writer.write(b"\x05\x00\x00\x01" + bytes(6))

    @staticmethod
    async def _pump(reader, writer) -> None:
        try:
            while data := await reader.read(65_536):
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()


@asynccontextmanager
async def proxied(target, says=None):
    proxy = SmallProxy(target, says)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    try:
        yield proxy, server.sockets[0].getsockname()[1]
    finally:
        server.close()


@pytest.mark.parametrize("scheme", ["socks5", "http"])
def test_circuit_comes_up_through_a_proxy(bench, scheme):
    """Some ministries let nothing out but through one machine."""

    async def story() -> None:
        far = TcpBearer(bench.listen(port=0))
        async with running(far) as heard:
            await far.listening.wait()
            async with proxied(lambda: ("127.0.0.1", far.port)) as (proxy, port):
                settings = replace(
                    bench.dial(8470),
                    host="line.bravo.example",
                    proxy=Proxy(scheme, "127.0.0.1", port),
                )
                near = TcpBearer(settings)
                async with running(near) as told:
                    await told.until_up()
                    near.send(b"through the proxy")
                    await heard.until_frames(1)
            assert b"line.bravo.example" in proxy.asked[0]

    asyncio.run(story())


@pytest.mark.parametrize(
    ("scheme", "says", "reason"),
    [
        ("socks5", b"\x05\xff", "it wants a password, or is no SOCKS5 proxy"),
        ("socks5", b"\x05\x00\x05\x05\x00\x01" + bytes(6), "refused there"),
        ("socks5", b"HTTP/1.1 400 Bad\r\n\r\n", "it wants a password"),
        ("http", b"HTTP/1.1 407 Proxy\r\n\r\n", "it answered 407"),
        ("http", b"HTTP/1.1 302 Found\r\nLocation: x\r\n\r\n", "it answered 302"),
        ("http", b"<html>Please log in</html>" * 500, "its answer is no HTTP"),
        ("http", b"\x05\x00\r\n\r\n", "its answer is no HTTP"),
    ],
)
def test_proxy_that_does_not_let_us_through_is_told_in_words(
    bench, scheme, says, reason
):
    """A captive portal, a wrong port, a password: the watch must know which."""

    async def story() -> None:
        async with proxied(lambda: ("127.0.0.1", 1), says) as (_, port):
            settings = replace(bench.dial(8470), proxy=Proxy(scheme, "127.0.0.1", port))
            async with running(TcpBearer(settings)) as told:
                await told.until(lambda: told.reasons)
                assert reason in told.reasons[0]
                assert f"the proxy 127.0.0.1:{port}" in told.reasons[0]

    asyncio.run(story())


def test_proxy_that_says_nothing_is_given_up(bench):
    """A firewall that swallows everything looks like a slow proxy for ever."""

    async def story() -> None:
        async with proxied(lambda: ("127.0.0.1", 1), b"") as (_, port):
            settings = replace(
                bench.dial(8470),
                connect_timeout_s=0.2,
                proxy=Proxy("socks5", "127.0.0.1", port),
            )
            async with running(TcpBearer(settings)) as told:
                await told.until(lambda: told.reasons)
                assert "did not answer within 0.2 s" in told.reasons[0]

    asyncio.run(story())


@pytest.mark.parametrize(
    "value", ["", "proxy:1080", "socks4://a:1", "socks5://a", "http://:1", "http://"]
)
def test_address_of_no_proxy_is_refused(value):
    """At the start, and not in the hour it is needed."""
    with pytest.raises(ValueError, match=r"socks5|HOST:PORT"):
        parse_proxy(value)
