# SPDX-License-Identifier: Apache-2.0
"""The console as one ASGI application; the station mounts it on its own listener.

Nothing here knows a page by name beyond the list: a page is a folder with `ROUTES`.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, ExceptionHandler, Receive, Scope, Send

from parley.console import live, printed
from parley.console.answers import refuse
from parley.console.bound import Bound
from parley.console.drawing import make_drawing
from parley.console.guard import Guard
from parley.console.house import House
from parley.console.needs import Desk, Settings, Station
from parley.console.pages.back import routes as back
from parley.console.pages.board import routes as board
from parley.console.pages.calls import routes as calls
from parley.console.pages.clocks import routes as clocks
from parley.console.pages.code import routes as code
from parley.console.pages.desk import keys as desk_keys
from parley.console.pages.desk import routes as desk_page
from parley.console.pages.draft import routes as draft
from parley.console.pages.exercise import routes as exercise
from parley.console.pages.glossary import routes as glossary
from parley.console.pages.handover import routes as handover
from parley.console.pages.inside import routes as inside
from parley.console.pages.links import routes as links
from parley.console.pages.message import routes as message
from parley.console.pages.people import routes as people
from parley.console.pages.readout import routes as readout
from parley.console.pages.record import routes as record
from parley.console.pages.register import routes as register
from parley.console.pages.rotation import routes as rotation
from parley.console.pages.shelve import routes as shelve
from parley.console.pages.station import routes as station
from parley.console.pages.texts import routes as texts
from parley.console.pages.wire import routes as wire
from parley.console.pages.write import routes as write
from parley.console.screen import screen_of
from parley.console.signed_on import SignedOn
from parley.console.signing import SignatureWanted, ask_browser
from parley.console.words import speak
from parley.errors import CounterpartFault, Fault, LocalFault

PAGES = (
    board,
    message,
    texts,
    draft,
    write,
    links,
    wire,
    people,
    rotation,
    station,
    desk_page,
    desk_keys,
    code,
    register,
    readout,
    record,
    handover,
    exercise,
    calls,
    inside,
    clocks,
    shelve,
    glossary,
    back,
)

_log = logging.getLogger(__name__)


class Spoken:
    """ASGI middleware: the request's words are in its screen's language."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Choose the language, then go on."""
        if scope["type"] == "http":
            speak(screen_of(HTTPConnection(scope)).language)
        await self._app(scope, receive, send)


async def _fault(request: Request, fault: Exception) -> Response:
    if not isinstance(fault, Fault):
        fault = LocalFault("PLY-UI-009")
    return await refuse(request, fault)


async def _no_page(request: Request, _error: Exception) -> Response:
    return await refuse(request, LocalFault("PLY-UI-001"))


async def _broken(request: Request, error: Exception) -> Response:
    # Kind and place only: the words of an exception may quote what officers wrote.
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    _log.error("console.mistake kind=%s place=%s", type(error).__name__, place)
    return await refuse(request, LocalFault("PLY-UI-009"))


def create_console(api: Station, desk: Desk, settings: Settings) -> Guard:
    """Return the console over a station and the officers' keys at its desk."""
    handlers: dict[int | type[Exception], ExceptionHandler] = {
        LocalFault: _fault,
        CounterpartFault: _fault,
        SignatureWanted: ask_browser,
        404: _no_page,
        405: _no_page,
        Exception: _broken,
    }
    static = StaticFiles(directory=Path(__file__).parent / "static")
    app = Starlette(
        routes=[
            *(route for page in PAGES for route in page.ROUTES),
            *live.ROUTES,
            *printed.ROUTES,
            Mount("/static", static),
        ],
        middleware=[Middleware(Spoken), Middleware(Bound)],
        exception_handlers=handlers,
    )
    app.state.house = House(
        station=api,
        desk=desk,
        drawing=make_drawing(),
        signed_on=SignedOn(desk),
    )
    # Outside everything, so that the answer to a fault of our own is guarded too.
    return Guard(app, settings.console.listen, settings.origin)
