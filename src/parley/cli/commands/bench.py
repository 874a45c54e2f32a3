# SPDX-License-Identifier: Apache-2.0
"""`parley bench`: what the disk and the loopback of this machine allow."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from parley.cli import output
from parley.cli.face import Face, station_command
from parley.fixed import as_plain

ROUNDS = 300
ROUNDS_MAX = 10_000


@click.command("bench")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where to write; by default beside the station folder, on its disk.",
)
@click.option(
    "--rounds",
    type=click.IntRange(1, ROUNDS_MAX),
    default=ROUNDS,
    show_default=True,
    help="How often each act is done.",
)
@station_command
def command(face: Face, folder: Path | None, rounds: int) -> None:
    """Measure what the disk, the loopback and the keystore of this machine cost.

    No station is needed and none is touched; what is written is removed afterwards.
    Each act takes turns with a bare one, so that the ratios hold on a busy machine.
    """
    from parley.station.measure.report import measure  # noqa: PLC0415 - SQLite and TLS

    place = face.folder.absolute().parent if folder is None else folder
    found = as_plain(measure(place, rounds))
    face.show(found, lambda: _lines(found))


def _lines(found: Mapping[str, Any]) -> list[str]:
    rows = [
        (
            cost["what"],
            f"{cost['p50_ms']:.2f} ms",
            f"{cost['p99_ms']:.2f} ms",
            "" if cost["times_bare"] is None else f"{cost['times_bare']:.1f}",
        )
        for cost in found["costs"]
    ]
    return [
        *output.table(("what", "median", "1 in 100 over", "times bare"), rows),
        "",
        *output.facts(
            [
                ("folder", found["folder"]),
                ("bare commits", f"{found['commits_per_s']:,.0f} a second"),
                ("entries in groups", f"{found['entries_per_s']:,.0f} a second"),
                ("release to alarm", f"at least {found['least_ms']:.1f} ms"),
            ]
        ),
    ]
