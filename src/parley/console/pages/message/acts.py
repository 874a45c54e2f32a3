# SPDX-License-Identifier: Apache-2.0
"""Every act about a message but the acknowledgement, and the draft that answers it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from parley.console.acting import do_act
from parley.console.answers import go
from parley.console.forms import field, read_form
from parley.console.house import house_of
from parley.console.pages.message.forms import FIELDS, FIELDS_MAX
from parley.errors import LocalFault
from parley.model.message import Relation, RelationKind


async def act(request: Request) -> Response:
    """Do one act in the name of whoever is signed on."""
    house, form = house_of(request), await read_form(request, FIELDS_MAX)
    ref, kind = field(form, "ref"), field(form, "kind")
    watch = house.signed_on.at(request)
    if watch is None:
        return go(request, "/desk", ref=ref, back="message")
    if kind not in FIELDS:
        raise LocalFault("PLY-UI-004", reason="it names an act that is none")
    now_ms = (await house.station.board()).status.now_ms
    said = FIELDS[kind](form, now_ms)
    await do_act(house, watch, form, kind, ref, said)
    return go(request, f"/message/{ref}", did=kind)


async def answer(request: Request) -> Response:
    """File a draft in reply; it goes to its own page, to be read and released."""
    house, form = house_of(request), await read_form(request)
    ref = field(form, "ref")
    watch = house.signed_on.at(request)
    if watch is None:
        return go(request, "/desk", ref=ref, back="message")
    message = await house.station.message(ref)
    draft = await house.station.write_draft(
        message.link,
        watch.officer,
        field(form, "precedence"),
        (),
        [(field(form, "language"), field(form, "text"))],
        Relation(RelationKind.IN_REPLY_TO, ours=False, serial=message.serial),
        None,
        message.serial,
        relation_log=message.incarnation,
    )
    return go(request, f"/draft/{draft.number}")
