# SPDX-License-Identifier: Apache-2.0
"""Write docs/reference/drills.md from the cases."""

from __future__ import annotations

from pathlib import Path

from parley.drills.case import Case
from parley.drills.cases import FAILURES
from parley.drills.rehearsals import REHEARSALS

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "drills.md"
HEAD = """<!-- Written by `make gen` from src/parley/drills; edit them there. -->
# Drills

Each is played between two whole stations on one machine and scored.
`parley drill run NAME` plays one, `parley drill run all` every one; how to read them:
{doc}`/how-to/run-a-drill`.
A drill is passed if every criterion was met, in this order.

## Failures of the past
"""
CEREMONIES = """
## Ceremonies

What a station can show of each step is scored, and what only people can see is not.
The whole sheets: `parley ceremony print NAME FILE`.
"""


def entry(case: Case) -> str:
    """Write one case."""
    criteria = "".join(f"{at}. {one}\n" for at, one in enumerate(case.criteria, 1))
    return f"\n### {case.name}: {case.title}\n\n{case.past}\n\n{criteria}"


def pages() -> dict[Path, str]:
    """Return the page by its path."""
    failures = "".join(entry(case) for case in FAILURES)
    ceremonies = "".join(entry(case) for case in REHEARSALS)
    return {PAGE: HEAD + failures + CEREMONIES + ceremonies}


def main() -> None:
    """Write the page."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
