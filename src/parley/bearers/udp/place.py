# SPDX-License-Identifier: Apache-2.0
"""From host and port to the addresses to knock at, and to sockets."""

from __future__ import annotations

import asyncio
import ipaddress
import socket

_RESOLVE_S = 10.0
_PLACES_MAX = 4

Found = tuple[socket.AddressFamily, tuple[object, ...]]


async def find(host: str, port: int) -> list[Found]:
    """Return the addresses of a host, none if it cannot be resolved now.

    An address in digits needs no resolver and no thread.
    """
    kind, digits = socket.SOCK_DGRAM, socket.AI_NUMERICHOST
    try:
        found = socket.getaddrinfo(host, port, type=kind, flags=digits)
    except (OSError, UnicodeError):
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_RESOLVE_S):
                found = await loop.getaddrinfo(host, port, type=kind)
        except (OSError, UnicodeError, TimeoutError):
            return []
    return [(info[0], info[4]) for info in found[:_PLACES_MAX]]


def open_socket(family: int, local: tuple[str, int] | None) -> socket.socket:
    """Return a bound socket that does not block.

    Raises:
        OSError: the address cannot be had.

    """
    bound = socket.socket(family, socket.SOCK_DGRAM)
    try:
        bound.setblocking(False)
        if family == socket.AF_INET6 and local is not None and local[0] == "::":
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        if local is not None:
            bound.bind(local)
    except BaseException:
        bound.close()
        raise
    return bound


def family_of(host: str) -> socket.AddressFamily:
    """Return the family of an address to listen on."""
    try:
        version = ipaddress.ip_address(host).version
    except ValueError:
        return socket.AF_INET
    return socket.AF_INET6 if version == 6 else socket.AF_INET  # noqa: PLR2004
