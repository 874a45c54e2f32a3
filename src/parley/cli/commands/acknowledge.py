# SPDX-License-Identifier: Apache-2.0
"""`parley acknowledge`: a named officer has the message."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import times, views
from parley.cli.acts import act_of_officer
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running


@click.command("acknowledge")
@click.argument("ref", metavar="NAME")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who has it.")
@passphrase_option("the officer's own")
@station_command
def command(face: Face, ref: str, officer: str, passphrase_file: Path | None) -> None:
    """Tell the other side that OFFICER has the message NAME.

    This is a statement by a person to the other party.  It is not the way to stop a
    sound, and it does not mean that the text was understood or agreed to.
    """
    message = running(face)("message", ref=ref)
    done = act_of_officer(
        face,
        "ACKNOWLEDGEMENT",
        officer,
        passphrase_file,
        message=message,
        fields={},
        page=views.message_page(message),
    )
    face.show(
        done,
        lambda: [
            (
                f"{done['by']} has acknowledged {ref},"
                f" {times.zulu(done['created_ms'])}; {message['party']} is told."
            )
        ],
    )
