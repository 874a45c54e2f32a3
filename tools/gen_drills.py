# SPDX-License-Identifier: Apache-2.0
"""Write docs/reference/drills.md from the cases."""

from __future__ import annotations

from pathlib import Path

from parley.drills.case import Case
from parley.drills.cases import CASES

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "drills.md"
HEAD = """<!-- Written by `make gen` from src/parley/drills/cases; edit them there. -->
# Drills

Each replays a documented failure between two whole stations on one machine.
`parley drill run NAME` plays one, `parley drill run all` every one; how to read them:
{doc}`/how-to/run-a-drill`.
A drill is passed if every criterion was met, in this order.
"""


def entry(case: Case) -> str:
    """Write one case."""
    criteria = "".join(f"{at}. {one}\n" for at, one in enumerate(case.criteria, 1))
    return f"\n## {case.name}: {case.title}\n\n{case.past}\n\n{criteria}"


def pages() -> dict[Path, str]:
    """Return the page by its path."""
    return {PAGE: HEAD + "".join(entry(case) for case in CASES)}


def main() -> None:
    """Write the page."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
