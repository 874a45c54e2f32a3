# SPDX-License-Identifier: Apache-2.0
"""The next thing that the other end of a call says, by h11."""

from __future__ import annotations

import asyncio

import h11

_READ_BYTES = 65_536


async def hear(speech: h11.Connection, reader: asyncio.StreamReader) -> object:
    """Return the next event of HTTP.

    Raises:
        ConnectionError: the other end hung up.
        h11.RemoteProtocolError: what came is no HTTP, or was cut.

    """
    while True:
        event = speech.next_event()
        if event is not h11.NEED_DATA:
            if isinstance(event, h11.ConnectionClosed):
                raise ConnectionResetError
            return event
        speech.receive_data(await reader.read(_READ_BYTES))
