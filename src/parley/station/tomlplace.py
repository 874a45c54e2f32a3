# SPDX-License-Identifier: Apache-2.0
"""Finds the line of a setting, so that a fault can say where to look.

`tomllib` forgets lines; this walks the headers and keys of a text it has already
accepted, which needs no full parser.
"""

from __future__ import annotations

import re

Place = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\"' -]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\"'-]+)\s*(?:=|\.)")


def line_of(text: str, place: Place) -> int:
    """Return the line of the setting at `place`, or of the nearest thing above it.

    A missing setting has no line; its table's header has one.  Line 1 is the last
    resort.
    """
    lines = _lines(text)
    wanted = list(place)
    while wanted:
        found = lines.get(tuple(wanted))
        if found is not None:
            return found
        wanted.pop()
    return 1


def _lines(text: str) -> dict[Place, int]:
    found: dict[Place, int] = {}
    table: Place = ()
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(line)
        if header is not None:
            name = header.group(2).strip("\"' ")
            if header.group(1) == "[[":
                index = counts.get(name, 0)
                counts[name] = index + 1
                table = (name, index)
            else:
                table = (name,)
            found.setdefault(table, number)
            found.setdefault((name,), number)
            continue
        key = _KEY.match(line)
        if key is not None:
            found.setdefault((*table, key.group(1).strip("\"'")), number)
    return found
