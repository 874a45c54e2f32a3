# SPDX-License-Identifier: Apache-2.0
"""`parley record archive-verify`: an archive verified from its files alone."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import output, times
from parley.cli.exits import Exit
from parley.cli.face import lone_command
from parley.errors import LocalFault
from parley.fixed import as_plain


@click.command("archive-verify")
@click.argument("folder", type=click.Path(path_type=Path))
@lone_command
def command(as_json: bool, folder: Path) -> int:
    """Verify every file, leaf, tree and signature of an archive, without a station.

    The keys are those of the policies inside; compare policies/ with what both parties
    publish.  Exit code 1 when anything is wrong.
    """
    from parley.station.record.archive_check import check_archive  # noqa: PLC0415

    found = check_archive(folder)
    sound = "sound" if not found.problems else "NOT SOUND"
    if as_json:
        output.document(as_plain(found))
    else:
        output.say(
            f"The archive is {sound}" + (", without texts." if found.redacted else "."),
            *output.facts(
                [
                    ("between", f"{found.station} and {found.counterpart}"),
                    (
                        "period",
                        f"{times.zulu(found.from_ms)} to {times.zulu(found.to_ms)}",
                    ),
                    ("entries", f"{found.entries:,}"),
                    ("under cosigned heads", f"{found.covered:,}"),
                    ("cosigned heads", f"{found.notes:,}"),
                    *(("problem", problem) for problem in found.problems),
                ]
            ),
        )
    if not found.problems:
        return Exit.OK
    count = len(found.problems)
    raise LocalFault("PLY-REC-021", count=count, first=found.problems[0])
