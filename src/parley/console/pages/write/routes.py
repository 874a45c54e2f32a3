# SPDX-License-Identifier: Apache-2.0
"""The writing page's addresses: the page, a look that also keeps, and the filing."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from parley.console.answers import go, wants_json
from parley.console.drawing import Picture, draw, fault_picture
from parley.console.forms import TEXT_FORM_BYTES_MAX, field, read_form
from parley.console.frame import frame
from parley.console.house import House, house_of
from parley.console.pages.write.form import (
    FIELDS_MAX,
    FOLLOWING,
    TEXTS_MAX,
    Written,
    answer_to,
    kept,
    number,
    written,
)
from parley.console.pages.write.picture import (
    form_picture,
    links_in_force,
    look_picture,
    saved_words,
    unfinished_row,
)
from parley.console.pages.write.taken import taken_picture
from parley.console.signed_on import Watch
from parley.console.upload import read_upload
from parley.errors import Fault, LocalFault
from parley.model.message import Relation, RelationKind
from parley.station.texts.foreign import FILE_BYTES_MAX, TakenView
from parley.station.writing.views import DraftLookView, UnfinishedView


async def _begun(house: House, kind: str, ref: str) -> Written:
    """Return the form of a text that follows a message."""
    if not kind:
        return Written()
    if kind == "IN_REPLY_TO":
        return answer_to(await house.station.message(ref))
    if kind not in FOLLOWING:
        raise LocalFault("PLY-UI-004", reason="it names what is not offered")
    ready = await house.station.prepared(ref)
    texts = ready.cancellation if kind == "CANCELS" else ready.correction
    return Written(kind, ref, ready.link, ready.precedence, ready.to, texts[:2])


async def _look(house: House, form: Written) -> DraftLookView | None:
    """Return what the station makes of it; None where there is nobody to write to."""
    try:
        return await house.station.look_at_draft(
            form.link or None,
            form.precedence,
            () if form.follows else form.to,
            form.said,
            form.read,
            form.stop,
        )
    except LocalFault as fault:
        if fault.code in {"PLY-LNK-001", "PLY-CFG-021"}:
            return None
        raise


async def page(request: Request) -> Response:
    """Draw the page: empty, begun from a message, or as it was kept."""
    house, query = house_of(request), request.query_params
    mine = await _mine(request)
    found: UnfinishedView | None = None
    if query.get("slot"):
        found = next((one for one in mine if str(one.slot) == query["slot"]), None)
    if found is not None:
        form = written(dict(found.fields))
    else:
        form = await _begun(house, query.get("kind", ""), query.get("ref", ""))
    return await _drawn(request, form, found, mine)


async def take(request: Request) -> Response:
    """Begin a text, or a code, from a file of another system; nothing is filed."""
    house = house_of(request)
    _somebody(request)
    taken = await house.station.read_foreign(await read_upload(request, FILE_BYTES_MAX))
    if taken.format is None:
        form = Written(
            texts=taken.texts[:TEXTS_MAX], precedence=taken.precedence or "ROUTINE"
        )
        return await _drawn(request, form, None, await _mine(request), taken)
    board = await house.station.board()
    picture: Picture = {
        "frame": frame(request, board),
        "page": {"taken": taken_picture(taken), "links": links_in_force(board)},
    }
    return draw(request, "write/taken.html", picture)


async def _mine(request: Request) -> tuple[UnfinishedView, ...]:
    house = house_of(request)
    watch = house.signed_on.at(request)
    return () if watch is None else await house.station.unfinished(watch.officer)


async def _drawn(
    request: Request,
    form: Written,
    found: UnfinishedView | None,
    mine: tuple[UnfinishedView, ...],
    taken: TakenView | None = None,
) -> Response:
    house, query = house_of(request), request.query_params
    watch = house.signed_on.at(request)
    board = await house.station.board()
    rosters = {one.station: one for one in await house.station.rosters()}
    now_ms = board.status.now_ms
    picture: Picture = {
        "frame": frame(request, board),
        "page": {
            "form": form_picture(form, board, rosters, found),
            "look": look_picture(await _look(house, form), form, now_ms),
            "mine": [unfinished_row(one, now_ms) for one in mine],
            "nobody": watch is None,
            "may": watch is not None and bool(watch.classes & {"DRAFTER", "WATCH"}),
            "gone": bool(query.get("slot")) and found is None,
            "taken": None if taken is None else taken_picture(taken),
        },
    }
    return draw(request, "write/write.html", picture)


def _somebody(request: Request) -> Watch:
    watch = house_of(request).signed_on.at(request)
    if watch is None:
        raise LocalFault("PLY-UI-023")
    return watch


async def look(request: Request) -> Response:
    """Keep the text as it stands, and say what the station makes of it.

    The look is given even where nothing can be kept, with the reason.
    """
    house = house_of(request)
    posted = await read_form(request, FIELDS_MAX, TEXT_FORM_BYTES_MAX)
    form = written(posted)
    saved: UnfinishedView | None = None
    fault: Fault | None = None
    try:
        saved = await house.station.keep_unfinished(
            _somebody(request).officer,
            number(posted, "slot"),
            number(posted, "version") or 0,
            kept(posted),
        )
    except LocalFault as refusal:
        fault = refusal
    if not wants_json(request):
        if fault is not None:
            raise fault
        assert saved is not None, "it was kept or refused"
        return go(request, "/write", slot=str(saved.slot))
    now_ms = (await house.station.board()).status.now_ms
    return JSONResponse(
        {
            "page": {"look": look_picture(await _look(house, form), form, now_ms)},
            "slot": "" if saved is None else str(saved.slot),
            "version": "" if saved is None else str(saved.version),
            "saved": "" if saved is None else saved_words(saved, now_ms),
            "fault": None if fault is None else fault_picture(fault),
        }
    )


async def _file(house: House, form: Written, watch: Watch) -> int:
    """File the draft; return its number.

    A text that waits as a draft of the same writer already is that draft: a second
    press of the button makes no second one.
    """
    officer = watch.officer
    board = await house.station.board()
    for draft in board.drafts:
        same = (draft.texts, draft.precedence) == (form.said, form.precedence)
        if same and draft.drafted_by == watch.name and draft.link == form.link:
            return draft.number
    if form.follows:
        draft = await house.station.correct(
            form.ref, form.kind, officer, form.said, form.read
        )
        return draft.number
    now_ms = board.status.now_ms
    relation: Relation | None = None
    log: int | None = None
    if form.kind:
        message = await house.station.message(form.ref)
        relation = Relation(RelationKind.IN_REPLY_TO, ours=False, serial=message.serial)
        log = message.incarnation
    draft = await house.station.write_draft(
        form.link or None,
        officer,
        form.precedence,
        form.to,
        form.said,
        relation,
        form.not_after_ms(now_ms),
        form.read,
        form.critical,
        form.stop,
        log,
    )
    return draft.number


async def file_it(request: Request) -> Response:
    """File the text as a draft; what was kept of it is no longer needed."""
    house = house_of(request)
    posted = await read_form(request, FIELDS_MAX, TEXT_FORM_BYTES_MAX)
    watch = _somebody(request)
    slot, version = number(posted, "slot"), number(posted, "version") or 0
    if slot is not None:
        # A form that was filed, or changed elsewhere, is not filed a second time.
        mine = await house.station.unfinished(watch.officer)
        if (slot, version) not in {(one.slot, one.version) for one in mine}:
            raise LocalFault("PLY-UI-020")
    filed = await _file(house, written(posted), watch)
    if slot is not None:
        await house.station.drop_unfinished(watch.officer, slot)
    return go(request, f"/draft/{filed}")


async def drop(request: Request) -> Response:
    """Forget an unfinished text."""
    posted = await read_form(request)
    slot = number({"slot": field(posted, "slot")}, "slot")
    assert slot is not None, "the field is not empty"
    await house_of(request).station.drop_unfinished(_somebody(request).officer, slot)
    return go(request, "/write")


ROUTES = [
    Route("/write", page),
    Route("/write/import", take, methods=["POST"]),
    Route("/write/look", look, methods=["POST"]),
    Route("/write/file", file_it, methods=["POST"]),
    Route("/write/drop", drop, methods=["POST"]),
]
