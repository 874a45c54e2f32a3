# SPDX-License-Identifier: Apache-2.0
"""The code page's addresses: buttons, forms, the look before, and the act."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.console.answers import go
from parley.console.at_desk import Form, at_desk
from parley.console.drawing import Picture, draw
from parley.console.forms import field, read_form
from parley.console.frame import frame
from parley.console.house import House, house_of
from parley.console.pages.code.picture import (
    desk_picture,
    form_picture,
    look_picture,
)
from parley.console.signed_on import Watch
from parley.console.signing import ToSign, signed
from parley.errors import LocalFault
from parley.formats.schema import COMMON, Book, FieldType, Format
from parley.station.library.files import load_library
from parley.station.views import DraftView

_FIELDS_MAX = 128  # a checkbox is a field of its own
_ON = "on"


def _book() -> Book:
    book = load_library().newest
    assert book is not None, "an edition ships"
    return book


def _tag(value: str | None) -> str:
    """Return a language of the book; the form's own, English unless asked."""
    return value if value is not None and value in _book().languages else "en"


def _form(name: str) -> Format:
    book = _book()
    form = book.named(name)
    if form is None:
        allowed = ", ".join(one.name for one in book.formats.values())
        raise LocalFault("PLY-BOK-007", name=name[:32], allowed=allowed)
    return form


async def page(request: Request) -> Response:
    """Draw the buttons and the list of formats."""
    board = await house_of(request).station.board()
    tag = _tag(request.query_params.get("lang"))
    picture: Picture = {
        "frame": frame(request, board),
        "page": desk_picture(board, _book(), tag),
    }
    return draw(request, "code/code.html", picture)


async def form_page(request: Request) -> Response:
    """Draw the form of one format."""
    board = await house_of(request).station.board()
    form = _form(str(request.path_params["name"]))
    tag = _tag(request.query_params.get("lang"))
    picture: Picture = {
        "frame": frame(request, board),
        "page": form_picture(board, _book(), form, tag),
    }
    return draw(request, "code/form.html", picture)


def _values(form: Format, posted: Form) -> dict[str, str]:
    """Return what a form says in the book's notation; empty fields are not stated."""
    values: dict[str, str] = {}
    for one in (*COMMON.values(), *form.fields):
        said = posted.get(f"v.{one.name}", "").strip()
        if one.type is FieldType.ANY and not said:
            head = f"v.{one.name}."
            chosen = [
                name.removeprefix(head)
                for name, on in posted.items()
                if name.startswith(head) and on == _ON
            ]
            said = ", ".join(chosen)
        if said:
            values[one.name] = said
    return values


async def look(request: Request) -> Response:
    """Draw what a filled form would say; nothing is kept."""
    house = house_of(request)
    posted = await read_form(request, _FIELDS_MAX)
    form = _form(field(posted, "name"))
    tag = _tag(posted.get("lang"))
    seen = await house.station.code_preview(
        form.name, _values(form, posted), posted.get("link") or None
    )
    board = await house.station.board()
    picture: Picture = {
        "frame": frame(request, board),
        "page": look_picture(seen, _book(), form, tag, posted),
    }
    return draw(request, "code/look.html", picture)


@at_desk(back="code", fields_max=_FIELDS_MAX)
async def send(request: Request, house: House, watch: Watch, posted: Form) -> Response:
    """Write a code, and release it where one person may; else it waits for others."""
    name = field(posted, "name")
    book = _book()
    form = book.named(name)
    values = (
        {key[2:]: value for key, value in posted.items() if key.startswith("v.")}
        if form is None
        else _values(form, posted)
    )
    ref = await _release(house, watch, name, values, posted)
    return go(request, "/" if ref is None else f"/message/{ref}")


async def _release(
    house: House,
    watch: Watch,
    name: str,
    values: dict[str, str],
    posted: Form,
) -> str | None:
    """Draft, sign and file; return the message's name, None if it waits for others.

    A hardware key signs between two posts: the draft of the first waits for the second.
    """
    link = posted.get("link") or None
    draft = await _waiting(house, watch, name, values, posted)
    if draft is None:
        draft = await house.station.write_code(name, values, watch.officer, link)
    if draft.needed != 1:
        return None
    wanted = ToSign(draft.manifest, draft.digest, draft.release_code)

    async def ask() -> ToSign:
        return wanted

    try:
        given = await signed(house, watch, posted, ask)
        gone = await house.station.release(
            draft.number, watch.officer, given.scheme, given.signature, given.detail
        )
    except LocalFault:
        # One action went wrong as a whole: no draft stays behind unseen.
        await house.station.withdraw(draft.number)
        raise
    return gone.ref


async def _waiting(
    house: House,
    watch: Watch,
    name: str,
    values: dict[str, str],
    posted: Form,
) -> DraftView | None:
    """Return the draft that this officer's key was asked for, if it still waits.

    Pressed once more without an answer of the key, a code does not become two drafts.

    Raises:
        LocalFault: PLY-UI-004 a signature over a draft that is gone.

    """
    if not watch.hardware:
        return None
    digest = posted.get("digest")
    body = None
    if digest is None:
        link = posted.get("link") or None
        body = (await house.station.code_preview(name, values, link)).body
    for one in (await house.station.board()).drafts:
        if one.coded is None or one.releases or one.drafted_by != watch.name:
            continue
        if one.digest == digest or one.coded.body == body:
            return one
    if digest is not None:
        raise LocalFault("PLY-UI-004", reason="the draft it signs is gone")
    return None


ROUTES = [
    Route("/code", page),
    Route("/code/look", look, methods=["POST"]),
    Route("/code/send", send, methods=["POST"]),
    Route("/code/{name}", form_page),
]
