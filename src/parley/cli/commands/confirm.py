# SPDX-License-Identifier: Apache-2.0
"""`parley confirm`: the 60 digits were read aloud and compared."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from parley.cli import output
from parley.cli.face import Face, station_command
from parley.cli.files import read_small
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running_or_at_rest
from parley.errors import LocalFault

_DIGITS = 60


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
        digits = _digits(fingerprint_file, name)
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


def _digits(path: Path | None, name: str) -> str:
    if path is not None:
        text = read_small(path).decode("ascii", "replace")
    else:
        if not sys.stdin.isatty():
            raise LocalFault(
                "PLY-CLI-010",
                asked="The digits that the other side read",
                instead="`--fingerprint-file FILE`",
            )
        text = str(click.prompt("The digits that the other side reads", err=True))
    digits = "".join(one for one in text if one.isascii() and one.isdigit())
    if len(digits) != _DIGITS:
        raise LocalFault("PLY-CLI-032", count=len(digits), name=name)
    return digits
