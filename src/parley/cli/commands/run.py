# SPDX-License-Identifier: Apache-2.0
"""`parley run`: the station itself, until it is stopped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from parley.cli import passphrases
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option

if TYPE_CHECKING:
    from parley.station.config import Settings


@click.command("run")
@passphrase_option("the station's")
@station_command
def command(face: Face, passphrase_file: Path | None) -> None:
    """Run the station: circuits, console, alarms.  Stop it with Ctrl-C or SIGTERM.

    One station folder has one running station; a second start is refused.  Its log
    goes to standard output.
    """
    from parley.station.starting import run_station  # noqa: PLC0415 - its keys

    passphrase = (
        _asked_for(face.folder)
        if passphrase_file is None
        else passphrases.from_file(passphrase_file)
    )

    def ready(settings: Settings) -> None:
        face.next_step(f"Ready.  Console: {settings.origin}/   Stop with Ctrl-C.")

    run_station(face.folder, passphrase, ready)


def _asked_for(folder: Path) -> bytes:
    from parley.station.config import load_settings  # noqa: PLC0415 - pydantic

    settings = load_settings(folder)
    if settings.keystore.unattended:
        return b""
    return passphrases.ask(None, f"the station {settings.station.name}")
