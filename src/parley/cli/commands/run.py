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

    One station folder has one running station; a second start is refused.  Its log
    goes to standard output.
    """
    from parley.station.app import run_station  # noqa: PLC0415 - the whole station
    from parley.station.config import load_settings  # noqa: PLC0415 - pydantic

    settings = load_settings(face.folder)
    whose = f"the station {settings.station.name}"
    passphrase = passphrases.ask(passphrase_file, whose)

    def ready() -> None:
        face.next_step(f"Ready.  Console: {settings.origin}/   Stop with Ctrl-C.")

    run_station(face.folder, passphrase, ready)
