# SPDX-License-Identifier: Apache-2.0
"""Write docs/reference/alarms.md from the table of alarms."""

from __future__ import annotations

import re
from pathlib import Path

from parley.core.alarm_kind import AlarmKind
from parley.core.alarms import ALARMS
from parley.core.records import Severity

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "alarms.md"
FIELD = re.compile(r"\{(\w+)\}")
NOTE = "<!-- Written by `make gen` from src/parley/core/alarms.py; edit them there. -->"
HEAD = f"""{NOTE}
# Alarms

A condition that needs a person: one cause, one alarm, kept across a restart.
A message is as loud as its precedence, an alarm as its severity.
*link* is the counterpart's station, *subject* what the alarm is about.

| alarm | severity | title |
|---|---|---|
"""


def prose(text: str) -> str:
    """Show what a sentence is filled with as *name*."""
    return FIELD.sub(r"*\1*", text)


def order(item: tuple[str, AlarmKind]) -> tuple[Severity, str]:
    """Put the loudest first, then by name."""
    return Severity(-item[1].severity + Severity.ALARM), item[0]


def pages() -> dict[Path, str]:
    """Return the page by its path."""
    kinds = sorted(ALARMS.items(), key=order)
    rows = [
        f"| [{code}](#{code.lower()}) | {kind.severity.name.lower()} | {kind.title} |\n"
        for code, kind in kinds
    ]
    entries = [
        f"\n## {code}\n\n{kind.severity.name.capitalize()}: {kind.title}.\n\n"
        f"{prose(kind.text)}\n"
        for code, kind in kinds
    ]
    return {PAGE: HEAD + "".join(rows) + "".join(entries)}


def main() -> None:
    """Write the page."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
