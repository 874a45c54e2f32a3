# SPDX-License-Identifier: Apache-2.0
"""`parley standby`: received, an answer follows by a time."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import times, views
from parley.cli.acts import act_of_officer
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running


@click.command("standby")
@click.argument("ref", metavar="NAME")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who promises.")
@click.option("--until", required=True, metavar="TIME", help="As 2026-11-23T10:30Z.")
@passphrase_option("the officer's own")
@station_command
def command(
    face: Face, ref: str, officer: str, until: str, passphrase_file: Path | None
) -> None:
    """Promise an answer to the message NAME until TIME.

    Both sides see the clock, and both are alarmed when it has run out.  A later time
    can be named once.
    """
    message = running(face)("message", ref=ref)
    until_ms = times.needed_zulu(until, "--until")
    done = act_of_officer(
        face,
        "STANDBY",
        officer,
        passphrase_file,
        message=message,
        fields={"until_ms": until_ms},
        page=views.message_page(message),
    )
    face.show(
        done,
        lambda: [
            (
                f"{done['by']} promises an answer to {ref} by {times.zulu(until_ms)};"
                f" {message['party']} is told."
            )
        ],
    )
