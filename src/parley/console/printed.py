# SPDX-License-Identifier: Apache-2.0
"""A screen says that its page is being printed: paper leaves the room, so it is noted.

Only the address of the page is noted.  A browser without scripts prints unseen.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.console.forms import read_form
from parley.console.house import house_of

_PATH_CHARACTERS_MAX = 200


async def printed(request: Request) -> Response:
    """Note which page was printed, and by whom if somebody is signed on."""
    form = await read_form(request)
    path = str(form.get("page", ""))[:_PATH_CHARACTERS_MAX]
    house = house_of(request)
    watch = house.signed_on.at(request)
    officer = None if watch is None else watch.officer
    shown = path if path.startswith("/") and path.isprintable() else "a page"
    await house.station.note("PRINTED", shown, officer)
    return Response(status_code=204)


ROUTES = [Route("/printed", printed, methods=["POST"])]
