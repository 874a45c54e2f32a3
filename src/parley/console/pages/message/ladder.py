# SPDX-License-Identifier: Apache-2.0
"""A message's ladder: each rung one fact, with the time each side wrote for it."""

from __future__ import annotations

from collections.abc import Callable

from parley.console.drawing import Picture
from parley.console.shown import shown
from parley.console.times import apart, full
from parley.console.told import acknowledged
from parley.console.words import _
from parley.station.views import MessageView, StageView


def _rung(
    word: str,
    who: str,
    theirs: int | None,
    ours: int | None,
    more: str = "",
    due_ms: int | None = None,
) -> Picture:
    reached = theirs is not None or ours is not None
    missing = _("not yet")
    if due_ms is not None:
        missing = _("not yet; due by {time}").format(time=apart(full(due_ms)))
    return {
        "word": word,
        "who": shown(who),
        "more": shown(more),
        "theirs": full(theirs) if theirs is not None else "",
        "ours": full(ours) if ours is not None else "",
        "reached": reached,
        "missing": "" if reached else missing,
    }


def ladder(message: MessageView) -> list[Picture]:
    """Return the rungs of a message in their order."""
    return [*_stations(message), *_persons(message), *_asides(message)]


def _stations(message: MessageView) -> list[Picture]:
    """Return what stations did: drafted, on the record, received."""
    stages = {stage.stage: stage for stage in message.stages}
    receipt = stages.get("receipt")
    out = message.direction == "out"
    wrote, filed = message.logged_ms, message.filed_ms
    signed = _rung(
        _("Drafted"), message.drafted_by, None if out else message.created_ms,
        message.created_ms if out else None,
    )  # fmt: skip
    logged = _rung(
        _("On the record"),
        _("of its sender"),
        None if out else wrote,
        filed if out else None,
    )
    if out:
        received = _rung(
            _("Received by the station"),
            message.party,
            receipt.their_ms if receipt else None,
            receipt.seen_ms if receipt else None,
        )
    else:
        received = _rung(_("Received by the station"), _("this station"), None, filed)
    return [signed, logged, received]


def _fact(
    word: str,
    stage: StageView | None,
    out: bool,
    more: str = "",
    due_ms: int | None = None,
) -> Picture:
    """Return what a person did; of a message of theirs, the person is ours."""
    if stage is None:
        return _rung(word, "", None, None, due_ms=due_ms)
    theirs = stage.their_ms if out else None
    ours = stage.seen_ms if out else stage.their_ms
    if stage.stands_for:
        for_whom = _("for {positions}").format(positions=", ".join(stage.stands_for))
        more = f"{more} {for_whom}".strip()
    return _rung(word, stage.by or "", theirs, ours, more)


def _persons(message: MessageView) -> list[Picture]:
    """Return what officers and principals did, whether they have or not."""
    stages = {stage.stage: stage for stage in message.stages}
    out = message.direction == "out"
    delivered = stages.get("delivered")
    to = (delivered.note or "") if delivered else ""
    agreed = {each.what: each for each in message.deadlines}
    due = {what: each.due_ms for what, each in agreed.items()}
    found = [
        _fact(
            _("Acknowledged by a named officer"),
            acknowledged(message),
            out,
            due_ms=due.get("acknowledgement"),
        ),
        _fact(_("Understood: read back alike"), stages.get("understood"), out),
        _fact(
            _("Delivered to a principal"),
            delivered,
            out,
            to,
            due_ms=due.get("delivered"),
        ),
        _fact(_("Answered"), stages.get("answered"), out),
    ]
    translation = agreed.get("translation")
    if translation is not None:
        ours, due_ms = translation.done_ms, translation.due_ms
        found.insert(1, _rung(_("Translated here"), "", None, ours, due_ms=due_ms))
    return found


def _asides(message: MessageView) -> list[Picture]:
    """Return what stands beside the ladder, only where it happened."""
    words: dict[str, tuple[str, Callable[[StageView], str]]] = {
        "misread": (_("READ-BACK DIFFERS"), lambda stage: stage.note or ""),
        "out_of_place": (_("DOES NOT COUNT: not his position"), _claimed),
        "standby": (_("An answer is promised"), _promise),
        "declined": (_("Declined: no answer will come"), _reason),
    }
    found = []
    for stage in message.stages:
        if stage.stage in words:
            word, more = words[stage.stage]
            out = message.direction == "out"
            found.append(_fact(word, stage, out, more(stage)))
    return found


def _promise(stage: StageView) -> str:
    times = _("promised {n} times").format(n=stage.times) if stage.times > 1 else ""
    until = _("by {time}").format(time=full(stage.until_ms))
    return "; ".join(part for part in (until, times) if part)


def _reason(stage: StageView) -> str:
    return reasons().get((stage.note or "").upper().replace(" ", "_"), stage.note or "")


def _claimed(stage: StageView) -> str:
    """Return what he said of the message in whose name he may not speak."""
    return {
        "acknowledgement": _("acknowledged"),
        "understood": _("understood"),
        "delivered": _("delivered"),
        "standby": _("an answer is promised"),
        "decline": _("declined"),
    }.get(stage.note or "", stage.note or "")


def reasons() -> dict[str, str]:
    """Return the reasons to decline in words."""
    return {
        "NO_COMMENT": _("no comment"),
        "NOT_OURS_TO_ANSWER": _("not ours to answer"),
        "ANSWERED_ELSEWHERE": _("answered elsewhere"),
        "NOT_UNDERSTOOD": _("not understood"),
    }
