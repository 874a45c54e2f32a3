# SPDX-License-Identifier: Apache-2.0
"""Alarms in ten minutes, against what one person can follow."""

from __future__ import annotations

from parley.console.charts.axis import INK, LEFT, PALE, SMALL, WIDTH, Axis
from parley.console.words import _
from parley.station.observed.figures import ALARMS_FLOOD, TEN_MINUTES_MS
from parley.station.observed.looking_back import LinkFiguresView
from parley.station.svg import Drawing

_TOP, _HEIGHT = 20.0, 100.0
_BARS_MAX = 150


def alarms_svg(found: LinkFiguresView, name: str) -> str:
    """Return the picture; over a long period a bar is its worst ten minutes."""
    says = _("Each bar is the worst ten minutes of its time; the line stands at ten.")
    drawing = Drawing(WIDTH, _("Alarms in ten minutes"), says, name)
    axis = Axis(found.from_ms, found.to_ms)
    bottom = _TOP + _HEIGHT
    axis.draw(drawing, _TOP, bottom)
    most = max(ALARMS_FLOOD + 2, found.alarms.most)
    each_ms = max(TEN_MINUTES_MS, (found.to_ms - found.from_ms) // _BARS_MAX)
    worst: dict[int, int] = {}
    for at_ms, count in found.alarms.bins:
        place = at_ms // each_ms * each_ms
        worst[place] = max(worst.get(place, 0), count)
    width = max(2.0, axis.x(each_ms) - axis.x(0) - 1)
    for at_ms, count in worst.items():
        height = count / most * _HEIGHT
        left = max(LEFT, axis.x(at_ms))
        drawing.rect(left, bottom - height, width, height, class_="up", fill=PALE)
    for count, words in ((1, "1"), (ALARMS_FLOOD, str(ALARMS_FLOOD))):
        y = bottom - count / most * _HEIGHT
        dash = "2 4" if count == 1 else "none"
        drawing.path(
            f"M{LEFT:.1f} {y:.1f}H{WIDTH - 110:.1f}", class_="ink-line", stroke=INK,
            stroke_dasharray=dash, fill="none",
        )  # fmt: skip
        drawing.text(
            LEFT - 12, y + 4, words, SMALL, class_="pale", fill=PALE, text_anchor="end"
        )
    drawing.text(
        WIDTH - 102, bottom - ALARMS_FLOOD / most * _HEIGHT + 4, _("a flood"), SMALL,
        class_="ink", fill=INK,
    )  # fmt: skip
    drawing.grow(bottom + 20)
    return drawing.svg()
