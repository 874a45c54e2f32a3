# SPDX-License-Identifier: Apache-2.0
"""`parley circuit`: what a circuit's carrier must be given."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from parley.cli import passphrases
from parley.cli.face import Face, station_command
from parley.cli.files import read_small
from parley.cli.passphrases import passphrase_option

_BYTES_MAX = 65_536


@click.group("circuit")
def command() -> None:
    """Give a circuit what its carrier asks for."""


@command.command("credential")
@click.argument("name")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="File to read it from; else standard input.",
)
@passphrase_option("the station's")
@station_command
def credential(
    face: Face, name: str, source: Path | None, passphrase_file: Path | None
) -> None:
    """Seal the credential of circuit NAME: a relay's ticket, a mail password.

    It is lines like password = "..." and lies sealed in the station folder; nobody
    reads it back.  Destroy the file it came from.
    """
    from parley.station.config import load_settings  # noqa: PLC0415 - pydantic
    from parley.station.reach.sealing import seal_credential  # noqa: PLC0415 - late

    station = load_settings(face.folder).station.name
    if source is None:
        given = sys.stdin.buffer.read(_BYTES_MAX + 1)
    else:
        given = read_small(source, _BYTES_MAX)
    passphrase = passphrases.ask(passphrase_file, f"the station {station}")
    path = seal_credential(face.folder, passphrase, name, given)
    face.show(
        {"circuit": name, "path": str(path)},
        lambda: [f"The credential of {name} is sealed in {path}."],
    )
    face.next_step("It is used when the station is started again.")
