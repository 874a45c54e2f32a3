# SPDX-License-Identifier: Apache-2.0
"""The API as one ASGI application, on a listener of its own.

A separate listener, so that nothing of the console's sessions can mean anything here,
and so that a station whose party wants no API opens no door.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.api.answers import answer, problem
from parley.api.describe import description
from parley.api.door import Door, check_right, own, right_to
from parley.api.events import Events
from parley.api.noting import noting
from parley.api.rights import SHOWS_TEXTS
from parley.errors import CounterpartFault, Fault, LocalFault
from parley.model.now import Now
from parley.station.api import StationApi
from parley.station.limits import REQUEST_BYTES_MAX
from parley.station.methods import ask, ask_in_words
from parley.station.sight import refuse_auditor, sight_of
from parley.station.tokens import Token, TokenBook

_QUERY_BYTES_MAX = 4_096
_DIGITS_MAX = 9
_PATH_SHOWN = 128
_JSON = "application/json"
_log = logging.getLogger(__name__)


def create_api(
    station: StationApi, book: TokenBook, now: Callable[[], Now], listen: str
) -> Starlette:
    """Return the API over a station, for the tokens of `book`."""
    door = Door(book, now, station.officers, listen.lower())
    events = Events(station)

    async def call(request: Request) -> Response:
        async with noting(station) as found:
            found.token = await door.token(request)
            found.method = request.path_params["method"]
            return answer(await _call(request, found.token, station))

    async def follow(request: Request) -> Response:
        async with noting(station):
            await door.token(request)
        return events.stream(request.headers.get("last-event-id", ""))

    async def describe(request: Request) -> Response:
        async with noting(station):
            await door.token(request)
        return answer(description())

    return Starlette(
        routes=[
            Route("/api/v1/events", follow, methods=["GET"]),
            Route("/api/v1/openapi.json", describe, methods=["GET"]),
            Route("/api/v1/{method}", call, methods=["GET", "POST"]),
        ],
        exception_handlers={
            LocalFault: _refused,
            CounterpartFault: _refused,
            404: _nothing,
            405: _nothing,
            Exception: _broken,
        },
    )


async def _refused(_request: Request, fault: Exception) -> Response:
    assert isinstance(fault, Fault)
    return problem(fault)


async def _nothing(request: Request, _error: Exception) -> Response:
    path = request.url.path[:_PATH_SHOWN]
    return problem(LocalFault("PLY-API-003", method=path, verb=request.method))


async def _broken(_request: Request, mistake: Exception) -> Response:
    # The kind only: the words of an exception may quote what officers wrote.
    kind = type(mistake).__name__
    _log.error("api.mistake kind=%s", kind)
    return problem(LocalFault("PLY-API-009", kind=kind))


async def _call(request: Request, token: Token, station: StationApi) -> object:
    """Check what a token may before anything of its request is read."""
    method = request.path_params["method"]
    right = right_to(method, "GET" if request.method == "HEAD" else request.method)
    check_right(right, token, method)
    sight = sight_of({token.officer_class})
    if right.reads:
        words = own(right, token, _query(request, method, right.officer))
        answered = await ask_in_words(station, method, words, sight)
        await _note_read(station, token, method, words)
        return answered
    refuse_auditor({token.officer_class}, method)
    given = own(right, token, await _body(request, method))
    return await ask(station, method, json.dumps(given).encode(), sight)


async def _note_read(
    station: StationApi, token: Token, method: str, words: dict[str, object]
) -> None:
    """Note who read what officers wrote; what polls is noted once in a while."""
    if method not in SHOWS_TEXTS:
        return
    about = words.get("ref") or words.get("number") or ""
    subject = f"{method} {about}".strip() + f", over the API by {token.name}"
    await station.note("READ", subject, token.officer)


def _query(request: Request, method: str, officer: str | None) -> dict[str, object]:
    """Return the parameters of a question; each stands once."""
    if len(request.url.query) > _QUERY_BYTES_MAX:
        raise _wrong(method, f"at most {_QUERY_BYTES_MAX} characters")
    pairs = request.query_params.multi_items()
    words: dict[str, object] = dict(pairs)
    if len(words) != len(pairs):
        raise _wrong(method, "each parameter once")
    named = words.get(officer) if officer else None
    if officer and isinstance(named, str) and named.isascii() and named.isdigit():
        words[officer] = int(named[:_DIGITS_MAX])
    return words


async def _body(request: Request, method: str) -> dict[str, object]:
    """Return the JSON object of an act, bounded before it is read whole."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != _JSON:
        raise LocalFault("PLY-API-004", reason=f"its content type is not {_JSON}")
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > REQUEST_BYTES_MAX:
            raise _wrong(method, f"at most {REQUEST_BYTES_MAX} bytes")
    try:
        given = json.loads(body or b"{}", object_pairs_hook=_once)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise _wrong(method, "one JSON object, each name once")
    return given


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(pairs)
    return found


def _wrong(method: str, allowed: str) -> LocalFault:
    return LocalFault("PLY-CFG-014", key="the request", method=method, allowed=allowed)
