# SPDX-License-Identifier: Apache-2.0
"""`parley restore`: a new station folder from a copy."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import output, passphrases
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option


@click.command("restore")
@click.argument("copy", type=click.Path(path_type=Path))
@passphrase_option("the station's")
@station_command
def command(face: Face, copy: Path, passphrase_file: Path | None) -> None:
    """Make the station folder (--station, which must not exist) from COPY.

    The restored station begins a new incarnation with fresh keys, tells its
    counterparts how much it knows, and asks for what it lost.  The station that the
    copy was made of must never run again.
    """
    from parley.station.backup import restore  # noqa: PLC0415 - the whole station

    passphrase = passphrases.ask(passphrase_file, "the station that was copied")
    restore(copy, face.folder, passphrase)
    face.show(
        {"folder": str(face.folder), "copy": str(copy)},
        lambda: [
            "The station is restored; it has not run yet.",
            *output.facts([("folder", str(face.folder)), ("from", str(copy))]),
        ],
    )
    face.next_step(
        "Check the addresses in station.toml, then `parley run`.  The station that was",
        "copied must never run again.",
    )
