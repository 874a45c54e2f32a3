# SPDX-License-Identifier: Apache-2.0
"""`parley release`: an officer's signed decision that a draft goes."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli.drafting import serial_of
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running
from parley.cli.releasing import outcome, release_draft


@click.command("release")
@click.argument("number", type=click.IntRange(min=1))
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who releases.")
@click.option(
    "--confirm-addressee",
    metavar="NAME",
    help="The addressee's name; else it is asked for.",
)
@click.option(
    "--override",
    metavar="REASON",
    help="Release alone what takes two, where agreed; both sides are told why.",
)
@click.option("--read", metavar="NAME", help="Their last message that was read.")
@click.option(
    "--key",
    type=click.Choice(["file", "usb"]),
    default="file",
    help="Sign with the key file, or with a hardware key in this machine.",
)
@passphrase_option("the officer's own")
@station_command
def command(
    face: Face,
    number: int,
    officer: str,
    confirm_addressee: str | None,
    override: str | None,
    read: str | None,
    key: str,
    passphrase_file: Path | None,
) -> None:
    """Release draft NUMBER by name, after reading it as it will go.

    The text, precedence and addressees are shown with every hidden character; what is
    signed is computed here from what is shown.  With the last release it goes.

    If a message of theirs has come in since it was written, read it and say so with
    --read; releases given before are then void.
    """
    released = release_draft(
        face,
        running(face),
        number,
        officer,
        confirm_addressee,
        passphrase_file,
        override,
        None if read is None else serial_of(read),
        usb=key == "usb",
    )
    face.show(released, lambda: outcome(released))
