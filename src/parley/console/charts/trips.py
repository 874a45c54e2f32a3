# SPDX-License-Identifier: Apache-2.0
"""Round trips of link tests, one point a test, with the median and the 95th."""

from __future__ import annotations

from parley.console.charts.axis import INK, LEFT, PALE, SMALL, WIDTH, Axis
from parley.console.words import _
from parley.station.observed.figures import percentile
from parley.station.observed.looking_back import LinkFiguresView
from parley.station.svg import Drawing

_TOP, _HEIGHT = 20.0, 130.0
_APART = 15.0
POINTS_MAX = 1_000


def trips_svg(found: LinkFiguresView, name: str) -> str:
    """Return the picture of a link's round trips."""
    says = _("One point a test; the lines are the median and the 95th of a hundred.")
    drawing = Drawing(WIDTH, _("Round trips"), says, name)
    axis = Axis(found.from_ms, found.to_ms)
    bottom = _TOP + _HEIGHT
    axis.draw(drawing, _TOP, bottom)
    ordered = sorted(each.took_ms for each in found.round_trips)
    most = max(ordered, default=0) * 1.15 or 1.0
    _percentiles(drawing, ordered, most, bottom)
    # Points say more than a line between two tests, of whose middle nobody knows.
    marks = "".join(
        f"M{axis.x(each.at_ms) - 2:.1f} {bottom - each.took_ms / most * _HEIGHT:.1f}h4"
        for each in found.round_trips[-POINTS_MAX:]
    )
    if marks:
        drawing.path(marks, class_="ink-line", stroke=INK, stroke_width=3, fill="none")
    drawing.text(
        LEFT - 12, bottom, "0 ms", SMALL, class_="pale", fill=PALE, text_anchor="end"
    )
    drawing.text(
        LEFT - 12, _TOP + 10, f"{most:.0f} ms", SMALL, class_="pale", fill=PALE,
        text_anchor="end",
    )  # fmt: skip
    drawing.grow(bottom + 20)
    return drawing.svg()


def _percentiles(
    drawing: Drawing, ordered: list[int], most: float, bottom: float
) -> None:
    """Draw both lines; their words keep apart where the lines do not."""
    if not ordered:
        return
    half, high = (percentile(ordered, share) for share in (0.5, 0.95))
    tops = [bottom - value / most * _HEIGHT for value in (half, high)]
    apart = max(0.0, _APART - (tops[0] - tops[1])) / 2
    for value, y, words, dash, shift in (
        (half, tops[0], "p50", "none", apart),
        (high, tops[1], "p95", "6 4", -apart),
    ):
        drawing.path(
            f"M{LEFT:.1f} {y:.1f}H{WIDTH - 110:.1f}",
            class_="line",
            stroke=PALE,
            stroke_dasharray=dash,
            fill="none",
        )
        drawing.text(
            WIDTH - 102,
            y + 4 + shift,
            f"{words} {value} ms",
            SMALL,
            class_="ink",
            fill=INK,
        )
