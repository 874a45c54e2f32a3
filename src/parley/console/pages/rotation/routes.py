# SPDX-License-Identifier: Apache-2.0
"""The page of keys that change, and the one change that needs no root: an epoch."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.console.answers import go
from parley.console.at_desk import Form, at_desk
from parley.console.drawing import Picture, draw
from parley.console.forms import field
from parley.console.frame import frame
from parley.console.house import House, house_of
from parley.console.pages.rotation.picture import rotation_picture
from parley.console.signed_on import Watch

_PAGE = "/rotation"


async def page(request: Request) -> Response:
    """Draw by which keys both sides speak."""
    house = house_of(request)
    board = await house.station.board()
    found = await house.station.key_state()
    asked = request.query_params.get("rolled", "")
    rolled = asked if asked in {one.link for one in found.links} else ""
    watch = house.signed_on.at(request)
    picture: Picture = {
        "frame": frame(request, board),
        "page": rotation_picture(found, watch, board.status.now_ms, rolled),
    }
    return draw(request, "rotation/rotation.html", picture)


@at_desk("rotation")
async def roll(request: Request, house: House, watch: Watch, form: Form) -> Response:
    """Open a fresh epoch in the name of the custodian at this screen."""
    rolled = await house.station.roll_epoch(field(form, "link"), watch.officer)
    return go(request, _PAGE, rolled=rolled.link)


ROUTES = [
    Route(_PAGE, page),
    Route(f"{_PAGE}/roll", roll, methods=["POST"]),
]
