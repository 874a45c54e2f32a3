# SPDX-License-Identifier: Apache-2.0
"""`parley record calendar`: the contact record as a picture."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import files, output
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.periods import Period, period_options
from parley.cli.reach import running_or_at_rest


@click.command("calendar")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE.svg",
    help="The picture; it must not exist yet.",
)
@click.option("--link", metavar="STATION", help="Which counterpart, if more than one.")
@period_options
@passphrase_option("the station's, if it is stopped,")
@station_command
def command(
    face: Face,
    out: Path,
    link: str | None,
    period: Period,
    passphrase_file: Path | None,
) -> None:
    """Draw the contacts of a period as a calendar, with the same numbers as a table.

    One SVG file that refers to nothing outside itself: for a screen, for paper, and
    for who does not see colours.
    """
    with running_or_at_rest(face, passphrase_file) as ask:
        found = ask("calendar", link=link, **period.params())
    files.write_new(out, found["svg"].encode())
    face.show(
        {"file": str(out), "link": found["link"]},
        lambda: output.facts([("picture", str(out)), ("link", found["link"])]),
    )
