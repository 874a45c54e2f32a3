# SPDX-License-Identifier: Apache-2.0
"""The glossary's addresses: the page, a proposal, and an agreement to theirs."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.console.acting import do_act
from parley.console.answers import go
from parley.console.at_desk import Form, at_desk
from parley.console.drawing import Picture, draw
from parley.console.forms import field
from parley.console.frame import frame
from parley.console.house import House, house_of
from parley.console.pages.glossary.picture import glossary_picture
from parley.console.signed_on import Watch

_PAGE = "/glossary"


async def page(request: Request) -> Response:
    """Draw the terms of every counterpart."""
    house = house_of(request)
    board = await house.station.board()
    found = [
        (one.party, await house.station.glossary(one.link))
        for one in board.status.counterparts
        if one.state == "in force"
    ]
    picture: Picture = {
        "frame": frame(request, board),
        "page": glossary_picture(found, house.signed_on.at(request)),
    }
    return draw(request, "glossary/glossary.html", picture)


@at_desk("glossary")
async def propose(request: Request, house: House, watch: Watch, form: Form) -> Response:
    """Propose how a term is read, after the answer that clarified it."""
    said: dict[str, object] = {
        name: field(form, name).strip()
        for name in ("language", "term", "into", "rendering")
    }
    await do_act(house, watch, form, "TERM_PROPOSED", field(form, "answer"), said)
    return go(request, _PAGE)


@at_desk("glossary")
async def agree(request: Request, house: House, watch: Watch, form: Form) -> Response:
    """Agree to a term that they proposed."""
    await do_act(house, watch, form, "TERM_AGREED", field(form, "ref"))
    return go(request, _PAGE)


ROUTES = [
    Route(_PAGE, page),
    Route(f"{_PAGE}/propose", propose, methods=["POST"]),
    Route(f"{_PAGE}/agree", agree, methods=["POST"]),
]
