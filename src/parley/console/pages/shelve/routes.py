# SPDX-License-Identifier: Apache-2.0
"""The page at which one alarm is put on the shelf, or taken off it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.console.answers import go
from parley.console.drawing import Picture, draw
from parley.console.forms import field, next_time, read_form
from parley.console.frame import frame
from parley.console.house import house_of
from parley.console.shelf import shelved_words
from parley.console.shown import shown
from parley.console.station_words import alarm_words
from parley.errors import LocalFault

_PAGE = "/shelve"


async def page(request: Request) -> Response:
    """Draw one standing alarm and its shelf."""
    board = await house_of(request).station.board()
    asked = request.query_params
    named = tuple(asked.get(name, "") for name in ("code", "link", "subject"))
    standing = (
        each
        for each in board.status.alarms
        if (each.code, each.link, each.subject) == named
    )
    alarm = next(standing, None)
    if alarm is None:
        raise LocalFault("PLY-WCH-090", alarm=named[0][:40])
    title, text = alarm_words(alarm)
    picture: Picture = {
        "frame": frame(request, board),
        "page": {
            "code": alarm.code,
            "link": alarm.link,
            "subject": alarm.subject,
            "title": shown(title),
            "text": shown(text),
            "shelved": shelved_words(alarm, board.status.now_ms),
            "reason": shown(alarm.shelved_reason),
            "may": alarm.shelvable,
        },
    }
    return draw(request, "shelve/shelve.html", picture)


async def shelve(request: Request) -> Response:
    """Put it on the shelf in the name of whoever is signed on, or take it off."""
    house, form = house_of(request), await read_form(request)
    watch = house.signed_on.at(request)
    if watch is None:
        return go(request, "/desk")
    until_ms = None
    if form.get("end") != "yes":
        now_ms = (await house.station.board()).status.now_ms
        until_ms = next_time(field(form, "until"), now_ms)
    await house.station.shelve_alarm(
        field(form, "code"),
        form.get("link", ""),
        form.get("subject", ""),
        watch.officer,
        until_ms,
        form.get("reason", "").strip(),
    )
    return go(request, "/")


ROUTES = [Route(_PAGE, page), Route(_PAGE, shelve, methods=["POST"])]
