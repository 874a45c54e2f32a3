# SPDX-License-Identifier: Apache-2.0
"""From a host and a port to a connected socket, or to a reason in words."""

from __future__ import annotations

import asyncio
import errno
import os
import socket

from parley.bearers.tcp.proxy import Proxy, ask_way
from parley.bearers.tcp.unreached import UnreachedError, address_text

_Endpoint = tuple[socket.AddressFamily, tuple[object, ...]]

_ADDRESSES_MAX = 4  # a name with more is tried in turn, a few at each attempt
_NO_WAY = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, errno.ENETDOWN)


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


async def reach_through(
    proxy: Proxy | None, host: str, port: int, timeout_s: float
) -> socket.socket:
    """As `reach`, through a proxy if there is one.

    Raises:
        UnreachedError: With the reason, which names the proxy if it is the proxy's.

    """
    if proxy is None:
        return await reach(host, port, timeout_s)
    near = await reach(proxy.host, proxy.port, timeout_s)
    try:
        async with asyncio.timeout(timeout_s):
            await ask_way(near, proxy, host, port)
    except TimeoutError:
        near.close()
        raise UnreachedError(
            f"the proxy {proxy.address} did not answer within {timeout_s:g} s"
        ) from None
    except OSError as error:
        near.close()
        raise UnreachedError(_reason(error, proxy.address)) from None
    except BaseException:
        near.close()
        raise
    return near


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
