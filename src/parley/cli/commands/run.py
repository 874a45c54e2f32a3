# SPDX-License-Identifier: Apache-2.0
"""`parley run`: the station itself, until it is stopped."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import passphrases
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option


@click.command("run")
@passphrase_option("the station's")
@station_command
def command(face: Face, passphrase_file: Path | None) -> None:
    """Run the station: circuits, console, alarms.  Stop it with Ctrl-C or SIGTERM.

    One station folder has one running station; a second start is refused.
    """
    from parley.station.app import run_station  # noqa: PLC0415 - the whole station
    from parley.station.config import load_settings  # noqa: PLC0415

    name = load_settings(face.folder).station.name
    passphrase = passphrases.ask(passphrase_file, f"the station {name}")
    run_station(face.folder, passphrase)
