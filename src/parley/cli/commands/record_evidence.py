# SPDX-License-Identifier: Apache-2.0
"""`parley record evidence`: two versions of one log, signed by a counterpart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from parley.cli import output, verdicts
from parley.cli.face import Face, station_command
from parley.cli.files import as_bytes, write_new
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running_or_at_rest
from parley.errors import LocalFault


@click.command("evidence")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write it; anybody can verify the file without a policy.",
)
@click.option(
    "--number",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Which, if there are several.",
)
@passphrase_option("the station's, if it is stopped,")
@station_command
def command(
    face: Face, out: Path | None, number: int, passphrase_file: Path | None
) -> None:
    """Show or write the evidence that a counterpart keeps two versions of its log.

    The file holds both signed heads and the keys, and nothing else of the record.
    Every link agreement lets it be shown.
    """
    with running_or_at_rest(face, passphrase_file) as ask:
        found = ask("evidence")
    written = None
    if out is not None and found:
        chosen = _chosen(found, number)
        write_new(out, as_bytes(chosen["data"]))
        written = str(out)
    face.show(
        {"evidence": found, "written": written}, lambda: _lines(found, number, written)
    )


def _chosen(found: Sequence[Mapping[str, Any]], number: int) -> Mapping[str, Any]:
    if number > len(found):
        raise LocalFault("PLY-REC-012", number=number, count=len(found))
    return found[number - 1]


def _lines(
    found: Sequence[Mapping[str, Any]], number: int, written: str | None
) -> list[str]:
    if not found:
        return [
            "No contradiction is on record: no counterpart has signed two versions of",
            "its log that this station has seen.",
        ]
    rows = [
        (str(at), one["link"], str(one["incarnation"]), str(one["size"]))
        for at, one in enumerate(found, start=1)
    ]
    return [
        *output.table(("number", "counterpart", "incarnation", "entries"), rows),
        "",
        *verdicts.lines(_chosen(found, number)["verdict"], "en"),
        *([] if written is None else ["", *output.facts([("written", written)])]),
    ]
