# SPDX-License-Identifier: Apache-2.0
"""`parley decline`: there will be no answer."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import times, views
from parley.cli.acts import act_of_officer
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running
from parley.model.act import DeclineReason

_REASONS = {each.name.lower().replace("_", "-"): int(each) for each in DeclineReason}


@click.command("decline")
@click.argument("ref", metavar="NAME")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who says so.")
@click.option("--reason", type=click.Choice(sorted(_REASONS)), help="If it is said.")
@passphrase_option("the officer's own")
@station_command
def command(
    face: Face,
    ref: str,
    officer: str,
    reason: str | None,
    passphrase_file: Path | None,
) -> None:
    """Tell the other side that no answer to the message NAME will come.

    It is told as a decision, so that silence is not taken for a broken line.
    """
    message = running(face)("message", ref=ref)
    done = act_of_officer(
        face,
        "DECLINE",
        officer,
        passphrase_file,
        message=message,
        fields={"reason": None if reason is None else _REASONS[reason]},
        page=views.message_page(message),
    )
    face.show(
        done,
        lambda: [
            (
                f"{done['by']} declines to answer {ref},"
                f" {times.zulu(done['created_ms'])};"
                f" {message['party']} is told."
            )
        ],
    )
