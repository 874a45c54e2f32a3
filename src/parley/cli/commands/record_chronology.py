# SPDX-License-Identifier: Apache-2.0
"""`parley record chronology`: the times both sides attest, side by side."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import chronology
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.periods import DAY_MS, moment
from parley.cli.reach import running_or_at_rest


@click.command("chronology")
@click.argument("ref", required=False)
@click.option("--day", metavar="DATE", help="Every message of a Zulu day.")
@click.option("--link", metavar="STATION", help="Which counterpart, if more than one.")
@passphrase_option("the station's, if it is stopped,")
@station_command
def command(
    face: Face,
    ref: str | None,
    day: str | None,
    link: str | None,
    passphrase_file: Path | None,
) -> None:
    """Show when a message was drafted, logged, received, acknowledged and answered.

    Each time stands beside who attests it and how good his clock was.  Times that
    cannot both be true are marked.  REF is a name from `parley messages`.
    """
    if (ref is None) == (day is None):
        raise click.UsageError("Give either REF or --day DATE.")
    start_ms = moment("--day", day)
    with running_or_at_rest(face, passphrase_file) as ask:
        if start_ms is None:
            found = {"messages": [ask("chronology", ref=ref)], "left_out": 0}
        else:
            end_ms = start_ms + DAY_MS
            found = ask("chronologies", from_ms=start_ms, to_ms=end_ms, link=link)
    face.show(found, lambda: chronology.pages(found))
