# SPDX-License-Identifier: Apache-2.0
"""`parley clocks`: the clocks on the wall of a watch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from parley.cli.face import Face, station_command
from parley.cli.reach import running
from parley.cli.visible import one_line

View = Mapping[str, Any]


@click.command("clocks")
@station_command
def command(face: Face) -> None:
    """Show Zulu, our own time and theirs."""
    found = running(face)("clocks")
    face.show(found, lambda: _lines(found))


def _lines(found: View) -> Iterator[str]:
    yield f"{found['date_time_group']}"
    for clock in (found["zulu"], found["ours"], *found["theirs"]):
        minutes = clock["offset_min"]
        sign = "-" if minutes < 0 else "+"
        east = f"UTC{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
        line = f"{clock['hands']}  {clock['day']}  {east}  {one_line(clock['name'])}"
        if clock["ahead_ms"] is not None:
            line += (
                f", its station's clock {clock['ahead_ms'] / 1_000:+.1f} s from ours"
            )
        yield line
