# SPDX-License-Identifier: Apache-2.0
"""The live wire of a screen: says "look again", proves it is alive, hears presence.

Down: `{"seq": n, "topic": "board"}` when something changed, `{"beat": n}` every two
seconds.  Up: `{"armed": ..., "audible": ..., "visible": ...}` every two seconds.  Facts
never travel here; the page asks for them, so a frame that is lost or repeated can show
nothing wrong.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import ExitStack

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from parley.console.house import house_of
from parley.console.needs import Station

BEAT_S = 2.0
SILENCE_S_MAX = 10.0
WORD_CHARACTERS_MAX = 512
_DIGITS_MAX = 18


async def _tell_changes(socket: WebSocket, station: Station, after: int) -> None:
    async for seq in station.watch_changes():
        if seq != after:
            await socket.send_json({"seq": seq, "topic": "board"})
    # The station stops; the screen must know at once and not in five seconds.
    await socket.close(1001)


async def _beat(socket: WebSocket) -> None:
    beat = 0
    while True:
        await socket.send_json({"beat": beat})
        beat += 1
        await asyncio.sleep(BEAT_S)


def _is_armed(word: str) -> bool:
    """Read a screen's word about itself; anything strange counts as not armed."""
    if len(word) > WORD_CHARACTERS_MAX:
        return False
    try:
        said = json.loads(word)
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("armed") is True


async def _hear(socket: WebSocket, station: Station) -> None:
    armed = False
    with ExitStack() as while_armed:
        while True:
            async with asyncio.timeout(SILENCE_S_MAX):
                now_armed = _is_armed(await socket.receive_text())
            if now_armed and not armed:
                while_armed.enter_context(station.armed_console())
            elif armed and not now_armed:
                while_armed.close()
            armed = now_armed


def _after(socket: WebSocket) -> int:
    """Return the last number the screen saw; -1 if it says nothing we understand."""
    after = socket.query_params.get("after", "")
    fits = after.isascii() and after.isdigit() and len(after) <= _DIGITS_MAX
    return int(after) if fits else -1


async def live(socket: WebSocket) -> None:
    """Serve one screen until it goes, falls silent, or the station stops."""
    station = house_of(socket).station
    await socket.accept()
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_tell_changes(socket, station, _after(socket)))
            tasks.create_task(_beat(socket))
            tasks.create_task(_hear(socket, station))
    except* (WebSocketDisconnect, TimeoutError, KeyError, RuntimeError):
        # Gone, silent, a binary frame, or a send after the close: the screen comes
        # back by itself and looks again.
        pass


ROUTES = [WebSocketRoute("/live", live)]
