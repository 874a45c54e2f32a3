# SPDX-License-Identifier: Apache-2.0
"""The glossary's addresses: the page, a proposal, and an agreement to theirs."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.console.acting import do_act
from parley.console.answers import go
from parley.console.drawing import Picture, draw
from parley.console.forms import field, read_form
from parley.console.frame import frame
from parley.console.house import house_of
from parley.console.pages.glossary.picture import glossary_picture

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


async def propose(request: Request) -> Response:
    """Propose how a term is read, after the answer that clarified it."""
    house, form = house_of(request), await read_form(request)
    watch = house.signed_on.at(request)
    if watch is None:
        return go(request, "/desk", back="glossary")
    said: dict[str, object] = {
        name: field(form, name).strip()
        for name in ("language", "term", "into", "rendering")
    }
    await do_act(house, watch, form, "TERM_PROPOSED", field(form, "answer"), said)
    return go(request, _PAGE)


async def agree(request: Request) -> Response:
    """Agree to a term that they proposed."""
    house, form = house_of(request), await read_form(request)
    watch = house.signed_on.at(request)
    if watch is None:
        return go(request, "/desk", back="glossary")
    await do_act(house, watch, form, "TERM_AGREED", field(form, "ref"))
    return go(request, _PAGE)


ROUTES = [
    Route(_PAGE, page),
    Route(f"{_PAGE}/propose", propose, methods=["POST"]),
    Route(f"{_PAGE}/agree", agree, methods=["POST"]),
]
