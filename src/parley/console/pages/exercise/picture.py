# SPDX-License-Identifier: Apache-2.0
"""The picture of exercises: planned, announced, and whose key is missing."""

from __future__ import annotations

from parley.console.drawing import Picture
from parley.console.shown import shown
from parley.console.signed_on import Watch
from parley.console.times import apart, full
from parley.console.words import _, ngettext
from parley.station.views import BoardView
from parley.station.watch.exercises import ExercisesView, ExerciseView, PlanView


def _state(state: str) -> str:
    return {
        "ANNOUNCED": _("announced, not begun"),
        "RUNNING": _("running"),
        "INTERRUPTED": _("INTERRUPTED"),
    }[state]


def _time(one: ExerciseView | PlanView) -> str:
    return _("from {start} to {end}").format(
        start=apart(full(one.from_ms)), end=apart(full(one.until_ms))
    )


def _plan(plan: PlanView) -> Picture:
    return {
        "number": str(plan.number),
        "link": plan.link,
        "name": shown(plan.name),
        "time": _time(plan),
        "notes": shown(plan.notes),
        "by": plan.by,
    }


def _exercise(one: ExerciseView, watch: Watch | None) -> Picture:
    ours = one.direction == "out"
    runs = one.state == "RUNNING"
    on_watch = watch is not None and "WATCH" in watch.classes
    directs = watch is not None and ours and watch.officer == one.director
    missing = one.needed - len(one.consents)
    words = ngettext(
        "the consent of {n} officer of the watch is missing",
        "the consent of {n} officers of the watch is missing",
        max(0, missing),
    )
    waits = ours and not runs and missing > 0
    return {
        "ref": one.ref,
        "link": one.link,
        "name": shown(one.name),
        "ours": ours,
        "whose": _("ours") if ours else _("of the other side"),
        "director": shown(one.director_name),
        "time": _time(one),
        "state": one.state,
        "word": _state(one.state),
        "since": _("since {time}").format(time=apart(full(one.since_ms))),
        "reason": shown(one.reason),
        "consents": [{"name": each, "shown": shown(each)} for each in one.consents],
        "missing": words.format(n=missing) if waits else "",
        "soon": one.needed > 1 and waits,
        "may_consent": ours and on_watch and not directs and not runs,
        "may_start": directs and not runs and missing <= 0,
        "may_interrupt": ours and on_watch and runs,
        "may_end": ours and watch is not None,
    }


def exercise_picture(
    board: BoardView, found: ExercisesView, watch: Watch | None
) -> Picture:
    """Return the page."""
    return {
        "here": found.mode == "EXERCISE",
        "mode": found.mode,
        "links": [
            {"link": one.link, "party": one.party}
            for one in board.status.counterparts
            if one.state == "in force"
        ],
        "none": not found.planned and not found.announced,
        "planned": [_plan(each) for each in found.planned],
        "announced": [_exercise(each, watch) for each in found.announced],
        "running": any(each.state == "RUNNING" for each in found.announced),
    }
