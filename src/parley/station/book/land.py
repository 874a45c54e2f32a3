# SPDX-License-Identifier: Apache-2.0
"""The outline of land for offline maps; where it comes from is in `map/README.md`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

LAND = Path(__file__).parent / "map" / "land-110m.txt"

Ring = tuple[tuple[float, float], ...]


@cache
def land_rings() -> tuple[Ring, ...]:
    """Return rings of longitude and latitude in degrees."""
    return tuple(
        tuple(
            (int(x) / 100, int(y) / 100)
            for x, _, y in (pair.partition(",") for pair in line.split())
        )
        for line in LAND.read_text("ascii").splitlines()
    )
