# SPDX-License-Identifier: Apache-2.0
"""The address of people and keys; nothing is changed here, only at the station."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.console.drawing import Picture, draw
from parley.console.frame import frame
from parley.console.house import house_of
from parley.console.pages.people.picture import people_picture
from parley.station.authority.views import AgreementView, NewsView

NEWS_MAX = 40


async def page(request: Request) -> Response:
    """Draw who may act on both sides, what was agreed, and what changed."""
    station = house_of(request).station
    board = await station.board()
    agreements: list[AgreementView] = []
    news: list[NewsView] = []
    for one in board.status.counterparts:
        if one.evidence is not None:
            agreements.append(await station.agreement(one.link))
            news += await station.authority_news(one.link, NEWS_MAX)
    news.sort(key=lambda each: -each.seen_ms)
    picture: Picture = {
        "frame": frame(request, board),
        "page": people_picture(
            await station.rosters(), agreements, news[:NEWS_MAX], board.status.now_ms
        ),
    }
    return draw(request, "people/people.html", picture)


ROUTES = [Route("/people", page)]
