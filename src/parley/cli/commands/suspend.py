# SPDX-License-Identifier: Apache-2.0
"""`parley suspend`: close the line openly."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import times
from parley.cli.acts import act_of_officer
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option


@click.command("suspend")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who does it.")
@click.option("--reason", required=True, metavar="TEXT", help="Told to the other side.")
@click.option("--until", metavar="TIME", help="Without it: until we resume.")
@click.option("--link", metavar="NAME", help="If several are paired.")
@passphrase_option("the officer's own")
@station_command
def command(
    face: Face,
    officer: str,
    reason: str,
    until: str | None,
    link: str | None,
    passphrase_file: Path | None,
) -> None:
    """Suspend the line, so that silence is not taken for a broken one.

    Receipts and link tests go on, and FLASH may pass; other texts wait.
    """
    until_ms = None if until is None else times.needed_zulu(until, "--until")
    done = act_of_officer(
        face,
        "SUSPEND",
        officer,
        passphrase_file,
        about=link or "",
        fields={"until_ms": until_ms, "reason": reason},
    )
    face.show(
        done,
        lambda: [
            f"{done['by']} has suspended the line; {done['link']} is told.",
            "Resume it with `parley resume`.",
        ],
    )
