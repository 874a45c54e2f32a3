# SPDX-License-Identifier: Apache-2.0
"""`parley pair`: take in a counterpart's card; it stays alleged until confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from parley.cli import output
from parley.cli.face import Face, station_command
from parley.cli.files import read_small, read_text
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running_or_at_rest


@click.command("pair")
@click.argument("card", type=click.Path(path_type=Path))
@click.option(
    "--terms",
    type=click.Path(path_type=Path),
    help="The terms both parties settled; without it the standard ones.",
)
@passphrase_option("the station's, if it is stopped,")
@station_command
def command(
    face: Face, card: Path, terms: Path | None, passphrase_file: Path | None
) -> None:
    """Take in the card file of a counterpart and show the 60 digits to read aloud.

    Nothing can be released to it, and nothing it sends is opened, until both sides
    have compared the digits and confirmed.
    """
    data = read_small(card)
    settled = None if terms is None else read_text(terms)
    with running_or_at_rest(face, passphrase_file) as ask:
        pairing = ask("pair", card=data, terms=settled)
    face.show(pairing, lambda: pairing_page(pairing))
    face.next_step(
        "Read the digits to the other side on another line and hear theirs, then:",
        f"  parley confirm {pairing['link']}",
    )


def pairing_page(pairing: Mapping[str, Any]) -> list[str]:
    """Return a pairing with its digits in four lines of three groups."""
    groups = str(pairing["fingerprint"]).split()
    digits = [groups[at : at + 3] for at in range(0, len(groups), 3)]
    return [
        *output.facts(
            [
                ("counterpart", f"{pairing['link']} ({pairing['party']})"),
                ("mode", pairing["mode"]),
                ("state", pairing["state"]),
            ]
        ),
        "digits",
        *(f"    {'  '.join(line)}" for line in digits),
        *_terms(pairing["terms"]),
    ]


def _terms(words: Sequence[str]) -> list[str]:
    if not words:
        return []
    return ["terms that are signed once the digits are compared", *words]
