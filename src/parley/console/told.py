# SPDX-License-Identifier: Apache-2.0
"""What is said after an acknowledgement: always read from the message, never carried.

A reload, the back button or a copied address therefore tell the truth of the moment,
and nobody can put words on the board through its address.
"""

from __future__ import annotations

from starlette.requests import Request

from parley.console.drawing import fault_picture
from parley.console.frame import number
from parley.console.house import house_of
from parley.console.times import zulu
from parley.console.words import _
from parley.errors import Fault, LocalFault
from parley.station.views import MessageView, StageView


def acknowledged(message: MessageView) -> StageView | None:
    """Return the acknowledgement of a message, if an officer gave one."""
    stages = (s for s in message.stages if s.stage == "acknowledgement")
    return next(stages, None)


def told(message: MessageView, name: str, now_ms: int) -> str:
    """Return who acknowledged a message, to whoever just tried to."""
    stage = acknowledged(message)
    if stage is None:
        return ""
    by, time = stage.by or _("an officer"), zulu(stage.their_ms, now_ms)
    if by != name:
        said = fault_picture(LocalFault("PLY-UI-006", name=by, time=time))
        return f"{said['what']} {said['then']}"
    return _("{party} {number}: acknowledged by {name} at {time}.").format(
        party=message.party, number=number(message), name=by, time=time
    )


async def told_of(request: Request, ref: str) -> str:
    """Return the words for the message `ref`; empty if it is none."""
    if not ref:
        return ""
    house = house_of(request)
    watch = house.signed_on.at(request)
    try:
        message = await house.station.message(ref)
    except Fault:
        return ""
    now_ms = (await house.station.board()).status.now_ms
    return told(message, "" if watch is None else watch.name, now_ms)
