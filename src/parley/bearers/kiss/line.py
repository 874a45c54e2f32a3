# SPDX-License-Identifier: Apache-2.0
"""The line to a TNC: a serial port or a TCP connection, as a pair of streams."""

from __future__ import annotations

import asyncio
import os
import socket
import termios
import tty
from typing import Final

from parley.bearers.kiss.config import Host, Serial
from parley.fixed import Fixed
from parley.ports.address import split_address

_BUFFER_BYTES: Final = 65_536
_UNSENT_BYTES: Final = 2_048


class LineError(Exception):
    """There is no line to the TNC; `reason` is in words.  Never leaves this bearer."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


class Line(Fixed):
    """Both directions of a line, and what is let go of with it."""

    output: asyncio.StreamReader
    entrance: asyncio.StreamWriter
    held: tuple[asyncio.BaseTransport, ...]

    async def close(self) -> None:
        """Let go of it, whatever is still unsent."""
        self.entrance.transport.abort()
        for each in self.held:
            each.close()
        # Transports let go of their files in a turn of the loop of its own.
        await asyncio.sleep(0)


async def open_line(tnc: Serial | Host, timeout_s: float) -> Line:
    """Return the line to a TNC.

    Raises:
        LineError: there is none, in words.

    """
    match tnc:
        case Host(address):
            return await _call(address, timeout_s)
        case Serial(device, baud):
            return await _open(device, baud)


async def _call(address: str, timeout_s: float) -> Line:
    host, port = split_address(address)
    try:
        async with asyncio.timeout(timeout_s):
            output, entrance = await asyncio.open_connection(
                host, port, limit=_BUFFER_BYTES
            )
    except TimeoutError:
        raise LineError(
            f"the TNC at {address} did not answer within {timeout_s:g} s"
        ) from None
    except ConnectionRefusedError:
        raise LineError(f"refused by {address}: no TNC listens there") from None
    except (OSError, UnicodeError) as error:
        raise LineError(f"no way to the TNC at {address}: {words(error)}") from None
    near = entrance.get_extra_info("socket")
    # What a kernel holds for a TNC that hangs is not on the air, and is not known of.
    near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _UNSENT_BYTES)
    near.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return Line(output, entrance, ())


async def _open(device: str, baud: int) -> Line:
    loop = asyncio.get_running_loop()
    try:
        number = os.open(device, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError as error:
        raise LineError(f"the TNC at {device} cannot be used: {words(error)}") from None
    try:
        _make_raw(number, baud)
    except (OSError, termios.error):
        os.close(number)
        raise LineError(f"{device} is no serial line") from None
    reading, writing = os.fdopen(number, "rb", 0), os.fdopen(os.dup(number), "wb", 0)
    output = asyncio.StreamReader(_BUFFER_BYTES)
    hears, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(output), reading
    )
    speaks, protocol = await loop.connect_write_pipe(
        lambda: asyncio.StreamReaderProtocol(asyncio.StreamReader()), writing
    )
    entrance = asyncio.StreamWriter(speaks, protocol, None, loop)
    return Line(output, entrance, (hears,))


def _make_raw(number: int, baud: int) -> None:
    tty.setraw(number)
    state = termios.tcgetattr(number)
    speed = getattr(termios, f"B{baud}")
    state[2] |= termios.CLOCAL | termios.CREAD
    state[4] = state[5] = speed
    termios.tcsetattr(number, termios.TCSANOW, state)


def words(error: Exception) -> str:
    """Return what the system says of a failure, for the board."""
    text = getattr(error, "strerror", None) or str(error)
    return str(text).lower()
