# SPDX-License-Identifier: Apache-2.0
"""The order wire: page, picture, a line said, MINIMIZE ordered and ended."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from parley.console.acting import do_act
from parley.console.answers import go
from parley.console.at_desk import Form, at_desk
from parley.console.drawing import Picture, draw
from parley.console.forms import field, next_time
from parley.console.frame import frame
from parley.console.house import House, house_of
from parley.console.pages.wire.picture import PRECEDENCES, wire_picture
from parley.console.signed_on import Watch
from parley.errors import LocalFault
from parley.model.precedence import Precedence

LINES_MAX = 100


async def _picture(request: Request) -> Picture:
    station = house_of(request).station
    board = await station.board()
    every = {one.link: one for one in board.status.counterparts}
    one = every.get(request.query_params.get("link") or next(iter(every), ""))
    if one is None:
        empty: Picture = {"none": True, "source": "/board.json"}
        return {"frame": frame(request, board), "page": empty}
    lines = await station.order_wire(one.link, None, LINES_MAX)
    orders = await station.minimize(one.link)
    may = house_of(request).signed_on.at(request) is not None
    return {
        "frame": frame(request, board),
        "page": wire_picture(board, one, lines, orders, may=may),
    }


async def page(request: Request) -> Response:
    """Draw the order wire."""
    return draw(request, "wire/wire.html", await _picture(request))


async def fragment(request: Request) -> Response:
    """Return its picture."""
    return JSONResponse(await _picture(request))


@at_desk("wire")
async def say(request: Request, house: House, watch: Watch, form: Form) -> Response:
    """Say one line."""
    link = field(form, "link")
    text = " ".join(field(form, "text").split("\n")).strip()
    await do_act(house, watch, form, "SERVICE", link, {"text": text})
    return go(request, "/wire", link=link)


@at_desk("wire")
async def order(request: Request, house: House, watch: Watch, form: Form) -> Response:
    """Order MINIMIZE."""
    link, spares = field(form, "link"), field(form, "spares")
    if spares not in PRECEDENCES:
        raise LocalFault("PLY-UI-004", reason="it names a precedence that is none")
    now_ms = (await house.station.board()).status.now_ms
    until = form.get("until", "").strip()
    said: dict[str, object] = {
        "spares": int(Precedence[spares]),
        "until_ms": next_time(until, now_ms) if until else None,
        "reason": field(form, "reason"),
    }
    await do_act(house, watch, form, "MINIMIZE", link, said)
    return go(request, "/wire", link=link)


@at_desk("wire")
async def end(request: Request, house: House, watch: Watch, form: Form) -> Response:
    """End the MINIMIZE that we ordered."""
    await do_act(house, watch, form, "MINIMIZE_ENDED", field(form, "ref"), {})
    return go(request, "/wire", link=field(form, "link"))


ROUTES = [
    Route("/wire", page),
    Route("/wire.json", fragment),
    Route("/wire/say", say, methods=["POST"]),
    Route("/wire/minimize", order, methods=["POST"]),
    Route("/wire/end", end, methods=["POST"]),
]
