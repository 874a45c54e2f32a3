# SPDX-License-Identifier: Apache-2.0
"""The board's addresses: the page, and the same picture for its script."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from parley.console.answers import go
from parley.console.drawing import Picture, draw
from parley.console.forms import read_form
from parley.console.frame import BAD, frame, in_order
from parley.console.house import house_of
from parley.console.pages.board.picture import board_picture
from parley.console.pages.code.picture import one_action
from parley.console.screen import screen_of
from parley.console.told import told_of


async def _picture(request: Request) -> Picture:
    station = house_of(request).station
    board = await station.board()
    wait = [message for message in in_order(board.open) if message.state != BAD]
    first = await station.message(wait[0].ref) if wait else None
    told = await told_of(request, request.query_params.get("told", ""))
    wire = await station.latest_lines()
    watch = house_of(request).signed_on.at(request)
    mine = () if watch is None else await station.unfinished(watch.officer)
    return {
        "frame": frame(request, board),
        "page": board_picture(board, first, told, wire, len(mine)),
    }


async def page(request: Request) -> Response:
    """Draw the board."""
    codes = one_action(screen_of(request).language)
    picture: Picture = {**await _picture(request), "codes": codes}
    return draw(request, "board/board.html", picture)


async def fragment(request: Request) -> Response:
    """Return the board's picture."""
    return JSONResponse(await _picture(request))


async def around(request: Request) -> Response:
    """Return the frame alone: what a page still shows whose own picture is refused."""
    board = await house_of(request).station.board()
    return JSONResponse({"frame": frame(request, board)})


async def silence(request: Request) -> Response:
    """Turn the sound off for 30 s at every screen of this station.

    Nobody signs on for this, and nothing is acknowledged by it.
    """
    await read_form(request)
    await house_of(request).station.silence()
    return go(request, "/")


ROUTES = [
    Route("/", page),
    Route("/frame.json", around),
    Route("/board.json", fragment),
    Route("/silence", silence, methods=["POST"]),
]
