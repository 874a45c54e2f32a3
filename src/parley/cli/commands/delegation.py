# SPDX-License-Identifier: Apache-2.0
"""`parley delegation`: by which keys the station speaks for its root."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import output, passphrases
from parley.cli.face import Face, station_command
from parley.cli.files import read_small, write_new
from parley.cli.passphrases import passphrase_option


@click.group("delegation")
def command() -> None:
    """Change the keys the station runs with; the station must be stopped.

    The root signs which keys count.  It is on another machine (`parley root`); files
    go there and back by hand.  Counterparts need no new pairing.
    """


@command.command("request")
@click.argument("file", type=click.Path(path_type=Path))
@passphrase_option("the station's")
@station_command
def request(face: Face, file: Path, passphrase_file: Path | None) -> None:
    """Make fresh keys, and write to FILE what the root has to sign.

    The keys in use stay until the answer is taken in.
    """
    from parley.station.delegation.asking import ask_root  # noqa: PLC0415
    from parley.station.delegation.words import asked_keys  # noqa: PLC0415

    passphrase = _passphrase(face, passphrase_file)
    data = ask_root(face.folder, passphrase)
    write_new(file, data)
    keys = asked_keys(data)
    face.show(
        {"file": str(file), "keys": keys},
        lambda: [
            "The request is written; nothing in it is secret.",
            *output.facts([("file", str(file)), ("keys", keys)]),
        ],
    )
    face.next_step(
        f"Carry it to the root: `parley root sign ROOT {file} ANSWER` must show these",
        "characters. Then `parley delegation take ANSWER` here.",
    )


@command.command("take")
@click.argument("file", type=click.Path(path_type=Path))
@passphrase_option("the station's")
@station_command
def take(face: Face, file: Path, passphrase_file: Path | None) -> None:
    """Take in what the root signed; the station speaks by it from its next start."""
    from parley.station.delegation.asking import take_delegation  # noqa: PLC0415
    from parley.station.delegation.words import lines, shown  # noqa: PLC0415

    data = read_small(file)
    passphrase = _passphrase(face, passphrase_file)
    said = take_delegation(face.folder, passphrase, data)
    face.show(
        shown(said),
        lambda: [
            f"Delegation {said.number} is taken in.",
            *output.facts(lines(said)),
        ],
    )
    face.next_step("Counterparts learn it by themselves when the station runs again.")


@command.command("show")
@passphrase_option("the station's")
@station_command
def show(face: Face, passphrase_file: Path | None) -> None:
    """Show the delegation under which the station speaks."""
    from parley.station.delegation.asking import present_delegation  # noqa: PLC0415
    from parley.station.delegation.words import lines, shown  # noqa: PLC0415

    said = present_delegation(face.folder, _passphrase(face, passphrase_file))
    face.show(
        shown(said),
        lambda: [f"Delegation {said.number}", *output.facts(lines(said))],
    )


def _passphrase(face: Face, passphrase_file: Path | None) -> bytes:
    return passphrases.ask(passphrase_file, f"the station in {face.folder}")
