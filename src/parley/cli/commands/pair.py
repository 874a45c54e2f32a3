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
@click.argument("card", type=click.Path(path_type=Path), required=False)
@click.option(
    "--photo",
    "photos",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="PICTURE",
    help="A photograph of their sheet of QR codes, PNG or JPEG; repeatable.",
)
@click.option(
    "--terms",
    type=click.Path(path_type=Path),
    help="The terms both parties settled; without it the standard ones.",
)
@passphrase_option("the station's, if it is stopped,")
@station_command
def command(
    face: Face,
    card: Path | None,
    photos: tuple[Path, ...],
    terms: Path | None,
    passphrase_file: Path | None,
) -> None:
    """Take in the card file of a counterpart and show the 60 digits to read aloud.

    Nothing can be released to it, and nothing it sends is opened, until both sides
    have compared the digits and confirmed.
    """
    data = _data(card, photos)
    settled = None if terms is None else read_text(terms)
    with running_or_at_rest(face, passphrase_file) as ask:
        pairing = ask("pair", card=data, terms=settled)
    face.show(pairing, lambda: pairing_page(pairing))
    face.next_step(
        "Read the digits to the other side on another line and hear theirs, then:",
        f"  parley confirm {pairing['link']}",
    )


def _data(card: Path | None, photos: tuple[Path, ...]) -> bytes:
    if (card is None) == (not photos):
        raise click.UsageError("Give the CARD file, or each --photo of its sheet.")
    if card is not None:
        return read_small(card)
    from parley.station.reach.card_sheets import read_card  # noqa: PLC0415 - late

    return read_card(photos)


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
