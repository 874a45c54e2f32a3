# SPDX-License-Identifier: Apache-2.0
"""`parley confirm`: the 60 digits were read aloud and compared."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from parley.cli import output
from parley.cli.digits import digits_heard
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running_or_at_rest
from parley.errors import LocalFault


@click.command("confirm")
@click.argument("name")
@click.option("--by", required=True, metavar="PERSON", help="Who compared the digits.")
@click.option(
    "--fingerprint-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A file with the digits the other side read; else they are asked for.",
)
@passphrase_option("the station's, if it is stopped,")
@station_command
def command(
    face: Face,
    name: str,
    by: str,
    fingerprint_file: Path | None,
    passphrase_file: Path | None,
) -> None:
    """Confirm the counterpart NAME by the digits that its people read aloud.

    Hear them on a line you trust to carry the voice you know; enter what you hear, not
    what this screen shows.  When both sides have confirmed, the link comes into force.
    """
    with running_or_at_rest(face, passphrase_file) as ask:
        ours = _counterpart(ask("status"), name)["fingerprint"]
        if not face.json:
            output.tell("Read these digits aloud to the other side:", f"  {ours}", "")
        digits = digits_heard(fingerprint_file, name)
        pairing = ask("confirm", link=name, digits=digits, name=by)
    face.show(
        pairing,
        lambda: [
            (
                f"{pairing['link']} ({pairing['party']}) is confirmed by {by}:"
                f" {pairing['state']}."
            )
        ],
    )
    face.next_step(
        "Nothing can be released to it before its people have confirmed us as well."
    )


def _counterpart(status: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    for counterpart in status["counterparts"]:
        if counterpart["link"] == name:
            found: Mapping[str, Any] = counterpart
            return found
    raise LocalFault("PLY-LNK-001", name=name)
