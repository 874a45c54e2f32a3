# SPDX-License-Identifier: Apache-2.0
"""`HOST:PORT`, as settings and cards write it."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Final

from pydantic import AfterValidator

ADDRESS_WORDS: Final = (
    "HOST:PORT with a port from 1 to 65535, as 127.0.0.1:8471 or [::1]:8471"
)
_PORT_MAX = 65_535


def split_address(address: str) -> tuple[str, int]:
    """Return host and port of `HOST:PORT`; an IPv6 host stands in brackets.

    Raises:
        ValueError: `address` is not of that form.

    """
    host, colon, port = address.rpartition(":")
    if not colon or not host or not port.isascii() or not port.isdigit():
        raise ValueError(ADDRESS_WORDS)
    if not 0 < int(port) <= _PORT_MAX:
        raise ValueError(ADDRESS_WORDS)
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        raise ValueError(ADDRESS_WORDS)
    return host, int(port)


def is_loopback(address: str) -> bool:
    """Say whether `HOST:PORT` can only be reached from this machine."""
    host, _ = split_address(address)
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def checked_address(value: str) -> str:
    """Return `value` if it is `HOST:PORT`.

    Raises:
        ValueError: it is not.

    """
    split_address(value)
    return value


Address = Annotated[str, AfterValidator(checked_address)]
"""The type of a setting that holds `HOST:PORT`."""
