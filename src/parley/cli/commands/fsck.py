# SPDX-License-Identifier: Apache-2.0
"""`parley fsck`: verify the whole record, entry by entry."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from parley.cli import output
from parley.cli.exits import Exit
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running
from parley.errors import LocalFault

if TYPE_CHECKING:
    from parley.station.judging import Progress

_ANSWER_S_MAX = 86_400.0


@click.command("fsck")
@passphrase_option("the station's, if it is stopped,")
@station_command
def command(face: Face, passphrase_file: Path | None) -> int:
    """Verify structure, leaves, serials, releases and trees of the whole record.

    Nothing is repaired and nothing is deleted.  A running station is asked to do it and
    goes on meanwhile.  Exit code 1 when anything is wrong.
    """
    from parley.station.client import is_running  # noqa: PLC0415 - kept out of `--help`

    if is_running(face.folder):
        face.next_step("The running station verifies its record.")
        found = running(face, timeout_s=_ANSWER_S_MAX)("fsck")
    else:
        found = _at_rest(face, passphrase_file)
    face.show(found, lambda: _lines(found))
    problems = found["problems"]
    if not problems:
        return Exit.OK
    raise LocalFault("PLY-CLI-040", count=len(problems), first=problems[0])


def _at_rest(face: Face, passphrase_file: Path | None) -> dict[str, Any]:
    from parley.cli.at_rest import fsck_at_rest  # noqa: PLC0415 - the whole station

    return fsck_at_rest(face, passphrase_file, _progress_teller(face))


def _progress_teller(face: Face) -> Callable[[Progress], None]:
    """Return what prints how far the check is: one line on a terminal, rewritten."""
    if face.json or not sys.stderr.isatty():
        return lambda _: None

    def tell(progress: Progress) -> None:
        sys.stderr.write(
            f"\rVerifying record: {progress.done:,} of {progress.total:,}"
            f" · {progress.rate_per_s:,.0f}/s · {progress.left_s:.0f} s left  "
        )
        if progress.done >= progress.total:
            sys.stderr.write("\n")
        sys.stderr.flush()

    return tell


def _lines(found: Mapping[str, Any]) -> list[str]:
    sound = "sound" if not found["problems"] else "NOT SOUND"
    return [
        f"The record is {sound}.",
        *output.facts(
            [
                ("entries", f"{found['entries']:,}"),
                ("signatures", f"{found['releases']:,}"),
                ("cosigned heads", f"{found['notes']:,}"),
                ("links", str(found["links"])),
                ("made again", f"{found['recomputed_per_s']:,.0f} entries/s"),
                ("tree", f"{found['hashed_per_s']:,.0f} entries/s"),
                ("took", f"{found['took_s']:.1f} s"),
                *(("problem", problem) for problem in found["problems"]),
            ]
        ),
    ]
