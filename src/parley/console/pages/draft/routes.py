# SPDX-License-Identifier: Apache-2.0
"""The draft's addresses: page, picture, and the release."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from parley.console.answers import go
from parley.console.drawing import Picture, draw
from parley.console.forms import field, read_form, whole_number
from parley.console.frame import frame
from parley.console.house import house_of
from parley.console.pages.draft.picture import draft_picture
from parley.console.signing import ToSign, signed
from parley.errors import LocalFault
from parley.station.views import BoardView, DraftView

_DIGITS_MAX = 16


async def _picture(request: Request) -> Picture:
    house = house_of(request)
    number = int(request.path_params["number"])
    override = _reason(request.query_params.get("override", ""))
    draft = await house.station.draft(number, override)
    board = await house.station.board()
    watch = house.signed_on.at(request)
    return {
        "frame": frame(request, board),
        "page": draft_picture(draft, board, watch),
    }


def _reason(given: str) -> str | None:
    """Return why one officer releases alone what takes two; None if he does not."""
    return given.strip() or None


async def page(request: Request) -> Response:
    """Draw the draft as it will go."""
    return draw(request, "draft/draft.html", await _picture(request))


async def fragment(request: Request) -> Response:
    """Return the picture, from which the page's script computes what is signed."""
    return JSONResponse(await _picture(request))


def _check_addressee(board: BoardView, draft: DraftView, given: str) -> None:
    """Another kind of act than the touch that follows: the addressee is written."""
    names = {draft.link.casefold()} | {
        one.party.casefold()
        for one in board.status.counterparts
        if one.link == draft.link
    }
    if given.strip().casefold() not in names:
        wanted = " or ".join(sorted(names))
        raise LocalFault("PLY-CLI-030", wanted=wanted, given=given[:64])


async def release(request: Request) -> Response:
    """Give the next release of a draft in the name of whoever is signed on."""
    house, form = house_of(request), await read_form(request)
    number = int(request.path_params["number"])
    watch = house.signed_on.at(request)
    if watch is None:
        return go(request, "/desk", draft=str(number))
    override = _reason(form.get("override", ""))
    draft = await house.station.draft(number, override)
    if draft.step == 0:
        raise LocalFault("PLY-REL-006", number=number)
    board = await house.station.board()
    _check_addressee(board, draft, field(form, "addressee"))
    # What the officer read is named by its digest: another draft, or one that somebody
    # released meanwhile, is not what he releases.
    if field(form, "read") != draft.digest:
        raise LocalFault("PLY-AUT-068", number=number)

    async def ask() -> ToSign:
        return ToSign(draft.manifest, draft.digest, draft.release_code)

    given = await signed(house, watch, form, ask)
    await house.station.release(
        number, watch.officer, given.scheme, given.signature, given.detail, override
    )
    return go(request, f"/draft/{number}")


async def reread(request: Request) -> Response:
    """Note that the draft's writers have read what came since, as far as was shown."""
    house, form = house_of(request), await read_form(request)
    number = int(request.path_params["number"])
    if house.signed_on.at(request) is None:
        return go(request, "/desk", draft=str(number))
    through = whole_number(form, "through", _DIGITS_MAX)
    await house.station.reread(number, through)
    return go(request, f"/draft/{number}")


async def review(request: Request) -> Response:
    """Note that somebody looked once more whether it must go."""
    house, number = house_of(request), int(request.path_params["number"])
    await read_form(request)
    watch = house.signed_on.at(request)
    if watch is None:
        return go(request, "/desk", draft=str(number))
    await house.station.review(number, watch.officer)
    return go(request, f"/draft/{number}")


async def withdraw(request: Request) -> Response:
    """Take the draft back; its number is never used again."""
    house, number = house_of(request), int(request.path_params["number"])
    await read_form(request)
    if house.signed_on.at(request) is None:
        return go(request, "/desk", draft=str(number))
    await house.station.withdraw(number)
    return go(request, "/")


ROUTES = [
    Route("/draft/{number:int}", page),
    Route("/draft/{number:int}.json", fragment),
    Route("/draft/{number:int}/release", release, methods=["POST"]),
    Route("/draft/{number:int}/reread", reread, methods=["POST"]),
    Route("/draft/{number:int}/review", review, methods=["POST"]),
    Route("/draft/{number:int}/withdraw", withdraw, methods=["POST"]),
]
