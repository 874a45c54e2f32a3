# SPDX-License-Identifier: Apache-2.0
"""How an act is answered: 303 to a page for a form, JSON for the page's own script."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from parley.console.drawing import Picture, draw, fault_picture
from parley.console.frame import frame
from parley.console.house import house_of
from parley.errors import Fault

_STATUS = {
    "PLY-UI-001": 404,
    "PLY-UI-003": 403,
    "PLY-UI-009": 500,
    "PLY-REL-008": 404,
}


def wants_json(request: Request) -> bool:
    """Say whether the page's own script asks."""
    return request.headers.get("accept") == "application/json"


def go(request: Request, path: str, **query: str) -> Response:
    """Send the browser to a page of ours."""
    pairs = "&".join(f"{name}={quote(value)}" for name, value in query.items())
    url = f"{path}?{pairs}" if pairs else path
    if wants_json(request):
        return JSONResponse({"go": url})
    return RedirectResponse(url, 303)


async def _frame(request: Request) -> Picture | None:
    """Return the frame, so that the alarm works on a fault page too, if it can be."""
    try:
        return frame(request, await house_of(request).station.board())
    except Fault:
        return None


async def refuse(request: Request, fault: Fault) -> Response:
    """Tell a fault in its four sentences."""
    status = _STATUS.get(fault.code, 409)
    picture = fault_picture(fault)
    if wants_json(request):
        return JSONResponse({"fault": picture}, status)
    # After a fault of our own nothing is asked again: the frame may be what failed.
    around = None if fault.code == "PLY-UI-009" else await _frame(request)
    return draw(request, "fault.html", {"frame": around, "page": picture}, status)
