# SPDX-License-Identifier: Apache-2.0
"""The page at which a person who was called presses a key, signed on or not."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.console.answers import go
from parley.console.drawing import Picture, draw
from parley.console.forms import field, read_form
from parley.console.frame import frame
from parley.console.house import house_of
from parley.console.times import apart, full, zulu
from parley.console.words import _, ngettext
from parley.station.watch.calls import CallView

_PAGE = "/calls"


def _call(call: CallView, now_ms: int) -> Picture:
    times = ngettext("called {n} time", "called {n} times", call.times)
    came = call.reached_ms
    return {
        "ref": call.ref,
        "about": call.ref or _("this station: nobody can hear its alarm"),
        "phones": _("duty phones") if call.phones == "DUTY_PHONES" else _("every list"),
        "times": times.format(n=call.times),
        "since": apart(full(call.since_ms)),
        "reached": ""
        if came is None
        else _("somebody was reached {time}").format(time=apart(zulu(came, now_ms))),
    }


async def page(request: Request) -> Response:
    """Draw who is being called, and the form for a code."""
    house = house_of(request)
    board = await house.station.board()
    now_ms = board.status.now_ms
    calls = [_call(each, now_ms) for each in await house.station.calls()]
    picture: Picture = {
        "frame": frame(request, board),
        "page": {"calls": calls, "told": "told" in request.query_params},
    }
    return draw(request, "calls/calls.html", picture)


async def reached(request: Request) -> Response:
    """Take a code: whoever has it was reached."""
    house, form = house_of(request), await read_form(request)
    watch = house.signed_on.at(request)
    officer = None if watch is None else watch.officer
    await house.station.reached(field(form, "code"), officer)
    return go(request, _PAGE, told="1")


ROUTES = [
    Route(_PAGE, page),
    Route(f"{_PAGE}/reached", reached, methods=["POST"]),
]
