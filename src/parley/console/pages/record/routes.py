# SPDX-License-Identifier: Apache-2.0
"""The record page: a period of contacts, drawn by the station."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.console.drawing import Picture, draw
from parley.console.frame import frame
from parley.console.house import house_of
from parley.console.pages.record.picture import record_picture
from parley.errors import LocalFault

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


def _day(request: Request, name: str) -> datetime | None:
    """Return a day of the form as its first moment, or None if none was given."""
    given = request.query_params.get(name, "")
    if not given:
        return None
    try:
        return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        reason = "a day is written as 2026-11-23"
        raise LocalFault("PLY-UI-004", reason=reason) from None


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - _EPOCH) // timedelta(milliseconds=1)


async def _picture(request: Request) -> Picture:
    station = house_of(request).station
    first, last = _day(request, "from"), _day(request, "to")
    board = await station.board()
    links = [one.link for one in board.status.counterparts]
    found = None
    if links:
        link = request.query_params.get("link") or links[0]
        end = None if last is None else last + _DAY
        found = await station.contacts(link, _ms(first), _ms(end))
    return {"frame": frame(request, board), "page": record_picture(board, found)}


async def page(request: Request) -> Response:
    """Draw the contacts of a period."""
    return draw(request, "record/record.html", await _picture(request))


ROUTES = [Route("/record", page)]
