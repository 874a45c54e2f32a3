# SPDX-License-Identifier: Apache-2.0
"""The forms of the acts that an officer can do about a message, and what they say.

A form offers; whether an act is allowed is the core's to say.  Times are written as
a watch writes them, four digits of Zulu, so that both posts of one form mean the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from parley.console.drawing import Picture
from parley.console.forms import field, minutes_of, next_time
from parley.console.frame import BAD
from parley.console.pages.message.ladder import reasons
from parley.errors import LocalFault
from parley.model.act import DeclineReason
from parley.station.views import MessageView
from parley.wire.limits import READ_BACK_MAX

FIELDS_MAX = READ_BACK_MAX + 16
PROMISES_MAX = 2
_DAY_MS = 86_400_000
_MINUTE_MS = 60_000

Form = dict[str, str]


def last_time(text: str, now_ms: int) -> int:
    """Return the last moment at which a clock showed this time."""
    at_ms = now_ms - now_ms % _DAY_MS + minutes_of(text) * _MINUTE_MS
    return at_ms if at_ms <= now_ms else at_ms - _DAY_MS


def _understood(form: Form, _now_ms: int) -> dict[str, object]:
    asked = int(form["fields"]) if form.get("fields", "").isdecimal() else 0
    wanted = range(min(asked, READ_BACK_MAX))
    return {"read_back": [form.get(f"read_back.{at}", "") for at in wanted]}


def _standby(form: Form, now_ms: int) -> dict[str, object]:
    return {"until_ms": next_time(field(form, "until"), now_ms)}


def _delivered(form: Form, now_ms: int) -> dict[str, object]:
    position = field(form, "position")
    if not position.isascii() or not position.isdecimal():
        raise LocalFault("PLY-UI-004", reason="the position is no number")
    return {
        "position": int(position[:6]),
        "name": form.get("name", "").strip() or None,
        "at_ms": last_time(field(form, "at"), now_ms),
    }


def _decline(form: Form, _now_ms: int) -> dict[str, object]:
    reason = form.get("reason", "")
    if reason and reason not in DeclineReason.__members__:
        raise LocalFault("PLY-UI-004", reason="the reason is none of those offered")
    return {"reason": int(DeclineReason[reason]) if reason else None}


FIELDS: Final[dict[str, Callable[[Form, int], dict[str, object]]]] = {
    "UNDERSTOOD": _understood,
    "STANDBY": _standby,
    "DELIVERED": _delivered,
    "DECLINE": _decline,
}


def offered(message: MessageView, positions: tuple[str, ...]) -> Picture:
    """Return which acts the page offers; what is done already is not offered again."""
    stages = {stage.stage: stage for stage in message.stages}
    theirs = message.direction == "in" and message.state != BAD
    theirs = theirs and "acknowledgement" in stages
    promised = stages["standby"].times if "standby" in stages else 0
    unanswered = theirs and not stages.keys() & {"answered", "declined"}
    acts = {
        "understood": theirs and "understood" not in stages,
        "standby": unanswered and promised < PROMISES_MAX,
        "delivered": theirs and "delivered" not in stages,
        "decline": unanswered,
        "answer": unanswered,
    }
    return {
        **acts,
        "any": any(acts.values()),
        "critical": list(range(len(message.critical))),
        "positions": list(enumerate(positions)),
        "reasons": list(reasons().items()),
        "precedence": message.precedence,
        "language": message.language,
    }
