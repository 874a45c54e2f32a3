# SPDX-License-Identifier: Apache-2.0
"""`parley keystore`: what opens the station's keys beside the passphrase."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import passphrases
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option

_before = click.option(
    "--before",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The station.toml of before, where the keys lie under another half.",
)


@click.group("keystore")
def command() -> None:
    """Seal the station's keys under a passphrase, a half elsewhere, or both.

    A half is a systemd credential or a key in a PKCS#11 token, named in [keystore] of
    station.toml.  The station must be stopped.
    """


@command.command("make-half")
@station_command
def make_half(face: Face) -> None:
    """Make the key in the token that the settings name, unless it is there."""
    from parley.station.config import load_settings  # noqa: PLC0415 - pydantic
    from parley.station.halves import token_half  # noqa: PLC0415

    settings = load_settings(face.folder)
    if settings.keystore.half != "pkcs11":
        raise click.UsageError('the settings say nothing of a token: half = "pkcs11"')
    token_half(settings).make()
    table = settings.keystore
    face.show(
        {"token": table.token, "key": table.key},
        lambda: [f"The key {table.key} is in the token {table.token}."],
    )
    face.next_step("Seal the station's keys under it: `parley keystore seal`.")


@command.command("seal")
@passphrase_option("the station's")
@_before
@station_command
def seal(face: Face, passphrase_file: Path | None, before: Path | None) -> None:
    """Seal the keys under the half that the settings name now; same passphrase."""
    whose = f"the station in {face.folder}"
    passphrase = passphrases.ask(passphrase_file, whose)
    _seal(face, passphrase, passphrase, before)


@command.command("passphrase")
@passphrase_option("the station's")
@passphrase_option("the new", "--new-passphrase-file")
@_before
@station_command
def passphrase_(
    face: Face,
    passphrase_file: Path | None,
    new_passphrase_file: Path | None,
    before: Path | None,
) -> None:
    """Change the station's passphrase.

    A copy of the folder made before opens with the old one.
    """
    whose = f"the station in {face.folder}"
    old = passphrases.ask(passphrase_file, whose)
    _seal(face, old, passphrases.ask_new(new_passphrase_file, whose), before)


def _seal(face: Face, old: bytes, new: bytes, before: Path | None) -> None:
    from parley.station.config import load_settings  # noqa: PLC0415 - pydantic
    from parley.station.sealing import seal_keys  # noqa: PLC0415

    is_guessed = seal_keys(face.folder, old, new, before)
    table = load_settings(face.folder).keystore
    words = {"none": "the passphrase alone"}
    under = words.get(table.half, f"the passphrase and the half ({table.half})")
    if table.unattended:
        under = f"the half alone ({table.half})"
    face.show(
        {"half": table.half, "unattended": table.unattended},
        lambda: [f"The keys are sealed under {under}."],
    )
    if table.unattended and is_guessed:
        face.next_step(
            "This half may be words, which somebody could guess: each guess, and so",
            "each start, costs what a passphrase costs.  32 random bytes start sooner.",
        )
