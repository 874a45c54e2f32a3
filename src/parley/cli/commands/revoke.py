# SPDX-License-Identifier: Apache-2.0
"""`parley revoke`: stop keys that somebody else may hold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from parley.cli import named, output
from parley.cli.face import Face, station_command
from parley.cli.files import as_bytes, read_small, write_new
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running_or_at_rest

_FILE = click.Path(path_type=Path)


@click.group("revoke")
def command() -> None:
    """Stop keys: ours by statement or code, theirs by what they give us."""


@command.command("codes")
@passphrase_option("the station's, if it is stopped,")
@station_command
def codes(face: Face, passphrase_file: Path | None) -> None:
    """Make revocation codes for the station and each officer, and show them once.

    Their digests go to every counterpart; codes made before are void.  Whoever reads a
    code aloud there, on any line, stops the keys of its owner.
    """
    with running_or_at_rest(face, passphrase_file) as ask:
        made = ask("revocation_codes")
    face.show(
        made,
        lambda: output.table(
            ("stops the keys of", "code"), [(one["whose"], one["code"]) for one in made]
        ),
    )
    face.next_step(
        "Write each on paper of its own and lock them away from the station.",
        "They are kept nowhere and cannot be shown again.",
    )


@command.command("code")
@click.argument("digits", nargs=-1, required=True)
@passphrase_option("the station's, if it is stopped,")
@station_command
def code(face: Face, digits: tuple[str, ...], passphrase_file: Path | None) -> None:
    """Stop keys of a counterpart's: DIGITS are the 40 that were read aloud.

    No check of who reads is needed: only whom they trusted with the paper can.
    """
    with running_or_at_rest(face, passphrase_file) as ask:
        found = ask("revoke_by_code", code=" ".join(digits))
    _show(face, found)


@command.command("station")
@click.option("--out", required=True, type=_FILE, help="The file for the courier.")
@click.option("--confirm-station", metavar="NAME", help="Else it is asked for.")
@passphrase_option("the station's, if it is stopped,")
@station_command
def station(
    face: Face, out: Path, confirm_station: str | None, passphrase_file: Path | None
) -> None:
    """Revoke this station's own keys, for ever, and write the statement to a file."""
    named.confirm_station(face, confirm_station, "revoke its keys, for ever")
    with running_or_at_rest(face, passphrase_file) as ask:
        statement = as_bytes(ask("revoke_station"))
    write_new(out, statement)
    face.show(
        {"file": str(out)},
        lambda: ["This station's keys are revoked.", f"The statement is in {out}."],
    )
    face.next_step("Carry it to each counterpart: parley revoke take FILE")


@command.command("take")
@click.argument("file", type=_FILE)
@passphrase_option("the station's, if it is stopped,")
@station_command
def take(face: Face, file: Path, passphrase_file: Path | None) -> None:
    """Take in a counterpart's revocation that was carried by hand."""
    data = read_small(file)
    with running_or_at_rest(face, passphrase_file) as ask:
        found = ask("take_revocation", statement=data)
    _show(face, found)


def _show(face: Face, found: Mapping[str, Any]) -> None:
    face.show(
        found,
        lambda: [f"Stopped: the keys of {found['whose']} of {found['link']}."],
    )
