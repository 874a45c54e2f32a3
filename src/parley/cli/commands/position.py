# SPDX-License-Identifier: Apache-2.0
"""`parley position`: the addresses inside our party."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli.face import Face, station_command
from parley.cli.officers import form_option, forms_of
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running_or_at_rest


@click.group("position")
def command() -> None:
    """Add positions to our roster."""


@command.command("add")
@click.argument("name")
@form_option
@passphrase_option("the station's, if it is stopped,")
@station_command
def add(
    face: Face, name: str, form: tuple[str, ...], passphrase_file: Path | None
) -> None:
    """Add the position NAME, to which counterparts can then address messages."""
    with running_or_at_rest(face, passphrase_file) as ask:
        at = ask("add_position", name=name, forms=forms_of(form))
    face.show({"name": name, "index": at}, lambda: [f"{name} is position {at}."])
