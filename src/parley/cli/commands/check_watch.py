# SPDX-License-Identifier: Apache-2.0
"""`parley check-watch`: a link test that a person has to answer."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli.acts import act_of_officer
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option


@click.command("check-watch")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who asks.")
@click.option("--link", metavar="NAME", help="If several are paired.")
@passphrase_option("the officer's own")
@station_command
def command(
    face: Face, officer: str, link: str | None, passphrase_file: Path | None
) -> None:
    """Ask whether anybody of the other watch is there.

    `parley test-link` proves their station; only a person's answer proves their watch.
    """
    done = act_of_officer(
        face, "WATCH_ASKED", officer, passphrase_file, about=link or "", fields={}
    )
    face.show(
        done,
        lambda: [
            f"{done['by']} asks the watch of {done['link']}.",
            "`parley status` shows when somebody has answered.",
        ],
    )
