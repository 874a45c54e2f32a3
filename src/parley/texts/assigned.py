# SPDX-License-Identifier: Apache-2.0
"""Which characters are assigned, by tables that are pinned and have a number.

What a machine's own Unicode calls unassigned changes with its Python; two stations
would judge one text differently and neither could say why.  So the tables are here, one
beyond the other, and the number of those that count stands in the link agreement.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import cache, lru_cache

from parley.texts.assigned_ranges import ADDED

UNICODE = tuple(ADDED)
"""The version of Unicode that each number stands for; numbers count from 1."""

FIRST = 1
"""What every station has: the tables of the oldest Python that runs it."""


def covered_by(unidata: str) -> int:
    """Return the newest tables that a machine with a version of Unicode can keep to.

    A machine cannot normalize a character that its own tables do not have.
    """
    known = _numbers(unidata)
    return max(
        (at for at, each in enumerate(UNICODE, start=1) if _numbers(each) <= known),
        default=FIRST,
    )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


OWN = covered_by(unicodedata.unidata_version)
"""By which this machine judges, where no agreement asks for older ones."""


def unicode_of(tables: int) -> str:
    """Return the version of Unicode that tables stand for, as far as it is known."""
    if tables <= len(UNICODE):
        return UNICODE[tables - 1].removesuffix(".0")
    return f"later than {UNICODE[-1].removesuffix('.0')}"


@lru_cache(maxsize=4_096)
def is_assigned(char: str, tables: int) -> bool:
    """Tell whether a character is assigned by the tables of that number."""
    point = ord(char)
    return any(_is_in(version, point) for version in UNICODE[:tables])


def _is_in(version: str, point: int) -> bool:
    starts, ends = _runs(version)
    at = bisect_right(starts, point) - 1
    return at >= 0 and point <= ends[at]


@cache
def _runs(version: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    parts = [run.partition("-") for run in ADDED[version].split()]
    starts = tuple(int(first, 16) for first, _, _ in parts)
    return starts, tuple(int(last or first, 16) for first, _, last in parts)
