# SPDX-License-Identifier: Apache-2.0
"""`parley log`: the watch's own notes, which nobody can change afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from parley.cli import times
from parley.cli.face import Face, station_command
from parley.cli.officers import officer_named
from parley.cli.reach import running
from parley.cli.visible import one_line


@click.group("log")
def command() -> None:
    """Write and read the watch log; no counterpart ever sees it."""


@command.command("write")
@click.argument("text")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who notes it.")
@station_command
def write(face: Face, text: str, officer: str) -> None:
    """Write TEXT, one line, into the watch log."""
    ask = running(face)
    person = officer_named(officer, ask("officers"))
    ask("log_line", text=text, officer=person["index"])
    face.show(
        {"officer": person["index"], "text": text},
        lambda: [f"Noted in the watch log by {one_line(person['name'])}."],
    )


@command.command("list")
@click.option("--before", type=click.IntRange(min=0), help="Lines under this index.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@station_command
def list_(face: Face, before: int | None, limit: int) -> None:
    """List lines of the watch log, newest first."""
    ask = running(face)
    found = ask("watch_log", before=before, limit=limit)
    names = {each["index"]: each["name"] for each in ask("officers")}
    face.show(found, lambda: list(_lines(found, names)))


def _lines(
    found: Sequence[Mapping[str, Any]], names: Mapping[int, str]
) -> Iterator[str]:
    if not found:
        yield "Nothing stands in the watch log yet."
    for one in found:
        who = names.get(one["officer"], f"officer {one['officer']}")
        yield (
            f"{one['index']}  {times.zulu(one['time_ms'])}  {one_line(who)}:"
            f" {one_line(one['subject'])}"
        )
