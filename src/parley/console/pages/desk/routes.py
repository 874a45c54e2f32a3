# SPDX-License-Identifier: Apache-2.0
"""Sign on, sign off, and the settings of this screen.

An officer signs on with a touch of his hardware key.  Where he has only a software key,
its passphrase unlocks it at this desk until he signs off.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.console.answers import go
from parley.console.drawing import Picture, draw, fault_picture
from parley.console.forms import field, read_form
from parley.console.frame import frame
from parley.console.house import house_of
from parley.console.screen import LANGUAGES, THEMES, Screen, keep_screen
from parley.console.signed_on import Watch
from parley.errors import LocalFault
from parley.station.views import BoardView, OfficerView


def _officer(officer: OfficerView) -> Picture:
    return {
        "index": str(officer.index),
        "name": officer.name,
        "position": officer.position,
        "classes": ", ".join(officer.classes).lower(),
        "hardware": "hardware key" in officer.key,
        "software": "hardware key" not in officer.key or "software" in officer.key,
        "watch": any(one.lower() == "watch" for one in officer.classes),
    }


_BACK = frozenset(
    {"code", "exercise", "glossary", "handover", "inside", "readouts", "wire"}
)


async def _desk(
    request: Request, ask: dict[str, str], fault: LocalFault | None = None
) -> Response:
    """Draw the page; `ask` is what is to be done after signing on."""
    board = await house_of(request).station.board()
    officers = [_officer(officer) for officer in board.officers]
    watch = [officer for officer in officers if officer["watch"]]
    waits = ask.get("ref") and not ask.get("back", "").startswith("write")
    page: Picture = {
        "officers": watch + [o for o in officers if not o["watch"]],
        "chosen": ask.get("officer", ""),
        "ref": ask.get("ref", ""),
        "back": ask.get("back", ""),
        "draft": ask.get("draft", ""),
        "hardware": any(officer["hardware"] for officer in officers),
        "fault": fault_picture(fault) if fault else None,
        "why": fault_picture(LocalFault("PLY-UI-005")) if waits else None,
    }
    status = 403 if fault else 200
    picture: Picture = {"frame": frame(request, board), "page": page}
    return draw(request, "desk/desk.html", picture, status)


async def page(request: Request) -> Response:
    """Draw the sign-on page."""
    return await _desk(request, dict(request.query_params))


def named(board: BoardView, index: str) -> OfficerView:
    """Return the officer with that number, or PLY-UI-011."""
    for officer in board.officers:
        if str(officer.index) == index:
            return officer
    raise LocalFault("PLY-UI-011", name=index[:16])


def watch_of(token: str, officer: OfficerView, *, hardware: bool) -> Watch:
    """Return an officer as signed on."""
    classes = frozenset(one.upper() for one in officer.classes)
    return Watch(
        token, officer.index, officer.name, officer.position, classes, hardware
    )


def back(request: Request, form: dict[str, str]) -> Response:
    """Return to what was being done; only pages of ours can be named."""
    if form.get("draft", "").isdecimal():
        return go(request, f"/draft/{int(form['draft'][:18])}")
    if form.get("back") == "message" and form.get("ref"):
        return go(request, f"/message/{form['ref']}#acknowledge")
    where, _, kind = form.get("back", "").partition(".")
    if where == "write":
        about = {"kind": kind, "ref": form.get("ref", "")} if kind else {}
        return go(request, "/write", **about)
    if where in _BACK:
        return go(request, f"/{where}")
    return go(request, "/#acknowledge" if form.get("ref") else "/")


async def sign_on(request: Request) -> Response:
    """Unlock the officer's key at this desk."""
    house = house_of(request)
    form = await read_form(request)
    try:
        officer = named(await house.station.board(), field(form, "officer"))
        token = await house.desk.unlock(officer.index, field(form, "passphrase"))
    except LocalFault as fault:
        await house.station.note("SIGN_ON_FAILED", f"at a console: {fault.code}")
        return await _desk(request, form, fault)
    await house.station.note("SIGNED_ON", "at a console", officer.index)
    response = back(request, form)
    watch = watch_of(token, officer, hardware=False)
    house.signed_on.on(request, response, watch)
    return response


async def sign_off(request: Request) -> Response:
    """Lock the key and forget who was here."""
    await read_form(request)
    response = go(request, "/")
    house_of(request).signed_on.off(request, response)
    return response


async def lock(request: Request) -> Response:
    """Sign off for a while: the page asks for the same officer's key again."""
    await read_form(request)
    signed_on = house_of(request).signed_on
    watch = signed_on.at(request)
    response = go(request, "/desk", officer="" if watch is None else str(watch.officer))
    signed_on.off(request, response)
    return response


async def screen_page(request: Request) -> Response:
    """Draw the keys and the settings of this screen."""
    board = await house_of(request).station.board()
    picture: Picture = {
        "frame": frame(request, board),
        "page": {"themes": THEMES, "languages": LANGUAGES},
    }
    return draw(request, "desk/screen.html", picture)


async def set_screen(request: Request) -> Response:
    """Keep the settings of this screen."""
    form = await read_form(request)
    theme = form.get("theme", "")
    response = go(request, "/screen")
    language = form.get("language", "")
    screen = Screen(
        theme if theme in THEMES else "dark",
        form.get("keys") == "on",
        language if language in LANGUAGES else "en",
    )
    keep_screen(request, response, screen)
    return response


ROUTES = [
    Route("/desk", page),
    Route("/desk/on", sign_on, methods=["POST"]),
    Route("/desk/off", sign_off, methods=["POST"]),
    Route("/desk/lock", lock, methods=["POST"]),
    Route("/screen", screen_page),
    Route("/screen/set", set_screen, methods=["POST"]),
]
