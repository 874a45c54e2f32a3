# SPDX-License-Identifier: Apache-2.0
"""The addresses of readouts: the list, one with its differences, and the acts."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.console.acting import do_act
from parley.console.answers import go
from parley.console.at_desk import Form, at_desk
from parley.console.drawing import Picture, draw
from parley.console.forms import field
from parley.console.frame import frame
from parley.console.house import House, house_of
from parley.console.pages.readout.picture import (
    list_picture,
    readout_picture,
    url_of,
)
from parley.console.signed_on import Watch
from parley.errors import LocalFault
from parley.model.readout import Answer
from parley.station.readouts.views import ReadoutView

_FIELDS_MAX = 512  # a field for each sentence
_FORM_BYTES_MAX = 131_072


async def page(request: Request) -> Response:
    """Draw every readout of every link."""
    station = house_of(request).station
    board = await station.board()
    every: list[ReadoutView] = []
    for one in board.status.counterparts:
        every += await station.readouts(one.link)
    picture: Picture = {"frame": frame(request, board), "page": list_picture(every)}
    return draw(request, "readout/readouts.html", picture)


async def one_page(request: Request) -> Response:
    """Draw one readout, sentence by sentence."""
    house = house_of(request)
    name = str(request.path_params["name"])
    found = await house.station.readout(name)
    watch = house.signed_on.at(request)
    officer = None if watch is None else watch.officer
    await house.station.note("READ", f"readout {name}", officer)
    picture: Picture = {
        "frame": frame(request, await house.station.board()),
        "page": readout_picture(found, watch),
    }
    return draw(request, "readout/readout.html", picture)


_at_desk = at_desk("readouts", _FIELDS_MAX, _FORM_BYTES_MAX)


async def _named(house: House, form: Form) -> ReadoutView:
    return await house.station.readout(field(form, "name"))


@_at_desk
async def show(request: Request, house: House, watch: Watch, form: Form) -> Response:
    """Show a draft to the other side."""
    found = await _named(house, form)
    if found.withheld:
        raise LocalFault("PLY-RDO-009", ref=found.number)
    said = dict(found.fields)
    done = await do_act(house, watch, form, "READOUT_SHOWN", found.link, said)
    return go(request, f"/readout/{done.ref}")


@_at_desk
async def answer(request: Request, house: House, watch: Watch, form: Form) -> Response:
    """Answer theirs, with the words of each sentence that differs."""
    found = await _named(house, form)
    named = Answer.__members__.get(field(form, "answer"))
    if named is None:
        raise LocalFault("PLY-UI-004", reason="it names an answer that is none")
    fields: dict[str, object] = {
        "answer": int(named),
        "digest": field(form, "digest"),
        "differences": _differences(form, found),
        "proof": form.get("proof") == "on",
    }
    await do_act(house, watch, form, "READOUT_ANSWERED", found.ref, fields)
    return go(request, url_of(found))


def _differences(form: Form, found: ReadoutView) -> list[dict[str, object]]:
    named = []
    for text in found.texts:
        for at in range(len(text.sentences)):
            words = form.get(f"d.{text.language}.{at + 1}", "").strip()
            if words:
                named.append(
                    {"language": text.language, "sentence": at, "words": words}
                )
    return named


@_at_desk
async def publish(request: Request, house: House, watch: Watch, form: Form) -> Response:
    """Say that ours is public; not before its message, unless the officer says so."""
    found = await _named(house, form)
    if found.overtakes and form.get("even_so") != "on":
        reason = "; ".join(found.overtakes)
        raise LocalFault("PLY-RDO-008", ref=found.ref, reason=reason)
    fields: dict[str, object] = {
        "digest": field(form, "digest"),
        "proof": form.get("proof") == "on",
    }
    await do_act(house, watch, form, "READOUT_PUBLISHED", found.ref, fields)
    return go(request, url_of(found))


@_at_desk
async def withhold(
    request: Request, house: House, watch: Watch, form: Form
) -> Response:
    """Neither confirm nor deny; noted at home and nowhere else."""
    found = await _named(house, form)
    await house.station.withhold_readout(field(form, "name"), watch.officer)
    return go(request, url_of(found))


ROUTES = [
    Route("/readouts", page),
    Route("/readouts/show", show, methods=["POST"]),
    Route("/readouts/answer", answer, methods=["POST"]),
    Route("/readouts/publish", publish, methods=["POST"]),
    Route("/readouts/withhold", withhold, methods=["POST"]),
    Route("/readout/{name:path}", one_page),
]
