# SPDX-License-Identifier: Apache-2.0
"""Sign on by hardware key: two questions of the page's script, no password anywhere."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from parley.console.forms import field, read_form
from parley.console.house import house_of
from parley.console.pages.desk.routes import back, named, watch_of
from parley.console.signed_on import name_screen, screen_name
from parley.console.signing import hex_field, key_said
from parley.errors import LocalFault


async def ask(request: Request) -> Response:
    """Say what the officer's key is asked, bound to this browser and its own key."""
    house, form = house_of(request), await read_form(request)
    screen = secrets.token_urlsafe(16)
    try:
        officer = named(await house.station.board(), field(form, "officer"))
        asked = house.station.hardware.ask_sign_on(
            officer.index, screen, hex_field(form, "screen_key")
        )
    except LocalFault as fault:
        await house.station.note("SIGN_ON_FAILED", f"at a console: {fault.code}")
        raise
    keys = [key.hex() for key in asked.keys]
    answer = {"digest": asked.digest.hex(), "rp_id": asked.rp_id, "keys": keys}
    response = JSONResponse(answer)
    name_screen(request, response, screen)
    return response


async def on(request: Request) -> Response:
    """Sign the officer on if his key signed what was asked."""
    house, form = house_of(request), await read_form(request)
    try:
        admitted = await house.station.hardware.sign_on(
            screen_name(request), hex_field(form, "digest"), key_said(form)
        )
    except LocalFault as fault:
        await house.station.note("SIGN_ON_FAILED", f"at a console: {fault.code}")
        raise
    token = house.desk.admit(
        admitted.officer.index, admitted.credential.public_key, admitted.screen_key
    )
    officer = named(await house.station.board(), str(admitted.officer.index))
    await house.station.note("SIGNED_ON", "at a console", officer.index)
    response = back(request, form)
    house.signed_on.on(request, response, watch_of(token, officer, hardware=True))
    return response


async def here(request: Request) -> Response:
    """Note that somebody is at the desk; the page says so when a finger moves."""
    await read_form(request)
    house = house_of(request)
    watch = house.signed_on.at(request)
    if watch is not None:
        house.desk.is_here(watch.token)
    return JSONResponse({})


ROUTES = [
    Route("/desk/key/ask", ask, methods=["POST"]),
    Route("/desk/key/on", on, methods=["POST"]),
    Route("/desk/here", here, methods=["POST"]),
]
