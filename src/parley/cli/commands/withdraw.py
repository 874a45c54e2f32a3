# SPDX-License-Identifier: Apache-2.0
"""`parley withdraw`: take back a draft that has not gone."""

from __future__ import annotations

import click

from parley.cli.face import Face, station_command
from parley.cli.reach import running
from parley.errors import LocalFault


@click.command("withdraw")
@click.argument("number", type=click.IntRange(min=1))
@station_command
def command(face: Face, number: int) -> None:
    """Take back draft NUMBER.  The number is never used again.

    A message that has gone cannot be taken back; draft another with --cancels.
    """
    ask = running(face)
    if ask("draft", number=number)["ref"] is not None:
        raise LocalFault("PLY-REL-006", number=number)
    ask("withdraw", number=number)
    face.show(
        {"withdrawn": number}, lambda: [f"Draft {number} is withdrawn; it did not go."]
    )
