# SPDX-License-Identifier: Apache-2.0
"""The page of what happens to messages inside: notices and onward distribution."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.console.answers import go
from parley.console.drawing import Picture, draw
from parley.console.forms import field, read_form
from parley.console.frame import frame
from parley.console.house import house_of
from parley.console.shown import shown
from parley.console.times import full, iso
from parley.station.watch.inside import InnerView, NoticeView, OnwardView

_PAGE = "/inside"


def _notice(notice: NoticeView) -> Picture:
    return {
        "ref": notice.ref,
        "subject": shown(notice.subject),
        "time": full(notice.event_ms),
        "time_iso": iso(notice.event_ms),
        "up": notice.up,
    }


def _inner(inner: InnerView) -> Picture:
    return {
        "addressee": inner.addressee,
        "by": shown(inner.by or ""),
        "noted_by": shown(inner.noted_by or ""),
        "time": "" if inner.at_ms is None else full(inner.at_ms),
        "has": inner.by is not None,
    }


def _message(one: OnwardView) -> Picture:
    return {
        "ref": one.ref,
        "subject": shown(one.subject),
        "time": full(one.filed_ms),
        "inner": [_inner(each) for each in one.addressees],
    }


async def page(request: Request) -> Response:
    """Draw what comes up, and what somebody inside has not got."""
    house = house_of(request)
    board = await house.station.board()
    notices = await house.station.notices()
    missing = await house.station.onward_missing()
    picture: Picture = {
        "frame": frame(request, board),
        "page": {
            "notices": [_notice(each) for each in notices],
            "missing": [_message(each) for each in missing],
            "signed_on": house.signed_on.at(request) is not None,
        },
    }
    return draw(request, "inside/inside.html", picture)


async def got(request: Request) -> Response:
    """Note that an inner addressee has his copy."""
    house, form = house_of(request), await read_form(request)
    watch = house.signed_on.at(request)
    if watch is None:
        return go(request, "/desk", back="inside")
    await house.station.onward_got(
        field(form, "ref"),
        field(form, "addressee"),
        field(form, "name").strip(),
        field(form, "code"),
        watch.officer,
    )
    return go(request, _PAGE)


ROUTES = [
    Route(_PAGE, page),
    Route(f"{_PAGE}/got", got, methods=["POST"]),
]
