# SPDX-License-Identifier: Apache-2.0
"""`parley delivered`: a principal has the message."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import times, views
from parley.cli.acts import act_of_officer
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running
from parley.errors import LocalFault


@click.command("delivered")
@click.argument("ref", metavar="NAME")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who says so.")
@click.option(
    "--to", "position", required=True, metavar="POSITION", help="The principal's."
)
@click.option("--name", metavar="NAME", help="The principal's name, if it is said.")
@click.option("--at", metavar="TIME", help="When he got it; without it: now.")
@passphrase_option("the officer's own")
@station_command
def command(
    face: Face,
    ref: str,
    officer: str,
    position: str,
    name: str | None,
    at: str | None,
    passphrase_file: Path | None,
) -> None:
    """Tell the other side that a principal has the message NAME."""
    ask = running(face)
    message, status = ask("message", ref=ref), ask("status")
    positions = ask("positions")
    if position not in positions:
        raise LocalFault("PLY-LNK-019", position=position, allowed=", ".join(positions))
    at_ms = status["now_ms"] if at is None else times.needed_zulu(at, "--at")
    done = act_of_officer(
        face,
        "DELIVERED",
        officer,
        passphrase_file,
        message=message,
        fields={"position": positions.index(position), "name": name, "at_ms": at_ms},
        page=views.message_page(message),
    )
    whom = position if name is None else f"{name}, {position},"
    face.show(
        done,
        lambda: [
            (
                f"{done['by']}: {whom} has {ref} since {times.zulu(at_ms)};"
                f" {message['party']} is told."
            )
        ],
    )
