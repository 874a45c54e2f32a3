# SPDX-License-Identifier: Apache-2.0
"""A measured figure beside its bar, and how a table of them is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

MET, MISSED, SHOWN, BROKEN = "met", "missed", "shown", "BROKEN"
"""`shown` has no bar; `BROKEN` is a message lost or repeated and fails the run."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; `detail` says what stands behind it."""

    name: str
    bar: str
    measured: str
    verdict: str
    detail: Mapping[str, float | int | str] = field(default_factory=dict)


def at_most(value: float, bar: float) -> str:
    """Return the verdict on what should be small."""
    return MET if value <= bar else MISSED


def at_least(value: float, bar: float) -> str:
    """Return the verdict on what should be large."""
    return MET if value >= bar else MISSED


def whole(lost: int, repeated: int, verdict: str = MET) -> str:
    """Return `verdict`, unless something was lost or repeated."""
    return BROKEN if lost or repeated else verdict


def ms(seconds: float) -> str:
    """Write a time as people read it here."""
    return f"{seconds * 1_000:.2f} ms"


def table(figures: Sequence[Figure]) -> list[str]:
    """Return the figures as a table in Markdown, aligned for a terminal too."""
    head = ("figure", "bar", "measured", "verdict")
    rows = [(one.name, one.bar, one.measured, one.verdict) for one in figures]
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]
    rule = tuple("-" * width for width in widths)
    return [_row(row, widths) for row in (head, rule, *rows)]


def details(figures: Iterable[Figure]) -> list[str]:
    """Return what stands behind each figure, as lines of Markdown."""
    lines = []
    for one in figures:
        if one.detail:
            said = "; ".join(f"{name} {_said(v)}" for name, v in one.detail.items())
            lines.append(f"- **{one.name}**: {said}.")
    return lines


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded)} |"


def _said(value: float | str) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)
