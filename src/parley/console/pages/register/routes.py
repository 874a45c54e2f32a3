# SPDX-License-Identifier: Apache-2.0
"""Register a hardware key: the page and the two questions of its script."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from parley.console.answers import go
from parley.console.drawing import Picture, draw
from parley.console.forms import field, read_form
from parley.console.frame import frame
from parley.console.house import House, house_of
from parley.console.signed_on import name_screen, screen_name
from parley.console.signing import hex_field
from parley.errors import LocalFault
from parley.station.authority.hardware import user_handle


async def page(request: Request) -> Response:
    """Draw the page; `done` names the officer whose key was just registered."""
    board = await house_of(request).station.board()
    done = request.query_params.get("done", "")
    names = [o.name for o in board.officers if str(o.index) == done]
    picture: Picture = {"frame": frame(request, board), "page": {"done": names}}
    return draw(request, "register/register.html", picture)


@asynccontextmanager
async def noted(house: House) -> AsyncIterator[None]:
    """Note in the audit log what is refused within; the code itself is never noted."""
    try:
        yield
    except LocalFault as fault:
        subject = f"at a console: {fault.code}"
        await house.station.note("REGISTRATION_REFUSED", subject)
        raise


async def ask(request: Request) -> Response:
    """Take a code; say what the new key is asked."""
    house, form = house_of(request), await read_form(request)
    # The code is good at this browser only, from the first time it is typed here.
    screen = screen_name(request) or secrets.token_urlsafe(16)
    async with noted(house):
        officer, asked = house.station.hardware.ask_registration(
            field(form, "code"), screen
        )
    station = (await house.station.board()).status.station
    response = JSONResponse(
        {
            "digest": asked.digest.hex(),
            "rp_id": asked.rp_id,
            "keys": [key.hex() for key in asked.keys],
            "user": user_handle(station, officer.index).hex(),
            "name": officer.name,
            "station": station,
        }
    )
    name_screen(request, response, screen)
    return response


async def register(request: Request) -> Response:
    """Put the new key on the roster."""
    house, form = house_of(request), await read_form(request)
    async with noted(house):
        officer = await house.station.hardware.register(
            screen_name(request),
            hex_field(form, "digest"),
            hex_field(form, "attestation"),
            hex_field(form, "browser"),
        )
    return go(request, "/register", done=str(officer.index))


ROUTES = [
    Route("/register", page),
    Route("/register/ask", ask, methods=["POST"]),
    Route("/register/key", register, methods=["POST"]),
]
