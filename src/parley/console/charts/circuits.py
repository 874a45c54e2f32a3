# SPDX-License-Identifier: Apache-2.0
"""The states of each circuit: solid, hatched, hollow; never by colour alone."""

from __future__ import annotations

from parley.console.charts.axis import INK, LEFT, PALE, SMALL, WIDTH, Axis
from parley.console.station_words import state_words
from parley.console.words import _
from parley.station.observed.looking_back import LinkFiguresView
from parley.station.observed.timeline import CircuitLineView, SpanView
from parley.station.svg import Drawing

_ROW, _BAR = 34.0, 18.0
_TOP = 14.0
_NARROW = 5.0
_SOLID, _HATCHED, _HOLLOW = frozenset({"up"}), {"slow", "by hand"}, {"down", "silent"}


def circuits_svg(found: LinkFiguresView, name: str) -> str:
    """Return the picture of a link's circuits."""
    says = _("A filled bar: up. Hatched: slow or by hand. A frame: down or silent.")
    drawing = Drawing(WIDTH, _("Circuits"), says, name)
    axis = Axis(found.from_ms, found.to_ms)
    bottom = _TOP + _ROW * max(1, len(found.circuits))
    axis.draw(drawing, _TOP - 6, bottom)
    for at, line in enumerate(found.circuits):
        _draw_line(drawing, axis, line, _TOP + at * _ROW)
    _legend(drawing, bottom + 40)
    return drawing.svg()


def share_words(line: CircuitLineView) -> str:
    """Return how much of the known time a circuit was up."""
    if not line.known_ms:
        return _("not known")
    return f"{100 * line.up_ms / line.known_ms:.1f} %"


def _draw_line(drawing: Drawing, axis: Axis, line: CircuitLineView, top: float) -> None:
    middle = top + _BAR - 4
    drawing.text(
        LEFT - 12, middle, line.circuit, 14, class_="ink", fill=INK, text_anchor="end"
    )
    drawing.text(WIDTH - 98, middle, share_words(line), 14, class_="ink", fill=INK)
    for span in line.spans:
        _draw_span(drawing, span, axis.x(span.from_ms), axis.x(span.to_ms), top)


def _draw_span(
    drawing: Drawing, span: SpanView, left: float, right: float, top: float
) -> None:
    width = max(1.5, right - left)
    if span.state in _SOLID:
        drawing.rect(left, top, width, _BAR, class_="up", fill=PALE)
    elif span.state in _HATCHED:
        drawing.rect(left, top, width, _BAR, class_="line", fill="none", stroke=PALE)
        drawing.path(_hatch(left, width, top), class_="line", stroke=PALE, fill="none")
    elif span.state in _HOLLOW:
        if width < _NARROW:
            drawing.rect(left, top - 3, width, _BAR + 6, class_="down-fill", fill=INK)
            return
        drawing.rect(
            left + 1, top + 1, width - 2, _BAR - 2, class_="down", fill="none",
            stroke=INK, stroke_width=2,
        )  # fmt: skip
    else:
        y = top + _BAR / 2
        drawing.path(
            f"M{left:.1f} {y:.1f}H{left + width:.1f}", class_="line", stroke=PALE,
            stroke_dasharray="2 4", fill="none",
        )  # fmt: skip


def _hatch(left: float, width: float, top: float) -> str:
    """Return slanted strokes that stay inside the bar."""
    strokes, x = [], left + 2
    while x < left + width - 1:
        run = min(_BAR / 2, left + width - x)
        strokes.append(f"M{x:.1f} {top + _BAR:.1f}l{run:.1f} {-2 * run:.1f}")
        x += 6
    return "".join(strokes)


def _legend(drawing: Drawing, top: float) -> None:
    left = LEFT
    for state, words in (
        ("up", state_words("up")),
        ("slow", _("slow or by hand")),
        ("down", _("down or silent")),
        ("", _("not known, or station off")),
    ):
        _draw_span(drawing, SpanView(state, 0, 0), left, left + 34, top - 13)
        drawing.text(left + 42, top, words, SMALL, class_="pale", fill=PALE)
        left += 60 + 7.2 * len(words)
