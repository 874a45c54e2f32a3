# SPDX-License-Identifier: Apache-2.0
"""The addresses of exercises: one page, and one act for each thing done with them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from parley.console.acting import do_act
from parley.console.answers import go
from parley.console.at_desk import Form, at_desk
from parley.console.drawing import Picture, draw
from parley.console.forms import field, read_form, whole_number, zulu_field
from parley.console.frame import frame
from parley.console.house import House, house_of
from parley.console.pages.exercise.picture import exercise_picture
from parley.console.signed_on import Watch
from parley.errors import LocalFault
from parley.model.act import ExerciseStep

_PAGE = "/exercise"
_DIGITS_MAX = 9


async def _picture(request: Request) -> Picture:
    house = house_of(request)
    board = await house.station.board()
    found = await house.station.exercises()
    return {
        "frame": frame(request, board),
        "page": exercise_picture(board, found, house.signed_on.at(request)),
    }


async def page(request: Request) -> Response:
    """Draw what is planned and announced."""
    return draw(request, "exercise/exercise.html", await _picture(request))


async def fragment(request: Request) -> Response:
    """Return its picture."""
    return JSONResponse(await _picture(request))


@at_desk("exercise")
async def plan(request: Request, house: House, watch: Watch, form: Form) -> Response:
    """Plan an exercise; nobody outside is told."""
    await house.station.plan_exercise(
        field(form, "name").strip(),
        watch.officer,
        zulu_field(form, "from"),
        zulu_field(form, "until"),
        field(form, "link"),
        form.get("notes", "").strip(),
    )
    return go(request, _PAGE)


async def drop(request: Request) -> Response:
    """Give a plan up."""
    form = await read_form(request)
    await house_of(request).station.drop_exercise_plan(
        whole_number(form, "number", _DIGITS_MAX)
    )
    return go(request, _PAGE)


@at_desk("exercise")
async def announce(
    request: Request, house: House, watch: Watch, form: Form
) -> Response:
    """Announce a planned exercise; whoever signs directs it."""
    number = whole_number(form, "number", _DIGITS_MAX)
    planned = (await house.station.exercises()).planned
    one = next((each for each in planned if each.number == number), None)
    if one is None:
        raise LocalFault("PLY-WCH-069", number=number)
    said: dict[str, object] = {
        "name": one.name,
        "from_ms": one.from_ms,
        "until_ms": one.until_ms,
    }
    await do_act(house, watch, form, "EXERCISE", one.link, said)
    return go(request, _PAGE)


@at_desk("exercise")
async def move(request: Request, house: House, watch: Watch, form: Form) -> Response:
    """Consent to our exercise, start, interrupt or end it."""
    named = field(form, "step")
    if named not in ExerciseStep.__members__:
        raise LocalFault("PLY-UI-004", reason="it names a step that is none")
    said: dict[str, object] = {"step": int(ExerciseStep[named])}
    await do_act(house, watch, form, "EXERCISE_STEP", field(form, "ref"), said)
    return go(request, _PAGE)


@at_desk("exercise")
async def stop_all(
    request: Request, house: House, watch: Watch, form: Form
) -> Response:
    """Let every exercise here stand still: something is real."""
    reason = field(form, "reason").strip()
    await house.station.interrupt_exercises(watch.officer, reason)
    return go(request, _PAGE)


ROUTES = [
    Route(_PAGE, page),
    Route(f"{_PAGE}.json", fragment),
    Route(f"{_PAGE}/plan", plan, methods=["POST"]),
    Route(f"{_PAGE}/drop", drop, methods=["POST"]),
    Route(f"{_PAGE}/announce", announce, methods=["POST"]),
    Route(f"{_PAGE}/move", move, methods=["POST"]),
    Route(f"{_PAGE}/stop-all", stop_all, methods=["POST"]),
]
