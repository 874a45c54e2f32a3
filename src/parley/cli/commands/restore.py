# SPDX-License-Identifier: Apache-2.0
"""`parley restore`: a new station folder from a copy, or from its keys alone."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import output, passphrases
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option


@click.command("restore")
@click.argument("copy", type=click.Path(path_type=Path))
@click.option(
    "--keys-only",
    is_flag=True,
    help="COPY is a folder with keys.sealed and station.toml and no record.",
)
@passphrase_option("the station's")
@station_command
def command(
    face: Face, copy: Path, keys_only: bool, passphrase_file: Path | None
) -> None:
    """Make the station folder (--station, which must not exist) from COPY.

    The restored station begins a new incarnation with fresh keys, tells its
    counterparts how much it knows, and asks for what it lost.  The station that the
    copy was made of must never run again.

    With --keys-only the record begins empty.  Put the officers on the roster, take in
    a fresh card of each counterpart and compare the digits: it gives both logs back.
    """
    passphrase = passphrases.ask(passphrase_file, "the station that was copied")
    _make(copy, face.folder, passphrase, keys_only=keys_only)
    face.show(
        {"folder": str(face.folder), "copy": str(copy), "keys_only": keys_only},
        lambda: [
            "The station is restored; it has not run yet.",
            *output.facts([("folder", str(face.folder)), ("from", str(copy))]),
        ],
    )
    if keys_only:
        face.next_step(
            "Next: `parley officer add` for every officer, then `parley pair` with a",
            "fresh card of the counterpart and `parley confirm`, then `parley run`.",
        )
        return
    face.next_step(
        "Check the addresses in station.toml, then `parley run`.  The station that was",
        "copied must never run again.",
    )


def _make(copy: Path, folder: Path, passphrase: bytes, *, keys_only: bool) -> None:
    if keys_only:
        from parley.station.rebuilding import rebuild  # noqa: PLC0415

        rebuild(copy, folder, passphrase)
        return
    from parley.station.backup import restore  # noqa: PLC0415 - the whole station

    restore(copy, folder, passphrase)
