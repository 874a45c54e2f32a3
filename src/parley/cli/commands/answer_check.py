# SPDX-License-Identifier: Apache-2.0
"""`parley answer-check`: somebody is on watch here."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli.acts import act_of_officer, place_of
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running
from parley.errors import LocalFault


@click.command("answer-check")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who answers.")
@click.option("--link", metavar="NAME", help="If several are paired.")
@passphrase_option("the officer's own")
@station_command
def command(
    face: Face, officer: str, link: str | None, passphrase_file: Path | None
) -> None:
    """Answer the other side's check in an officer's name."""
    waits = [
        counterpart["check_waits"]
        for counterpart in running(face)("status")["counterparts"]
        if counterpart["check_waits"] is not None
        and (link is None or counterpart["link"] == link)
    ]
    if not waits:
        raise LocalFault("PLY-WCH-018", serial="-")
    done = act_of_officer(
        face,
        "WATCH_ANSWERED",
        officer,
        passphrase_file,
        message=place_of(waits[0]),
        fields={},
    )
    face.show(
        done,
        lambda: [f"{done['by']} has answered the check of {done['link']}."],
    )
