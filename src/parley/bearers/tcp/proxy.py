# SPDX-License-Identifier: Apache-2.0
"""The way out through a proxy: SOCKS5 (RFC 1928) or HTTP CONNECT (RFC 9110).

The name of the counterpart's host is given to the proxy to resolve.  A proxy sees the
two addresses, times and sizes; the TLS session inside is with the counterpart.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Final, Literal, cast, get_args

from parley.bearers.tcp.unreached import UnreachedError, address_text
from parley.fixed import Fixed
from parley.ports.address import split_address

Scheme = Literal["socks5", "http"]

PROXY_WORDS: Final = "socks5:// or http://, and HOST:PORT of the proxy"
_HEAD_BYTES_MAX = 8_192
_NAME_BYTES_MAX = 255
_HTTP_OK = b"200"
_REFUSALS: Final = {
    1: "it failed",
    2: "it is not allowed there",
    3: "the network is not reached",
    4: "the host is not reached",
    5: "refused there",
    6: "no answer from there",
    8: "it does not know such an address",
}


class Proxy(Fixed):
    """Where a proxy is and how it is spoken to."""

    scheme: Scheme
    host: str
    port: int

    @property
    def address(self) -> str:
        """Host and port, as people write them."""
        return address_text(self.host, self.port)


async def ask_way(near: socket.socket, proxy: Proxy, host: str, port: int) -> None:
    """Have `proxy`, to which `near` is connected, connect us to `host`.

    Raises:
        UnreachedError: it does not, in words.
        OSError: the connection to it broke.

    """
    speak = _socks if proxy.scheme == "socks5" else _connect
    try:
        await speak(near, host, port)
    except UnreachedError as refused:
        raise UnreachedError(
            f"the proxy {proxy.address} brings no way to {address_text(host, port)}: "
            f"{refused.reason}"
        ) from None


async def _socks(near: socket.socket, host: str, port: int) -> None:
    loop = asyncio.get_running_loop()
    name = host.encode() if host.isascii() else host.encode("idna")
    if len(name) > _NAME_BYTES_MAX:
        raise UnreachedError("the name is too long")
    await loop.sock_sendall(near, b"\x05\x01\x00")  # one method: no password
    if await _exactly(near, 2) != b"\x05\x00":
        raise UnreachedError("it wants a password, or is no SOCKS5 proxy")
    asked = b"\x05\x01\x00\x03" + bytes((len(name),)) + name + port.to_bytes(2, "big")
    await loop.sock_sendall(near, asked)
    version, answer, _, kind = await _exactly(near, 4)
    if version != 5 or answer != 0:  # noqa: PLR2004 - SOCKS 5
        raise UnreachedError(_REFUSALS.get(answer, "it refused"))
    lengths = {1: 4, 4: 16}
    rest = lengths[kind] if kind in lengths else (await _exactly(near, 1))[0]
    await _exactly(near, rest + 2)  # where it stands itself; of no use to us


async def _connect(near: socket.socket, host: str, port: int) -> None:
    loop = asyncio.get_running_loop()
    goal = address_text(host, port)
    asked = f"CONNECT {goal} HTTP/1.1\r\nHost: {goal}\r\n\r\n"
    await loop.sock_sendall(near, asked.encode("ascii", "replace"))
    head = b""
    # Byte by byte: what follows the head is the counterpart's and not ours to take.
    while not head.endswith(b"\r\n\r\n"):
        if len(head) >= _HEAD_BYTES_MAX:
            raise UnreachedError("its answer is no HTTP")
        head += await _exactly(near, 1)
    words = head.split(b"\r\n", 1)[0].split(b" ", 2)
    if not words[0].startswith(b"HTTP/1.") or len(words) < 2:  # noqa: PLR2004
        raise UnreachedError("its answer is no HTTP")
    if words[1] != _HTTP_OK:
        status = words[1].decode("ascii", "replace")[:3]
        raise UnreachedError(f"it answered {status}")


async def _exactly(near: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        more = await asyncio.get_running_loop().sock_recv(near, count - len(data))
        if not more:
            raise UnreachedError("it hung up")
        data += more
    return data


def parse_proxy(value: str) -> Proxy:
    """Return the proxy that a setting names.

    Raises:
        ValueError: it is not of that form.

    """
    scheme, between, address = value.partition("://")
    if not between or scheme not in get_args(Scheme):
        raise ValueError(PROXY_WORDS)
    host, port = split_address(address.rstrip("/"))
    return Proxy(cast("Scheme", scheme), host, port)
