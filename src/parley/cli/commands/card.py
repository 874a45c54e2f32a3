# SPDX-License-Identifier: Apache-2.0
"""`parley card`: our card file, to be carried to a counterpart."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import click

from parley.cli import output
from parley.cli.face import Face, station_command
from parley.cli.files import as_bytes, write_new
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running_or_at_rest


@click.command("card")
@click.option(
    "--out",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Where to write it; `-` for standard output.",
)
@click.option(
    "--sheet",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to draw it as QR codes: a new .pdf to print, or .svg.",
)
@passphrase_option("the station's, if it is stopped,")
@station_command
def command(
    face: Face, out: Path | None, sheet: Path | None, passphrase_file: Path | None
) -> None:
    """Write our card: who we are, our officers, our public keys, our addresses.

    Nothing in it is secret.  It must reach the other party unchanged, which the 60
    digits prove afterwards; carry it by hand or send it by courier.
    """
    from parley.station.reach.card_sheets import draw_card  # noqa: PLC0415 - late

    if out is None and sheet is None:
        raise click.UsageError("Give --out FILE, --sheet FILE, or both.")
    if str(out) == "-" and (sheet is not None or face.json):
        raise click.UsageError("`--out -` takes neither --sheet nor --json beside it.")
    with running_or_at_rest(face, passphrase_file) as ask:
        card = as_bytes(ask("card"))
        status = ask("status")
        officers = ask("officers")
    if str(out) == "-":
        sys.stdout.buffer.write(card)
        return
    files = [str(one) for one in (out, sheet) if one is not None]
    if sheet is not None:
        draw_card(card, sheet)
    if out is not None:
        write_new(out, card)
    facts = {
        "file": " and ".join(files),
        "bytes": len(card),
        "sha256": hashlib.sha256(card).hexdigest(),
        "station": status["station"],
        "party": status["party"],
        "mode": status["mode"],
        "officers": len(officers),
    }
    face.show(
        facts,
        lambda: [
            f"The card of {status['station']} is written.",
            *output.facts([(name, str(value)) for name, value in facts.items()]),
        ],
    )
    face.next_step(
        "It holds public keys only.  Every prekey in it works once; write a fresh card",
        "for every counterpart.",
    )
