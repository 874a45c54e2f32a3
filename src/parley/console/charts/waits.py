# SPDX-License-Identifier: Apache-2.0
"""How long messages waited for an officer, by precedence, with the agreed limit."""

from __future__ import annotations

from bisect import bisect_left

from parley.console.charts.axis import INK, LEFT, PALE, SMALL, WIDTH
from parley.console.lasting import lasting
from parley.console.words import _
from parley.station.observed.figures import WaitsView
from parley.station.svg import Drawing

# Seconds at which a bar ends; longer than the last stands in one bar of its own.
ENDS_S = (5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600, 21_600)
_WORDS = ("5 s", "10", "20", "30 s", "1 min", "2", "5", "10", "30 min", "1 h", "6 h")
_TOP, _ROW, _HEIGHT = 16.0, 78.0, 50.0
_BARS = len(ENDS_S) + 1
_STEP = (WIDTH - LEFT - 150) / _BARS


def counts(view: WaitsView) -> list[int]:
    """Return how many waits end in each bar."""
    found = [0] * _BARS
    for wait_ms in view.waits_ms:
        found[bisect_left(ENDS_S, wait_ms / 1_000)] += 1
    return found


def waits_svg(views: tuple[WaitsView, ...], title: str, name: str) -> str:
    """Return the histograms of one direction."""
    says = _("Bars are counts; the upright line is the agreed limit.")
    drawing = Drawing(WIDTH, title, says, name)
    for at, view in enumerate(views):
        _draw(drawing, view, _TOP + at * _ROW)
    bottom = _TOP + len(views) * _ROW - 12
    for at, words in enumerate(_WORDS):
        x = LEFT + (at + 1) * _STEP
        drawing.text(
            x, bottom + 14, words, SMALL, class_="pale", fill=PALE, text_anchor="middle"
        )
    drawing.grow(bottom + 18)
    return drawing.svg()


def _draw(drawing: Drawing, view: WaitsView, top: float) -> None:
    bottom = top + _HEIGHT
    drawing.text(
        LEFT - 12, bottom - 4, view.precedence, 14, class_="ink", fill=INK,
        text_anchor="end",
    )  # fmt: skip
    found = counts(view)
    most = max(found) or 1
    for at, count in enumerate(found):
        if not count:
            continue
        height = max(2.0, count / most * (_HEIGHT - 14))
        left = LEFT + at * _STEP
        drawing.rect(
            left + 2, bottom - height, _STEP - 4, height, class_="up", fill=PALE
        )
        drawing.text(
            left + _STEP / 2, bottom - height - 3, str(count), SMALL, class_="ink",
            fill=INK, text_anchor="middle",
        )  # fmt: skip
    drawing.path(
        f"M{LEFT:.1f} {bottom:.1f}H{LEFT + _BARS * _STEP:.1f}", class_="line",
        stroke=PALE,
    )  # fmt: skip
    if view.limit_ms:
        x = LEFT + _place(view.limit_ms / 1_000) * _STEP
        drawing.path(
            f"M{x:.1f} {top:.1f}V{bottom + 5:.1f}", class_="ink-line", stroke=INK,
            stroke_width=2,
        )  # fmt: skip
    right = LEFT + _BARS * _STEP + 12
    for line, words in enumerate(_sides(view)):
        drawing.text(right, top + 16 + 16 * line, words, SMALL, class_="ink", fill=INK)


def _sides(view: WaitsView) -> list[str]:
    if not view.waits_ms:
        return [_("nobody has one yet")]
    return [
        f"p50 {lasting(view.p50_ms / 1_000)}",
        f"p95 {lasting(view.p95_ms / 1_000)}",
    ]


def _place(seconds: float) -> float:
    """Return where between the bars a time stands."""
    at = bisect_left(ENDS_S, seconds)
    if at == len(ENDS_S):
        return at + 0.5
    low = ENDS_S[at - 1] if at else 0
    return at + (seconds - low) / (ENDS_S[at] - low)
