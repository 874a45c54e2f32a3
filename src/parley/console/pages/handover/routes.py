# SPDX-License-Identifier: Apache-2.0
"""The handover's addresses: the sheet, and one act each for what is done with it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from parley.console.acting import do_act
from parley.console.answers import go
from parley.console.at_desk import Form, at_desk
from parley.console.drawing import Picture, draw
from parley.console.forms import field, read_form, whole_number
from parley.console.frame import frame
from parley.console.house import House, house_of
from parley.console.pages.handover.picture import handover_picture
from parley.console.signed_on import Watch
from parley.console.signing import ToSign, signed
from parley.errors import LocalFault

_PAGE = "/handover"
_BEFORE = 3
_SIDES = ("OUTGOING", "INCOMING")
_DIGITS_MAX = 6


async def _picture(request: Request) -> Picture:
    house = house_of(request)
    board, found = await house.station.board(), await house.station.watch()
    digests = {}
    if found.under_way is not None:
        for side in _SIDES:
            digests[side] = (await house.station.handover_request(side)).digest
    before = await house.station.handovers(_BEFORE)
    watch = house.signed_on.at(request)
    return {
        "frame": frame(request, board),
        "page": handover_picture(board, found, before, watch, digests),
    }


async def page(request: Request) -> Response:
    """Draw who has the watch and the sheet under way."""
    return draw(request, "handover/handover.html", await _picture(request))


async def fragment(request: Request) -> Response:
    """Return its picture."""
    return JSONResponse(await _picture(request))


async def begin(request: Request) -> Response:
    """Make the sheet, or make it anew."""
    form = await read_form(request)
    outgoing, incoming = (
        whole_number(form, "outgoing", _DIGITS_MAX),
        whole_number(form, "incoming", _DIGITS_MAX),
    )
    await house_of(request).station.handover_begin(outgoing, incoming)
    return go(request, _PAGE)


@at_desk("handover")
async def answer(request: Request, house: House, watch: Watch, form: Form) -> Response:
    """Answer one line as whoever is signed on."""
    line = whole_number(form, "line", _DIGITS_MAX)
    await _same_sheet(house, form)
    note = form.get("note", "").strip()
    await house.station.handover_answer(line, watch.officer, note)
    return go(request, f"{_PAGE}#line-{line}")


@at_desk("handover")
async def sound(request: Request, house: House, watch: Watch, form: Form) -> Response:
    """Say whether the alarm was heard."""
    await _same_sheet(house, form)
    heard = field(form, "heard") == "yes"
    reason = "" if heard else field(form, "reason").strip()
    await house.station.handover_sound(watch.officer, heard, reason)
    return go(request, f"{_PAGE}#sound-test")


async def _same_sheet(house: House, form: dict[str, str]) -> None:
    """Refuse what is meant for a sheet that was made anew meanwhile."""
    sheet = (await house.station.watch()).under_way
    if sheet is not None and form.get("begun") != str(sheet.begun_ms):
        raise LocalFault("PLY-WCH-062")


@at_desk("handover")
async def sign(request: Request, house: House, watch: Watch, form: Form) -> Response:
    """Sign the sheet as it was shown, on the side of whoever is signed on."""
    side = field(form, "side")

    async def ask() -> ToSign:
        asked = await house.station.handover_request(side)
        if asked.digest != field(form, "shown"):
            raise LocalFault("PLY-WCH-062")
        return ToSign.of(asked)

    given = await signed(house, watch, form, ask)
    await house.station.handover_sign(
        side, watch.officer, given.scheme, given.signature, given.detail
    )
    return go(request, _PAGE)


async def drop(request: Request) -> Response:
    """Let the handover not take place."""
    await read_form(request)
    await house_of(request).station.handover_drop()
    return go(request, _PAGE)


@at_desk("handover")
async def tell(request: Request, house: House, watch: Watch, form: Form) -> Response:
    """Tell one counterpart that the watch changed."""
    link = field(form, "link")
    await do_act(house, watch, form, "WATCH_CHANGED", link)
    return go(request, _PAGE, told=link)


ROUTES = [
    Route(_PAGE, page),
    Route(f"{_PAGE}.json", fragment),
    Route(f"{_PAGE}/begin", begin, methods=["POST"]),
    Route(f"{_PAGE}/answer", answer, methods=["POST"]),
    Route(f"{_PAGE}/sound", sound, methods=["POST"]),
    Route(f"{_PAGE}/sign", sign, methods=["POST"]),
    Route(f"{_PAGE}/drop", drop, methods=["POST"]),
    Route(f"{_PAGE}/tell", tell, methods=["POST"]),
]
