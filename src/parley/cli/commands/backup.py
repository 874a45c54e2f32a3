# SPDX-License-Identifier: Apache-2.0
"""`parley backup`: a verified copy of the whole station."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import output
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running, running_or_at_rest

_COPY_S_MAX = 86_400.0


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@passphrase_option("the station's, if it is stopped,")
@station_command
def command(face: Face, target: Path, passphrase_file: Path | None) -> None:
    """Copy the station to TARGET, a new folder or a new .tar file, and verify the copy.

    The station may run meanwhile.  The copy is as secret as the station: everything in
    it is sealed under the same passphrases.
    """
    from parley.station.client import is_running  # noqa: PLC0415 - kept out of `--help`

    where = str(target.absolute())
    if is_running(face.folder):
        made = running(face, timeout_s=_COPY_S_MAX)("backup", target=where)
    else:
        with running_or_at_rest(face, passphrase_file) as ask:
            made = ask("backup", target=where)
    face.show(
        made,
        lambda: [
            "The copy is made and verified.",
            *output.facts(
                [
                    ("copy", made["path"]),
                    ("entries", f"{made['entries']:,}"),
                    ("bytes", f"{made['size']:,}"),
                    ("took", f"{made['took_s']:.1f} s"),
                ]
            ),
        ],
    )
