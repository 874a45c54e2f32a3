# SPDX-License-Identifier: Apache-2.0
"""The message's addresses: page, picture, exact text, and the acknowledge act."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from parley.console.drawing import Picture, draw
from parley.console.frame import frame
from parley.console.house import house_of
from parley.console.pages.message.acknowledge import acknowledge
from parley.console.pages.message.acts import act, answer
from parley.console.pages.message.picture import message_picture
from parley.console.pages.texts.gathering import beside
from parley.console.told import told_of


async def _picture(request: Request) -> Picture:
    station = house_of(request).station
    ref = str(request.path_params["ref"])
    message = await station.message(ref)
    board = await station.board()
    told = await told_of(request, request.query_params.get("told", ""))
    positions = await station.positions()
    did = request.query_params.get("did", "")
    return {
        "frame": frame(request, board, ref),
        "page": {
            **message_picture(message, board.status.now_ms, told, positions, did),
            "beside": await beside(request, message),
        },
    }


async def _note(request: Request) -> None:
    house, ref = house_of(request), str(request.path_params["ref"])
    message = await house.station.message(ref)
    watch = house.signed_on.at(request)
    officer = None if watch is None else watch.officer
    await house.station.note("READ", message.ref, officer)


async def page(request: Request) -> Response:
    """Draw one message, and note who reads it."""
    await _note(request)
    return draw(request, "message/message.html", await _picture(request))


async def fragment(request: Request) -> Response:
    """Return one message's picture."""
    return JSONResponse(await _picture(request))


async def exact(request: Request) -> Response:
    """Return the texts exactly as they were sent, for a program or an editor."""
    message = await house_of(request).station.message(str(request.path_params["ref"]))
    await _note(request)
    body = "\n".join(text for _, text in message.texts).encode("utf-8")
    name = f"{message.party}-{message.number:06d}".encode("ascii", "ignore").decode()
    safe = "".join(c for c in name if c.isalnum() or c == "-")
    return Response(
        body,
        media_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{safe}.txt"'},
    )


ROUTES = [
    Route("/message/{ref:path}", page),
    Route("/message.json/{ref:path}", fragment),
    Route("/message.txt/{ref:path}", exact),
    Route("/acknowledge", acknowledge, methods=["POST"]),
    Route("/act", act, methods=["POST"]),
    Route("/answer", answer, methods=["POST"]),
]
