# SPDX-License-Identifier: Apache-2.0
"""One message as one line: the words of its state, who and when."""

from __future__ import annotations

from parley.console.drawing import Picture
from parley.console.frame import BAD, waiting
from parley.console.shown import shown
from parley.console.station_words import text_words
from parley.console.times import age, iso, zulu
from parley.console.words import _
from parley.station.views import MessageView


def state_words(message: MessageView, now_ms: int) -> tuple[str, str]:
    """Return the state and who or when: one word for one fact, never for two."""
    stages = {stage.stage: stage for stage in message.stages}
    acknowledged = stages.get("acknowledgement")
    if message.state == BAD:
        return _("SIGNATURE BAD"), _("do not act on it")
    if acknowledged is not None:
        by = acknowledged.by or _("an officer")
        at_ms = acknowledged.their_ms
        return _("ACKNOWLEDGED"), f"{by} {zulu(at_ms, now_ms)}"
    if message.state == "ACKNOWLEDGED":
        return _("ACKNOWLEDGED"), ""
    receipt = stages.get("receipt")
    if message.direction == "out" and receipt is not None:
        return _("RECEIPTED"), _("by their station {time}").format(
            time=zulu(receipt.their_ms, now_ms)
        )
    if message.direction == "out":
        return _("QUEUED"), _("no receipt yet")
    return _("RECEIVED"), _("not acknowledged")


def row(message: MessageView, now_ms: int) -> Picture:
    """Return one line of a list."""
    state, detail = state_words(message, now_ms)
    out = message.direction == "out"
    return {
        **waiting(message, now_ms),
        "way": _("to") if out else _("from"),
        "direction": message.direction,
        "party": shown(message.party),
        "time_iso": iso(message.filed_ms),
        "filed_ms": message.filed_ms,
        "age": age(message.filed_ms, now_ms),
        "subject": shown(text_words(message.subject)),
        "language": message.language,
        "state": state,
        "detail": shown(detail),
        "bad": message.state == BAD,
    }
