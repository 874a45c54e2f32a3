# SPDX-License-Identifier: Apache-2.0
"""Acknowledge: one act, bound to one message, done once however often it is asked.

The station decides; this only asks.  A second click, a second tab, a second officer or
an old form finds the message already acknowledged and is told by whom and when.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from parley.console.acting import do_act
from parley.console.answers import go, wants_json
from parley.console.forms import field, read_form
from parley.console.frame import BAD
from parley.console.house import House, house_of
from parley.console.shown import shown
from parley.console.signed_on import Watch
from parley.console.told import acknowledged, told
from parley.errors import Fault, LocalFault
from parley.station.views import MessageView


async def _give(
    house: House, ref: str, watch: Watch, form: dict[str, str]
) -> MessageView:
    """Acknowledge in the officer's name, unless somebody has."""
    message = await house.station.message(ref)
    if acknowledged(message):
        return message
    if message.state == BAD:
        raise LocalFault("PLY-UI-008")
    try:
        await do_act(house, watch, form, "ACKNOWLEDGEMENT", ref)
        return await house.station.message(ref)
    except Fault:
        # Another officer may have come between the question and the act.
        message = await house.station.message(ref)
        if acknowledged(message) is None:
            raise
        return message


async def acknowledge(request: Request) -> Response:
    """Answer the acknowledge button."""
    form = await read_form(request)
    ref = field(form, "ref")
    origin = "message" if form.get("from") == "message" else "board"
    house = house_of(request)
    watch = house.signed_on.at(request)
    if watch is None:
        return go(request, "/desk", ref=ref, back=origin)
    message = await _give(house, ref, watch, form)
    if wants_json(request):
        now_ms = (await house.station.board()).status.now_ms
        return JSONResponse({"told": shown(told(message, watch.name, now_ms))})
    page = f"/message/{ref}" if origin == "message" else "/"
    return go(request, page, told=ref)
