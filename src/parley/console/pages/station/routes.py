# SPDX-License-Identifier: Apache-2.0
"""The address of the station page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.console.drawing import Picture, draw
from parley.console.frame import frame
from parley.console.house import house_of
from parley.console.pages.station.picture import station_picture


async def page(request: Request) -> Response:
    """Draw how the station itself is."""
    station = house_of(request).station
    board = await station.board()
    picture: Picture = {
        "frame": frame(request, board),
        "page": station_picture(board, await station.upkeep()),
    }
    return draw(request, "station/station.html", picture)


ROUTES = [Route("/station", page)]
