# SPDX-License-Identifier: Apache-2.0
"""From a host and a port to a connected socket, or to a reason in words."""

from __future__ import annotations

import asyncio
import errno
import os
import socket

from parley.bearers.tcp.config import address_text

_Endpoint = tuple[socket.AddressFamily, tuple[object, ...]]

_ADDRESSES_MAX = 4  # a name with more is tried in turn, a few at each attempt
_NO_WAY = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, errno.ENETDOWN)


class UnreachedError(Exception):
    """There is no connection; `reason` is in words.  Never leaves this bearer."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


async def reach(host: str, port: int, timeout_s: float) -> socket.socket:
    """Return a connected socket; try each address of a name within `timeout_s`.

    Raises:
        UnreachedError: With the reason of the last address tried.

    """
    address = address_text(host, port)
    no_answer = f"no answer from {address} within {timeout_s:g} s"
    endpoints = await _endpoints(host, port, timeout_s)
    reason = no_answer
    for family, endpoint in endpoints:
        try:
            async with asyncio.timeout(timeout_s / len(endpoints)):
                return await _connected(family, endpoint)
        except TimeoutError:
            reason = no_answer
        except OSError as error:
            reason = _reason(error, address)
    raise UnreachedError(reason)


async def _endpoints(host: str, port: int, timeout_s: float) -> list[_Endpoint]:
    loop = asyncio.get_running_loop()
    try:
        found = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST
        )
    except (OSError, UnicodeError):
        # Not an address in digits, which needs no resolver and no thread.
        try:
            async with asyncio.timeout(timeout_s):
                found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except TimeoutError:
            raise UnreachedError(
                f"name {host} not resolved within {timeout_s:g} s"
            ) from None
        except (OSError, UnicodeError):
            raise UnreachedError(f"name {host} not found") from None
    return [(info[0], info[4]) for info in found[:_ADDRESSES_MAX]]


async def _connected(
    family: socket.AddressFamily, endpoint: tuple[object, ...]
) -> socket.socket:
    near = socket.socket(family, socket.SOCK_STREAM)
    try:
        near.setblocking(False)
        await asyncio.get_running_loop().sock_connect(near, endpoint)
    except BaseException:
        near.close()
        raise
    return near


def _reason(error: OSError, address: str) -> str:
    if error.errno == errno.ECONNREFUSED:
        return f"refused by {address}"
    if error.errno in _NO_WAY:
        return f"no way to {address}: the network does not reach it"
    if error.errno is None:
        return f"no way to {address}"
    return f"no way to {address}: {os.strerror(error.errno).lower()}"
