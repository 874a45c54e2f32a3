# SPDX-License-Identifier: Apache-2.0
"""The console as one ASGI application; the station mounts it on its own listener.

Nothing here knows a page by name beyond the list: a page is a folder with `ROUTES`.
"""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ExceptionHandler

from parley.console import live
from parley.console.answers import refuse
from parley.console.drawing import make_drawing
from parley.console.guard import Guard
from parley.console.house import House
from parley.console.needs import Desk, Settings, Station
from parley.console.pages.board import routes as board
from parley.console.pages.desk import routes as desk_page
from parley.console.pages.message import routes as message
from parley.console.signed_on import SignedOn
from parley.errors import CounterpartFault, Fault, LocalFault

PAGES = (board, message, desk_page)


async def _fault(request: Request, fault: Exception) -> Response:
    known = isinstance(fault, Fault)
    return await refuse(request, fault if known else LocalFault("PLY-UI-009"))


async def _no_page(request: Request, _error: Exception) -> Response:
    return await refuse(request, LocalFault("PLY-UI-001"))


async def _broken(request: Request, _error: Exception) -> Response:
    return await refuse(request, LocalFault("PLY-UI-009"))


def create_console(api: Station, desk: Desk, settings: Settings) -> Starlette:
    """Return the console over a station and the officers' keys at its desk."""
    handlers: dict[int | type[Exception], ExceptionHandler] = {
        LocalFault: _fault,
        CounterpartFault: _fault,
        404: _no_page,
        405: _no_page,
        Exception: _broken,
    }
    static = StaticFiles(directory=Path(__file__).parent / "static")
    app = Starlette(
        routes=[
            *(route for page in PAGES for route in page.ROUTES),
            *live.ROUTES,
            Mount("/static", static),
        ],
        middleware=[
            Middleware(Guard, listen=settings.console.listen, origin=settings.origin)
        ],
        exception_handlers=handlers,
    )
    app.state.house = House(
        station=api,
        desk=desk,
        drawing=make_drawing(),
        signed_on=SignedOn(desk),
    )
    return app
