# SPDX-License-Identifier: Apache-2.0
"""Draw the ladder in docs/explanation/states.md from the table in the core.

Only what stands between the two marks is written; the sentences around it are kept.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from parley.core.ladder import LADDER, PROVES
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
    """Draw the states in a row, with the evidence that leads from each to the next."""
    first, *rest = Delivery
    return first.name + "".join(
        f" ──{' or '.join(leading(before, state))}──► {state.name}"
        for before, state in pairwise((first, *rest))
    )


def table() -> str:
    """List what every evidence makes of every state."""
    proving = list(PROVES)
    head = " | ".join(words(rung) for rung in proving)
    rows = "".join(
        f"| {state.name} | "
        + " | ".join(_then(state, LADDER[state, rung]) for rung in proving)
        + " |\n"
        for state in Delivery
    )
    return f"| state | {head} |\n|---|{'---|' * len(proving)}\n{rows}"


def _then(state: Delivery, reached: Delivery) -> str:
    return "stays" if reached is state else reached.name


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
