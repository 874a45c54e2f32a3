# SPDX-License-Identifier: Apache-2.0
"""`parley record retain`: destroy texts that are older than the retention."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import output, times
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running_or_at_rest


@click.command("retain")
@click.option("--dry-run", is_flag=True, help="Count only; destroy nothing.")
@passphrase_option("the station's, if it is stopped,")
@station_command
def command(face: Face, dry_run: bool, passphrase_file: Path | None) -> None:
    """Destroy texts older than [retention] text_days of station.toml, for ever.

    Their places, leaf hashes, receipts and acknowledgements stay, so the log still
    verifies.  What still has to travel, and what no officer has acknowledged, is kept
    however old it is.  Make an archive first.
    """
    with running_or_at_rest(face, passphrase_file) as ask:
        found = ask("retain", dry_run=dry_run)
    word = "would be destroyed" if dry_run else "destroyed"
    count = found["found"] - found["waiting"] if dry_run else found["destroyed"]
    face.show(
        found,
        lambda: output.facts(
            [
                ("texts filed before", times.zulu(found["before_ms"])),
                ("found", f"{found['found']:,}"),
                (word, f"{count:,}"),
                ("kept, still waiting", f"{found['waiting']:,}"),
            ]
        ),
    )
