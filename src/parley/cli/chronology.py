# SPDX-License-Identifier: Apache-2.0
"""Draws chronologies as lines for a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.cli import output, times

View = Mapping[str, Any]


def pages(found: View) -> list[str]:
    """Return one chronology after another, and what of the period is not shown."""
    shown: list[str] = []
    for one in found["messages"]:
        way = "to" if one["direction"] == "out" else "from"
        head = f"{one['precedence']} {one['number']} {way} {one['party']}"
        shown += [f"{head}  ({one['ref']})", *times_table(one), ""]
    if found["left_out"]:
        left = f"{found['left_out']:,} later messages of that day are NOT shown;"
        shown += [f"{left} ask for them by name.", ""]
    return shown[:-1] or ["No message is on record in that time."]


def times_table(found: View) -> list[str]:
    """Return the times of one message with source and clock, disagreements marked."""
    rows = [
        (
            one["step"],
            "-" if one["at_ms"] is None else times.zulu(one["at_ms"], millis=True),
            one["source"],
            one["clock"],
        )
        for one in found["times"]
    ]
    shown = output.table(("step", "time", "attested by", "clock"), rows)
    marked = [
        f"DISAGREES: '{one['step']}' is {one['disagrees']}."
        for one in found["times"]
        if one["disagrees"] is not None
    ]
    return [*shown, *marked]
