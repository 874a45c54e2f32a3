# SPDX-License-Identifier: Apache-2.0
"""`parley resume`: open the line again."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli.acts import act_of_officer, place_of
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running
from parley.errors import LocalFault


@click.command("resume")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who does it.")
@click.option("--link", metavar="NAME", help="If several are paired.")
@passphrase_option("the officer's own")
@station_command
def command(
    face: Face, officer: str, link: str | None, passphrase_file: Path | None
) -> None:
    """Resume the line that our side has suspended."""
    ours = [
        one
        for counterpart in running(face)("status")["counterparts"]
        for one in counterpart["suspensions"]
        if one["ours"] and (link is None or counterpart["link"] == link)
    ]
    if not ours:
        raise LocalFault("PLY-WCH-016", name=link or "the other side")
    done = act_of_officer(
        face,
        "RESUME",
        officer,
        passphrase_file,
        message=place_of(ours[0]["ref"]),
        fields={},
    )
    face.show(
        done,
        lambda: [f"{done['by']} has resumed the line; {done['link']} is told."],
    )
