# SPDX-License-Identifier: Apache-2.0
"""The page of clocks: one moment, as each side's wall shows it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from parley.console.drawing import Picture, draw
from parley.console.frame import frame
from parley.console.house import house_of
from parley.console.words import _
from parley.station.svg import plain
from parley.station.watch.clocks import ClockView

_PAGE = "/clocks"
_HOUR_MIN = 60


def _east(minutes: int) -> str:
    sign = "-" if minutes < 0 else "+"
    size = abs(minutes)
    return f"UTC{sign}{size // _HOUR_MIN:02d}:{size % _HOUR_MIN:02d}"


def _clock(clock: ClockView, key: str) -> Picture:
    ahead = ""
    if clock.ahead_ms is not None:
        ahead = _("{s} s from ours, by the last link test").format(
            s=f"{clock.ahead_ms / 1_000:+.1f}"
        )
    return {
        "key": key,
        "name": plain(clock.name),
        "day": clock.day,
        "hands": clock.hands,
        "zone": "" if clock.zone == "UTC" else clock.zone,
        "offset_min": str(clock.offset_min),
        "east": _east(clock.offset_min),
        "ahead": ahead,
    }


async def _picture(request: Request) -> Picture:
    station = house_of(request).station
    found = await station.clocks()
    theirs = [_clock(each, f"link {each.link}") for each in found.theirs]
    return {
        "frame": frame(request, await station.board()),
        "page": {
            "group": found.date_time_group,
            "clocks": [
                _clock(found.zulu, "zulu"),
                _clock(found.ours, "ours"),
                *theirs,
            ],
        },
    }


async def page(request: Request) -> Response:
    """Draw every clock."""
    return draw(request, "clocks/clocks.html", await _picture(request))


async def fragment(request: Request) -> Response:
    """Return its picture."""
    return JSONResponse(await _picture(request))


ROUTES = [Route(_PAGE, page), Route(f"{_PAGE}.json", fragment)]
