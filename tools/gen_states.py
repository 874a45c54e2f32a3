# SPDX-License-Identifier: Apache-2.0
"""Draw the ladder in docs/explanation/states.md from the table in the core.

Only what stands between the two marks is written; the sentences around it are kept.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from parley.core.ladder import LADDER
from parley.core.records import Rung
from parley.model.delivery import Delivery

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "explanation" / "states.md"
BEGIN = "<!-- Drawn by `make gen` from LADDER in src/parley/core/ladder.py. -->\n"
END = "<!-- End of the drawing. -->\n"


def words(rung: Rung) -> str:
    """Return a rung as people say it."""
    return rung.name.lower().replace("_", " ")


def leading(first: Delivery, last: Delivery) -> list[str]:
    """Return what evidence leads from one state to another."""
    return [
        words(rung)
        for (state, rung), reached in LADDER.items()
        if (state, reached) == (first, last)
    ]


def drawing() -> str:
    """Draw the states in a row, with every step that leads up."""
    states = list(Delivery)
    row, middles = "", {}
    for state in states:
        if row:
            before = states[states.index(state) - 1]
            row += f" ──{' or '.join(leading(before, state)) or ' '}──► "
        middles[state] = len(row) + len(state.name) // 2
        row += state.name
    lines = [row]
    neighbours = set(pairwise(states))
    for first in states:
        for last in states:
            how = leading(first, last)
            if last > first and how and (first, last) not in neighbours:
                width = middles[last] - middles[first] - 1
                lines += [
                    " " * middles[first] + "│" + " " * width + "▲",
                    " " * middles[first]
                    + "└"
                    + " or ".join(how).center(width, "─")
                    + "┘",
                ]
    return "\n".join(lines)


def table() -> str:
    """List every pair of the table, those that change nothing included."""
    rows = [
        f"| {state.name} | {words(rung)} | "
        f"{'stays' if reached is state else reached.name} |\n"
        for (state, rung), reached in LADDER.items()
    ]
    return "| state | evidence | then |\n|---|---|---|\n" + "".join(rows)


def pages() -> dict[Path, str]:
    """Return the page by its path, drawn anew."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    drawn = f"\n```text\n{drawing()}\n```\n\n{table()}\n"
    return {PAGE: before + BEGIN + drawn + END + after}


def main() -> None:
    """Write the page."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
