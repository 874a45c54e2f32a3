# SPDX-License-Identifier: Apache-2.0
"""Make the land outline anew: `python tools/make_land.py FILE`.

FILE is `land-110m.json` of npm's `world-atlas`; its SHA-256 is named here.  The
outline is written as rings of whole hundredths of a degree, longitude and latitude.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from parley.station.book.land import LAND

SOURCE_SHA256 = "ead5f68119c49a9250902e7da303bcb209341bbb8fefe7369a439b48b704658a"


def arcs_of(topology: dict[str, Any]) -> list[list[tuple[int, int]]]:
    """Return every arc in hundredths of a degree (TopoJSON: differences, scaled)."""
    (wide, high), (left, low) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append((round((x * wide + left) * 100), round((y * high + low) * 100)))
        arcs.append(arc)
    return arcs


def rings_of(topology: dict[str, Any]) -> list[list[tuple[int, int]]]:
    """Return every outer ring of land, joined from its arcs; lakes are left out."""
    arcs = arcs_of(topology)
    rings = []
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            ring: list[tuple[int, int]] = []
            for number in polygon[0]:
                arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                ring += arc[1:] if ring else arc
            rings.append(ring)
    return rings


def main() -> int:
    """Convert the file that is named."""
    data = Path(sys.argv[1]).read_bytes()
    if hashlib.sha256(data).hexdigest() != SOURCE_SHA256:
        print("this is another file than the one the outline was made from")
        return 1
    lines = [
        " ".join(f"{x},{y}" for x, y in ring) for ring in rings_of(json.loads(data))
    ]
    LAND.write_text("\n".join(lines) + "\n", encoding="ascii")
    print(hashlib.sha256(LAND.read_bytes()).hexdigest())
    return 0


if __name__ == "__main__":
    sys.exit(main())
