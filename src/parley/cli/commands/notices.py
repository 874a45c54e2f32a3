# SPDX-License-Identifier: Apache-2.0
"""`parley notices`: what was announced comes up again at its time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from parley.cli import times
from parley.cli.face import Face, station_command
from parley.cli.officers import officer_named
from parley.cli.reach import running
from parley.cli.visible import one_line


@click.command("notices")
@click.argument("name", required=False)
@click.option("--at", metavar="TIME", help="Let message NAME come up then.")
@click.option("--drop", is_flag=True, help="Let message NAME not come up.")
@click.option("--as", "officer", metavar="OFFICER", help="Who of the watch says so.")
@station_command
def command(
    face: Face, name: str | None, at: str | None, drop: bool, officer: str | None
) -> None:
    """List what waits for the time of its event, or let a message come up.

    Coded messages that state such a time come up by themselves.
    """
    ask = running(face)
    if name is None:
        found = ask("notices")
    else:
        if officer is None or drop == (at is not None):
            raise click.UsageError("Give --as, and one of --at and --drop.")
        person = officer_named(officer, ask("officers"))
        event_ms = None if at is None else times.needed_zulu(at, "--at")
        found = ask("keep_notice", ref=name, officer=person["index"], event_ms=event_ms)
    face.show(found, lambda: _lines(found))


def _lines(found: list[Mapping[str, Any]]) -> Iterator[str]:
    if not found:
        yield "Nothing waits for the time of its event."
    for one in found:
        now = "  UP NOW" if one["up"] else ""
        yield (
            f"{times.zulu(one['event_ms'])}  {one['ref']}"
            f"  {one_line(one['subject'])}{now}"
        )
