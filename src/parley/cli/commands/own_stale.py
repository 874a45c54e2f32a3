# SPDX-License-Identifier: Apache-2.0
"""`parley own-stale`: an officer owns a link that nothing has proved lately."""

from __future__ import annotations

import click

from parley.cli import times
from parley.cli.face import Face, station_command
from parley.cli.officers import officer_named
from parley.cli.reach import running


@click.command("own-stale")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who owns it.")
@click.option("--until", required=True, metavar="TIME", help="A week ahead at most.")
@click.option("--link", metavar="NAME", help="If several are paired.")
@station_command
def command(face: Face, officer: str, until: str, link: str | None) -> None:
    """Say by name who mends a stale link, so that its alarm need not grow."""
    ask = running(face)
    person = officer_named(officer, ask("officers"))
    until_ms = times.needed_zulu(until, "--until")
    ask("own_stale", link=link, officer=person["index"], until_ms=until_ms)
    face.show(
        {"officer": person["name"], "until_ms": until_ms},
        lambda: [f"{person['name']} owns it until {times.zulu(until_ms)}."],
    )
