# SPDX-License-Identifier: Apache-2.0
"""`parley key`: epochs of our direction, and the prekeys left."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import output
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running_or_at_rest


@click.group("key")
def command() -> None:
    """Open, roll and list the epochs that seal our frames."""


@command.command("list")
@passphrase_option("the station's, if it is stopped,")
@station_command
def list_(face: Face, passphrase_file: Path | None) -> None:
    """List each link with its state and the prekeys it left with us."""
    with running_or_at_rest(face, passphrase_file) as ask:
        links = ask("status")["counterparts"]
    face.show(
        [
            {name: link[name] for name in ("link", "state", "prekeys_left")}
            for link in links
        ],
        lambda: output.table(
            ("link", "prekeys left", "state"),
            [(one["link"], str(one["prekeys_left"]), one["state"]) for one in links],
        ),
    )


def _fresh_epoch(face: Face, name: str | None, passphrase_file: Path | None) -> None:
    with running_or_at_rest(face, passphrase_file) as ask:
        epoch = ask("roll_epoch", link=name)
    face.show(
        epoch,
        lambda: [
            f"Epoch {epoch['tag']} to {epoch['link']} is open.",
            "The one before is destroyed as soon as nothing needs it.",
        ],
    )


@command.command("open")
@click.argument("name", required=False)
@passphrase_option("the station's, if it is stopped,")
@station_command
def open_(face: Face, name: str | None, passphrase_file: Path | None) -> None:
    """Open an epoch to NAME; confirming a counterpart does this by itself."""
    _fresh_epoch(face, name, passphrase_file)


@command.command("roll")
@click.argument("name", required=False)
@passphrase_option("the station's, if it is stopped,")
@station_command
def roll(face: Face, name: str | None, passphrase_file: Path | None) -> None:
    """Go over to a fresh epoch to NAME now, as after a suspected theft of the disk."""
    _fresh_epoch(face, name, passphrase_file)
