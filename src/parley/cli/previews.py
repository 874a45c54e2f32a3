# SPDX-License-Identifier: Apache-2.0
"""What a reader will learn from a proof, before it leaves: his own view of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from parley.cli import output, times, verdicts

_NEVER = {
    "content": "no word and no digest of any text",
    "releases": "no officer, no signature of a person",
}
_CLOSED = {
    "kind": "what sort of entry it is stays closed",
    "precedence": "stays closed",
    "time": "when it was logged stays closed",
    "reference": "what it answers stays closed",
}


def lines(view: Mapping[str, Any]) -> list[str]:
    """Return the preview of a proof or of a counterpart's request."""
    fields: Sequence[Mapping[str, Any]] = view["fields"]
    return [
        "A reader of the proof sees this:",
        "",
        *(f"  {line}".rstrip() for line in verdicts.lines(view["verdict"], "en")),
        "",
        "Field by field:",
        *output.facts((f"  {one['field']}", _said(one)) for one in fields),
        "He also learns each shown entry's place in the log, how long the log was, and",
        "when both stations signed it.  Nothing else is in the file.",
    ]


def archive_lines(view: Mapping[str, Any]) -> list[str]:
    """Return the preview of a counterpart's request to archive a period."""
    closed = "no text, no officer, no signature of a person"
    told = [
        ("from", times.zulu(view["from_ms"])),
        ("to", times.zulu(view["to_ms"])),
        ("entries", f"{view['entries']:,}, of both logs"),
        ("messages", f"{view['messages']:,} of them"),
        ("shown", closed if view["redacted"] else "every text, officer and signature"),
    ]
    return [
        "A reader of the archive sees this:",
        "",
        *output.facts((f"  {name}", value) for name, value in told),
        "He also sees the agreement, both rosters and how long the logs were.",
    ]


def _said(field: Mapping[str, Any]) -> str:
    shown, every, name = field["shown"], field["of"], field["field"]
    if shown:
        return f"shown for {shown} of {every} entries"
    return f"shown for none: {_NEVER.get(name) or _CLOSED[name]}"
