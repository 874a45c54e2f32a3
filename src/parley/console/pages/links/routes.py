# SPDX-License-Identifier: Apache-2.0
"""The links page's addresses: the page, and a test asked for now."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.console.answers import go
from parley.console.drawing import Picture, draw
from parley.console.forms import field, read_form
from parley.console.frame import frame
from parley.console.house import house_of
from parley.console.pages.links.picture import DAY_H, MONTH_H, links_picture

TEST_S = 8.0  # a page waits no longer; an answer that comes later is on the board


async def page(request: Request) -> Response:
    """Draw one counterpart's last day or month."""
    station = house_of(request).station
    board = await station.board()
    hours = MONTH_H if request.query_params.get("days") == "30" else DAY_H
    wanted = request.query_params.get("link")
    every = {one.link: one for one in board.status.counterparts}
    one = every.get(wanted or next(iter(every), ""))
    if one is None:
        picture: Picture = {"frame": frame(request, board), "page": {"none": True}}
        return draw(request, "links/links.html", picture)
    found = await station.link_figures(one.link, hours)
    picture = {
        "frame": frame(request, board),
        "page": links_picture(board, one, found, hours),
    }
    return draw(request, "links/links.html", picture)


async def test(request: Request) -> Response:
    """Test a link now; what came of it stands on the page."""
    link = field(await read_form(request), "link")
    await house_of(request).station.test_link(link, TEST_S)
    return go(request, "/links", link=link)


ROUTES = [Route("/links", page), Route("/links/test", test, methods=["POST"])]
