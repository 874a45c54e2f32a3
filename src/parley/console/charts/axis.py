# SPDX-License-Identifier: Apache-2.0
"""What the pictures share: width, time from left to right, and its marks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from parley.fixed import Fixed
from parley.station.svg import Drawing

WIDTH = 960.0
LEFT, RIGHT = 130.0, 110.0
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
SMALL = 12.0
INK, PALE = "#000000", "#555555"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = [
    "JAN",
    "FEB",
    "MAR",
    "APR",
    "MAY",
    "JUN",
    "JUL",
    "AUG",
    "SEP",
    "OCT",
    "NOV",
    "DEC",
]
_TICKS_MAX = 9


class Axis(Fixed):
    """Time from `start` to `end`, milliseconds, over the middle of a picture."""

    start: int
    end: int

    def x(self, at_ms: float) -> float:
        """Return how far right a moment stands."""
        share = (at_ms - self.start) / max(1, self.end - self.start)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def ticks(self) -> list[tuple[int, str]]:
        """Return whole hours or days, and how they are written."""
        step = next(
            step
            for step in (HOUR_MS, 3 * HOUR_MS, 6 * HOUR_MS, DAY_MS, 5 * DAY_MS, 2**50)
            if (self.end - self.start) / step <= _TICKS_MAX
        )
        first = -(-self.start // step) * step
        return [(at, _written(at, step)) for at in range(first, self.end + 1, step)]

    def draw(self, drawing: Drawing, top: float, bottom: float) -> None:
        """Draw the marks from top to bottom, their words below."""
        for at_ms, words in self.ticks():
            x = self.x(at_ms)
            line = f"M{x:.1f} {top:.1f}V{bottom:.1f}"
            drawing.path(line, class_="grid", stroke=PALE, stroke_width=0.5)
            drawing.text(
                x, bottom + 16, words, SMALL, class_="pale", fill=PALE,
                text_anchor="middle",
            )  # fmt: skip


def _written(at_ms: int, step: int) -> str:
    moment = _EPOCH + timedelta(milliseconds=at_ms)
    if step >= DAY_MS:
        return f"{moment.day} {_MONTHS[moment.month - 1]}"
    return f"{moment:%H}Z"
