# SPDX-License-Identifier: Apache-2.0
"""`parley init`: a new station folder with keys, store and settings."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import output, passphrases
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option

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
@passphrase_option("the new station's")
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
    passphrase_file: Path | None,
) -> None:
    """Make a new station in the station folder, which must not exist yet.

    Its keys are made here and never leave the folder; they are sealed with the
    passphrase, which is kept nowhere.  Without it the station cannot be opened.
    """
    from parley.model.precedence import Mode  # noqa: PLC0415 - kept out of `--help`
    from parley.station.folder import init_station  # noqa: PLC0415

    passphrase = passphrases.ask_new(passphrase_file, f"the station {name}")
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
        frighteningly_weak_keystore=face.hooks.frighteningly_weak_keystore,
    )
    made = {
        "folder": str(face.folder),
        "station": name,
        "party": party,
        "mode": mode.upper(),
        "positions": list(positions),
        "evidence": evidence,
    }
    face.show(
        made,
        lambda: [
            f"The station {name} of {party} is made, for {mode.upper()} traffic only.",
            *output.facts(
                [
                    ("folder", str(face.folder)),
                    ("positions", ", ".join(positions)),
                    ("evidence", evidence),
                ]
            ),
        ],
    )
    face.next_step(
        "Next: put the officers on the roster with `parley officer add`,",
        "then write the card for the counterpart with `parley card`.",
    )
