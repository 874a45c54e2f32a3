# SPDX-License-Identifier: Apache-2.0
"""The pages of what happens to messages inside: notices and onward distribution."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from parley.console.answers import go
from parley.console.at_desk import Form, at_desk
from parley.console.drawing import Picture, draw
from parley.console.forms import field, zulu_field
from parley.console.frame import frame
from parley.console.house import House, house_of
from parley.console.pages.inside.picture import (
    OF_ONE,
    copy_picture,
    notice_picture,
    one_picture,
    onward_picture,
)
from parley.console.signed_on import Watch

_PAGE = "/inside"


async def _all(request: Request) -> Picture:
    station = house_of(request).station
    board = await station.board()
    notices = await station.notices()
    missing = await station.onward_missing()
    return {
        "frame": frame(request, board),
        "page": {
            "notices": [notice_picture(each) for each in notices],
            "notices_none": not notices,
            "missing": [onward_picture(each) for each in missing],
            "missing_none": not missing,
        },
    }


async def page(request: Request) -> Response:
    """Draw what comes up, and what somebody inside has not got."""
    return draw(request, "inside/inside.html", await _all(request))


async def fragment(request: Request) -> Response:
    """Return its picture."""
    return JSONResponse(await _all(request))


async def _one(request: Request) -> Picture:
    station = house_of(request).station
    message = await station.message(str(request.path_params["ref"]))
    theirs = message.direction == "in"
    onward = await station.onward(message.ref) if theirs else None
    return {
        "frame": frame(request, await station.board(), message.ref),
        "page": one_picture(message, onward, await station.notices()),
    }


async def one(request: Request) -> Response:
    """Draw what is kept of one message inside."""
    return draw(request, "inside/one.html", await _one(request))


async def one_fragment(request: Request) -> Response:
    """Return its picture."""
    return JSONResponse(await _one(request))


async def copy(request: Request) -> Response:
    """Draw the copy of an inner addressee, to be printed."""
    house, ref = house_of(request), str(request.path_params["ref"])
    watch = house.signed_on.at(request)
    if watch is None:
        return go(request, "/desk", back="inside")
    made = await house.station.onward_copy(ref, request.query_params.get("to", ""))
    await house.station.note("READ", ref, watch.officer)
    picture: Picture = {
        "frame": frame(request, await house.station.board()),
        "page": copy_picture(made),
    }
    return draw(request, "inside/copy.html", picture)


@at_desk("inside")
async def notice(request: Request, house: House, watch: Watch, form: Form) -> Response:
    """Let a message come up at a time, or not at all."""
    ref = field(form, "ref")
    at_ms = None if form.get("drop") == "yes" else zulu_field(form, "at")
    await house.station.keep_notice(ref, watch.officer, at_ms)
    return go(request, f"{_PAGE}/one/{ref}")


@at_desk("inside")
async def got(request: Request, house: House, watch: Watch, form: Form) -> Response:
    """Note that an inner addressee has his copy."""
    ref = field(form, "ref")
    await house.station.onward_got(
        ref,
        field(form, "addressee"),
        field(form, "name").strip(),
        field(form, "code"),
        watch.officer,
    )
    back = f"{_PAGE}/one/{ref}" if form.get("from") == OF_ONE else _PAGE
    return go(request, back)


ROUTES = [
    Route(_PAGE, page),
    Route(f"{_PAGE}.json", fragment),
    Route(f"{_PAGE}/one/{{ref:path}}", one),
    Route(f"{_PAGE}/one.json/{{ref:path}}", one_fragment),
    Route(f"{_PAGE}/copy/{{ref:path}}", copy),
    Route(f"{_PAGE}/notice", notice, methods=["POST"]),
    Route(f"{_PAGE}/got", got, methods=["POST"]),
]
