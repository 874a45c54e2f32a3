# SPDX-License-Identifier: Apache-2.0
"""The address of a draft there and back: a question, of which nothing is kept."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.console.drawing import Picture, draw
from parley.console.frame import frame
from parley.console.house import house_of
from parley.console.pages.back.picture import back_picture, ways
from parley.errors import LocalFault
from parley.station.texts.machine.views import BackView


async def page(request: Request) -> Response:
    """Draw what can be asked; with a way chosen, ask it for whoever is signed on."""
    house, number = house_of(request), int(request.path_params["number"])
    watch = house.signed_on.at(request)
    draft = await house.station.draft(number)
    models = await house.station.models()
    found: BackView | None = None
    chosen = request.query_params.get("way", "")
    if chosen and watch is not None:
        way = next(
            (one for one in ways(draft, models) if " ".join(one) == chosen), None
        )
        if way is None:
            raise LocalFault("PLY-UI-004", reason="it names what is not offered")
        found = await house.station.back_translation(number, way[1], way[0])
    picture: Picture = {
        "frame": frame(request, await house.station.board()),
        "page": back_picture(draft, models, found, watch),
    }
    return draw(request, "back/back.html", picture)


ROUTES = [Route("/back/{number:int}", page)]
