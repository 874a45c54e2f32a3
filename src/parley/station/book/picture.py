# SPDX-License-Identifier: Apache-2.0
"""Draws the places of a coded message over the outline of land, offline.

Degrees of longitude and latitude are drawn alike.  A sea or quadrant is not drawn: its
sender chose to say no more, and a mark on a map would.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from parley.station.book.land import land_rings
from parley.station.library.speech import PlaceView
from parley.station.svg import Drawing

WIDTH = 720.0
_KM_A_DEGREE = 111.2
_KM_A_MILE = 1.852
_SPAN_MIN = 24.0  # degrees; closer, the outline says nothing
_MARGIN = 1.6
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_POLE_COSINE_MIN = 0.05


class Window:
    """The part of the world that is drawn, in degrees."""

    def __init__(self, points: Sequence[tuple[float, float]]) -> None:
        """Take points as longitude and latitude."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        span = max(max(xs) - min(xs), 2 * (max(ys) - min(ys)), _SPAN_MIN) * _MARGIN
        self.wide = min(span, 360.0)
        self.high = self.wide / 2
        self.left = _inside((min(xs) + max(xs)) / 2, self.wide, 180.0)
        self.top = _inside((min(ys) + max(ys)) / 2, self.high, 90.0) + self.high

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a place stands on the drawing."""
        scale = WIDTH / self.wide
        return (x - self.left) * scale, (self.top - y) * scale

    @property
    def height(self) -> float:
        """How high the drawing is."""
        return WIDTH / 2

    def step(self) -> int:
        """Return how many degrees apart its lines are."""
        return next(step for step in (5, 10, 20, 30, 60) if self.wide / step <= 12)  # noqa: PLR2004 - lines


def _inside(middle: float, size: float, end: float) -> float:
    """Return the low edge of a window that does not leave the world."""
    return min(max(middle - size / 2, -end), end - size)


def lettered(places: Iterable[PlaceView]) -> list[tuple[str, PlaceView]]:
    """Return every place with its letter on the map; none for what is not drawn."""
    letters = iter(_LETTERS)
    return [(next(letters, "") if each.points else "", each) for each in places]


def places_svg(places: Sequence[PlaceView], title: str, desc: str) -> str:
    """Return the map of all places that can be drawn; empty where none can."""
    drawn = [(letter, each) for letter, each in lettered(places) if letter]
    if not drawn:
        return ""
    window = Window([point for _, each in drawn for point in _reach(each)])
    drawing = Drawing(WIDTH, title, desc)
    drawing.rect(0, 0, WIDTH, window.height, fill="#dfe8ee", class_="sea")
    _draw_land(drawing, window)
    _draw_lines(drawing, window)
    for letter, each in drawn:
        _draw_place(drawing, window, letter, each)
    return drawing.svg()


def _degrees(point: tuple[int, int]) -> tuple[float, float]:
    latitude, longitude = point
    return longitude / 3600, latitude / 3600


def _radii(place: PlaceView) -> tuple[float, float]:
    """Return a circle's radius in degrees of longitude and of latitude."""
    km = place.radius * (_KM_A_MILE if place.unit == "NM" else 1.0)
    high = km / _KM_A_DEGREE
    _, latitude = _degrees(place.points[0])
    cosine = max(math.cos(math.radians(latitude)), _POLE_COSINE_MIN)
    return high / cosine, high


def _reach(place: PlaceView) -> list[tuple[float, float]]:
    points = [_degrees(each) for each in place.points]
    if place.kind != "circle":
        return points
    (x, y), (wide, high) = points[0], _radii(place)
    return [(x - wide, y - high), (x + wide, y + high)]


def _draw_land(drawing: Drawing, window: Window) -> None:
    parts = []
    for ring in land_rings():
        xs, ys = [x for x, _ in ring], [y for _, y in ring]
        across = window.left <= max(xs) and min(xs) <= window.left + window.wide
        along = window.top - window.high <= max(ys) and min(ys) <= window.top
        if across and along:
            parts.append(_outline([window.place(x, y) for x, y in ring]))
    if parts:
        drawing.path(
            " ".join(parts), fill="#f4f1e8", stroke="#77807f", stroke_width=0.8,
            class_="land",
        )  # fmt: skip


def _outline(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def _draw_lines(drawing: Drawing, window: Window) -> None:
    step = window.step()
    looks = {"stroke": "#9aa5a4", "stroke_width": 0.5, "fill": "none"}
    for degree in range(-180, 181, step):
        x, _ = window.place(degree, 0)
        if 0 < x < WIDTH:
            drawing.path(f"M{x:.1f} 0V{window.height:.1f}", **looks)
            side = "E" if degree > 0 else "W" if degree < 0 else ""
            drawing.text(x + 2, 10, f"{abs(degree)}°{side}", 9, fill="#4d5756")
    for degree in range(-90, 91, step):
        _, y = window.place(0, degree)
        if 0 < y < window.height:
            drawing.path(f"M0 {y:.1f}H{WIDTH:.0f}", **looks)
            side = "N" if degree > 0 else "S" if degree < 0 else ""
            drawing.text(2, y - 2, f"{abs(degree)}°{side}", 9, fill="#4d5756")


def _draw_place(
    drawing: Drawing, window: Window, letter: str, place: PlaceView
) -> None:
    points = [window.place(*_degrees(each)) for each in place.points]
    ink = {"stroke": "#a3141c", "stroke_width": 1.6, "class_": "place"}
    x, y = points[0]
    if place.kind == "circle":
        wide, high = (size * WIDTH / window.wide for size in _radii(place))
        arc = f"a{wide:.1f} {high:.1f} 0 1 0 "
        d = f"M{x - wide:.1f} {y:.1f}{arc}{2 * wide:.1f} 0{arc}{-2 * wide:.1f} 0"
        drawing.path(d, fill="#a3141c", fill_opacity=0.18, **ink)
    elif place.kind == "bounds":
        drawing.path(_outline(points), fill="#a3141c", fill_opacity=0.18, **ink)
    cross = f"M{x - 6:.1f} {y:.1f}h12M{x:.1f} {y - 6:.1f}v12"
    drawing.path(cross, fill="none", **ink)
    drawing.text(x + 8, y - 6, letter, 14, font_weight="bold", fill="#a3141c")
