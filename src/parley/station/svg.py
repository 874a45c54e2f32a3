# SPDX-License-Identifier: Apache-2.0
"""Writes small SVG pictures: no script, no style sheet, no reference to anything.

Looks are given as attributes, which hold in a file by itself; a page that shows the
picture inline may repaint it by class.
"""

from __future__ import annotations

import unicodedata
from html import escape

FONT = "'Noto Sans', 'DejaVu Sans', 'Liberation Sans', sans-serif"
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def plain(text: str) -> str:
    """Return a text in which nothing is hidden and everything is allowed in XML."""
    return "".join(
        f"[U+{ord(one):04X}]" if unicodedata.category(one) in _HIDDEN else one
        for one in text
    )


class Drawing:
    """One picture that grows part by part."""

    def __init__(
        self, width: float, title: str, desc: str, name: str = "picture"
    ) -> None:
        """Begin a picture; `title` and `desc` are what it says to who cannot see it.

        `name` tells pictures of one page apart.
        """
        self._name = name
        self._width = width
        self._height = 0.0
        self._title = plain(title)
        self._desc = plain(desc)
        self._parts: list[str] = []

    def grow(self, bottom: float) -> None:
        """Make the picture reach at least this far down."""
        self._height = max(self._height, bottom)

    def text(
        self, x: float, y: float, text: str, size: float = 12, **looks: object
    ) -> None:
        """Write a line of text."""
        attributes = _attributes({"x": x, "y": y, "font-size": size, **looks})
        self._parts.append(
            f"<text{attributes}>{escape(plain(text), quote=False)}</text>"
        )
        self.grow(y + size)

    def rect(
        self, x: float, y: float, width: float, height: float, **looks: object
    ) -> None:
        """Draw a rectangle."""
        place = {"x": x, "y": y, "width": width, "height": height}
        self._parts.append(f"<rect{_attributes({**place, **looks})}/>")
        self.grow(y + height)

    def path(self, d: str, **looks: object) -> None:
        """Draw a path."""
        self._parts.append(f"<path{_attributes({'d': d, **looks})}/>")

    def svg(self) -> str:
        """Return the whole picture."""
        width, height = _number(self._width), _number(self._height + 16)
        head = _attributes(
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {width} {height}",
                "width": width,
                "height": height,
                "role": "img",
                "aria-labelledby": f"{self._name}-title {self._name}-desc",
                # Numbers and marks keep their places on a page read from the right.
                "direction": "ltr",
                "font-family": FONT,
                "class": "picture",
            }
        )
        said = (
            f'<title id="{self._name}-title">{escape(self._title, quote=False)}</title>'
            f'<desc id="{self._name}-desc">{escape(self._desc, quote=False)}</desc>'
        )
        ground = '<rect class="ground" width="100%" height="100%" fill="#ffffff"/>'
        return "\n".join((f"<svg{head}>", said, ground, *self._parts, "</svg>", ""))


def _attributes(looks: dict[str, object]) -> str:
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_quoted(value)}"'
        for name, value in looks.items()
    )


def _quoted(value: object) -> str:
    return escape(_number(value), quote=False).replace('"', "&quot;")


def _number(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)
