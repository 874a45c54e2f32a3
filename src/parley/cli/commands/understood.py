# SPDX-License-Identifier: Apache-2.0
"""`parley understood`: critical fields read back as they were read."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from parley.cli import times, views
from parley.cli.acts import act_of_officer
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running
from parley.errors import LocalFault


@click.command("understood")
@click.argument("ref", metavar="NAME")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who read it.")
@click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="TEXT",
    help="A critical field as read, in their order; else they are asked for.",
)
@passphrase_option("the officer's own")
@station_command
def command(
    face: Face,
    ref: str,
    officer: str,
    fields: tuple[str, ...],
    passphrase_file: Path | None,
) -> None:
    """Read the critical fields of the message NAME back to the other side.

    Type each number, time and place as you read it in the text.  Both stations compare;
    a difference is told to both watches, and the message does not count as understood.
    """
    message = running(face)("message", ref=ref)
    read = _read(message, fields)
    done = act_of_officer(
        face,
        "UNDERSTOOD",
        officer,
        passphrase_file,
        message=message,
        fields={"read_back": read},
        page=() if fields else views.message_page(message),
    )
    after = running(face)("message", ref=ref)
    face.show(done, lambda: _outcome(done, after))


def _read(message: Mapping[str, Any], given: Sequence[str]) -> list[str]:
    count = len(message["critical"])
    if given or not count:
        return list(given)
    if not sys.stdin.isatty():
        raise LocalFault(
            "PLY-CLI-010",
            asked=f"Each of the {count} critical fields",
            instead="`--field TEXT`",
        )
    return [
        str(click.prompt(f"Critical field {at} of {count}, as you read it", err=True))
        for at in range(1, count + 1)
    ]


def _outcome(done: Mapping[str, Any], message: Mapping[str, Any]) -> list[str]:
    ours = {stage["stage"]: stage for stage in message["stages"]}
    when = times.zulu(done["created_ms"])
    if "understood" in ours:
        return [f"{done['by']} has read {done['about']} back right, {when}."]
    return [
        f"{done['by']} read {done['about']} back, {when}, and it DIFFERS:",
        f"{ours['misread']['note']}.",
        f"{message['party']} is told.  Read the text again and read it back once more.",
    ]
