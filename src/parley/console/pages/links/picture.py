# SPDX-License-Identifier: Apache-2.0
"""The picture of the links page: the last day or month of one counterpart."""

from __future__ import annotations

from markupsafe import Markup

from parley.console.charts.alarms import alarms_svg
from parley.console.charts.circuits import circuits_svg, share_words
from parley.console.charts.trips import trips_svg
from parley.console.charts.waits import ENDS_S, counts, waits_svg
from parley.console.circuit_words import circuit_words
from parley.console.drawing import Picture
from parley.console.evidence_words import evidence_words
from parley.console.lasting import lasting
from parley.console.shown import shown
from parley.console.station_words import silence_words, state_words
from parley.console.times import age, apart, dtg, zulu
from parley.console.words import _, ngettext
from parley.station.observed.figures import WaitsView, percentile
from parley.station.observed.looking_back import LinkFiguresView
from parley.station.observed.timeline import STOPPED, CircuitLineView
from parley.station.svg import plain
from parley.station.views import BoardView, CircuitView, CounterpartView

DAY_H, MONTH_H = 24, 30 * 24
SPANS_MAX = 200


def _drawn(svg: str) -> Markup:
    # Drawn here from numbers, names escaped; it holds no script and no reference.
    return Markup(svg)  # noqa: S704


def _circuit(one: CircuitView, now_ms: int) -> Picture:
    """Return what is known of one circuit now."""
    shared = None
    if one.delivered is not None:
        shared = _("{n} % of asks delivered").format(n=round(100 * one.delivered))
    trips = None
    if one.half_ms is not None and one.most_ms is not None:
        trips = f"p50 {one.half_ms} ms · p95 {one.most_ms} ms"
    proved = _("never proved alone")
    if one.tested_ms is not None:
        proved = _("proved alone {time}").format(
            time=apart(zulu(one.tested_ms, now_ms))
        )
    queue = ngettext("{n} waits for it", "{n} wait for it", one.waiting)
    known = (proved, trips, shared, queue.format(n=one.waiting) if one.waiting else "")
    return {
        "name": one.circuit,
        "bearer": one.bearer,
        "state": one.state.upper(),
        "state_words": state_words(one.state).upper(),
        "reason": shown(circuit_words(one.reason)),
        "since": zulu(one.since_ms, now_ms),
        "heard": age(one.last_heard_ms, now_ms) or _("never heard"),
        "known": " · ".join(each for each in known if each),
        "depends": ", ".join(one.failure_domain),
        "exposure": plain(one.exposure),
    }


def _span_rows(found: LinkFiguresView) -> list[Picture]:
    """Return the twin of the picture of circuits: every change, the newest first."""
    every = [
        (span.from_ms, line.circuit, span)
        for line in found.circuits
        for span in line.spans
    ]
    every.sort(key=lambda each: (-each[0], each[1]))
    return [
        {
            "circuit": circuit,
            "state": _span_words(span.state),
            "from": dtg(at_ms),
            "lasted": lasting((span.to_ms - span.from_ms) / 1_000),
        }
        for at_ms, circuit, span in every[:SPANS_MAX]
    ]


def _span_words(state: str) -> str:
    if state == STOPPED:
        return _("this station was off")
    return _("not known") if state == "not known" else state_words(state)


def _share(line: CircuitLineView) -> Picture:
    return {
        "circuit": line.circuit,
        "share": share_words(line),
        "known": lasting(line.known_ms / 1_000),
    }


def _waits(view: WaitsView) -> Picture:
    return {
        "precedence": view.precedence,
        "count": len(view.waits_ms),
        "unanswered": view.unanswered,
        "p50": lasting(view.p50_ms / 1_000) if view.waits_ms else "-",
        "p95": lasting(view.p95_ms / 1_000) if view.waits_ms else "-",
        "limit": lasting(view.limit_ms / 1_000) if view.limit_ms else "-",
        "within": view.within,
        "bars": counts(view),
    }


def _side(views: tuple[WaitsView, ...], title: str, name: str) -> Picture:
    return {
        "name": name,
        "title": title,
        "any": bool(views),
        "svg": _drawn(waits_svg(views, title, name)) if views else "",
        "rows": [_waits(view) for view in views],
    }


def _trips(found: LinkFiguresView) -> Picture:
    ordered = sorted(each.took_ms for each in found.round_trips)
    return {
        "any": bool(ordered),
        "svg": _drawn(trips_svg(found, "trips")) if ordered else "",
        "words": _("{n} answered, {m} without an answer on record").format(
            n=len(ordered), m=found.unanswered
        ),
        "rows": [
            {"name": name, "ms": f"{value:,} ms"}
            for name, value in (
                (_("shortest"), ordered[0] if ordered else 0),
                ("p50", percentile(ordered, 0.5)),
                ("p95", percentile(ordered, 0.95)),
                (_("longest"), ordered[-1] if ordered else 0),
            )
        ]
        if ordered
        else [],
    }


def _alarms(found: LinkFiguresView) -> Picture:
    alarms = found.alarms
    return {
        "svg": _drawn(alarms_svg(found, "alarms")),
        "words": _(
            "{n} in all, {mean} in ten minutes on average, {most} at most"
        ).format(n=alarms.total, mean=f"{alarms.mean:.2f}", most=alarms.most),
        "floods": ngettext(
            "{n} flood of more than ten in ten minutes",
            "{n} floods of more than ten in ten minutes",
            alarms.floods,
        ).format(n=alarms.floods)
        if alarms.floods
        else "",
        "rows": [
            {"from": dtg(at_ms), "count": count}
            for at_ms, count in sorted(alarms.bins, key=lambda each: -each[1])[:20]
        ],
    }


def _diversity(one: CounterpartView) -> str:
    """Return how many paths fail by different causes."""
    if not one.circuits:
        return _("No circuit is set up.")
    if one.paths_independent < 2:  # noqa: PLR2004 - one failure leaves another
        return _("{up} up; one failure can take all of them.").format(up=one.paths_up)
    return _(
        "{up} up; {independent} of them share nothing: one failure leaves the others."
    ).format(up=one.paths_up, independent=one.paths_independent)


def links_picture(
    board: BoardView, one: CounterpartView, found: LinkFiguresView, hours: int
) -> Picture:
    """Return the page of one counterpart."""
    now_ms = board.status.now_ms
    return {
        "none": False,
        "links": [
            {"link": each.link, "party": each.party}
            for each in board.status.counterparts
        ],
        "link": one.link,
        "party": shown(one.party),
        "state": state_words(one.state),
        "silence": silence_words(one.silence),
        "evidence": shown(evidence_words(one.silence_evidence)),
        "month": hours > DAY_H,
        "diversity": _diversity(one),
        "warn_diversity": one.paths_independent < 2 <= len(one.circuits),  # noqa: PLR2004
        "now": [_circuit(each, now_ms) for each in one.circuits],
        "circuits": _drawn(circuits_svg(found, "circuits")),
        "shares": [_share(line) for line in found.circuits],
        "spans": _span_rows(found),
        "trips": _trips(found),
        "sides": [
            _side(found.by_them, _("Ours, until one of their officers had it"), "ours"),
            _side(found.by_us, _("Theirs, until one of our officers had it"), "theirs"),
        ],
        "bars": [lasting(end) for end in ENDS_S],
        "alarms": _alarms(found),
        "cut": found.cut,
        "missed": one.tests_missed,
    }
