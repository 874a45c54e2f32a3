# SPDX-License-Identifier: Apache-2.0
"""`parley init`: a new station folder with keys, store and settings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from parley.cli import output, passphrases
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option

if TYPE_CHECKING:
    from parley.station.root_at_hand import Root

_MODES = ("LIVE", "EXERCISE", "TEST")
_EVIDENCE = ("provable", "joint", "deniable")


@click.command("init")
@click.option("--name", required=True, help="Station name, as nrrc.alfa.example.")
@click.option("--party", required=True, help="The party as people say it, as Alfa.")
@click.option(
    "--mode",
    type=click.Choice(_MODES, case_sensitive=False),
    required=True,
    help="The one world this station lives in, for ever.",
)
@click.option(
    "--position",
    "positions",
    multiple=True,
    required=True,
    help="A position that messages can be addressed to; repeatable.",
)
@click.option(
    "--address", metavar="HOST:PORT", help="Where the counterpart's circuits find us."
)
@click.option(
    "--console",
    default="127.0.0.1:8471",
    show_default=True,
    metavar="HOST:PORT",
    help="Where the watch's browser finds the console.",
)
@click.option(
    "--health",
    default="127.0.0.1:9471",
    show_default=True,
    metavar="HOST:PORT",
    help="Where monitoring finds the station.",
)
@click.option(
    "--evidence",
    type=click.Choice(_EVIDENCE),
    default="provable",
    show_default=True,
    help="Who may show the record to others: either party, both together, nobody.",
)
@click.option(
    "--root",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Root folder to use or make; else beside the station folder.",
)
@click.option(
    "--root-apart",
    is_flag=True,
    help="Make no root here: it is on another machine, and the station asks it.",
)
@passphrase_option("the new station's")
@passphrase_option("the root's", "--root-passphrase-file")
@station_command
def command(
    face: Face,
    name: str,
    party: str,
    mode: str,
    positions: tuple[str, ...],
    address: str | None,
    console: str,
    health: str,
    evidence: str,
    root: Path | None,
    root_apart: bool,
    passphrase_file: Path | None,
    root_passphrase_file: Path | None,
) -> None:
    """Make a new station in the station folder, which must not exist yet.

    Its keys are made here and never leave the folder; they are sealed with the
    passphrase, which is kept nowhere.  Without it the station cannot be opened.

    The root says by which keys the station speaks.  It is made in a folder of its own,
    which is carried away, or with --root-apart on another machine.  It is sealed with
    the station's passphrase unless it is given one of its own.
    """
    from parley.model.precedence import Mode  # noqa: PLC0415 - kept out of `--help`
    from parley.station.folder import init_station  # noqa: PLC0415

    if root_apart and root is not None:
        raise click.UsageError("--root and --root-apart exclude each other")
    passphrase = passphrases.ask_new(passphrase_file, f"the station {name}")
    at_hand = None
    if not root_apart:
        at_hand = _root(face, root, passphrase, root_passphrase_file)
    init_station(
        face.folder,
        name=name,
        party=party,
        mode=Mode[mode.upper()],
        positions=positions,
        passphrase=passphrase,
        address=address,
        console=console,
        health=health,
        evidence=evidence,
        root=at_hand,
        frighteningly_weak_keystore=face.hooks.frighteningly_weak_keystore,
    )
    root_folder = None if at_hand is None else str(at_hand.folder)
    made = {
        "folder": str(face.folder),
        "station": name,
        "party": party,
        "mode": mode.upper(),
        "positions": list(positions),
        "evidence": evidence,
        "root": root_folder,
    }
    face.show(made, lambda: _lines(made))
    _say_next(face, root_folder)


def _lines(made: Mapping[str, Any]) -> list[str]:
    station, party, mode = made["station"], made["party"], made["mode"]
    return [
        f"The station {station} of {party} is made, for {mode} traffic only.",
        *output.facts(
            [
                ("folder", made["folder"]),
                ("positions", ", ".join(made["positions"])),
                ("evidence", made["evidence"]),
                ("root", made["root"] or "on another machine"),
            ]
        ),
    ]


def _say_next(face: Face, root_folder: str | None) -> None:
    if root_folder is None:
        face.next_step(
            "Next: `parley delegation request` writes what the root has to sign;",
            "until its answer is taken in the station does not start.",
        )
        return
    face.next_step(
        f"Carry {root_folder} away now, to a machine or a safe apart.",
        "Whoever has it can speak as this station; the station never needs it.",
        "Next: put the officers on the roster with `parley officer add`,",
        "then write the card for the counterpart with `parley card`.",
    )


def _root(
    face: Face, folder: Path | None, passphrase: bytes, passphrase_file: Path | None
) -> Root:
    """Name the root to use or make; it is sealed alike unless told otherwise."""
    from parley.station.root_at_hand import Root  # noqa: PLC0415

    own = (
        passphrase
        if passphrase_file is None
        else passphrases.from_file(passphrase_file)
    )
    beside = folder or face.folder.with_name(f"{face.folder.name}-root")
    return Root(beside, own, frighteningly_weak=face.hooks.frighteningly_weak_keystore)
