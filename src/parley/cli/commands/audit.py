# SPDX-License-Identifier: Apache-2.0
"""`parley audit`: who looked, printed, failed to sign on, overrode and changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from parley.cli import output, times
from parley.cli.exits import Exit
from parley.cli.face import Face, station_command
from parley.cli.files import read_small
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running_or_at_rest
from parley.fixed import as_plain


@click.group("audit")
def command() -> None:
    """List, verify and export the party's own audit log."""


@command.command("list")
@click.option("--before", type=click.IntRange(min=0), help="Lines under this index.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@passphrase_option("the station's, if it is stopped,")
@station_command
def list_(
    face: Face, before: int | None, limit: int, passphrase_file: Path | None
) -> None:
    """List lines of the audit log, newest first."""
    with running_or_at_rest(face, passphrase_file) as ask:
        found = ask("audit", before=before, limit=limit)
    face.show(found, lambda: _rows(found))


@command.command("verify")
@passphrase_option("the station's, if it is stopped,")
@station_command
def verify(face: Face, passphrase_file: Path | None) -> None:
    """Compute the audit log anew and compare it with its signed head."""
    with running_or_at_rest(face, passphrase_file) as ask:
        found = ask("audit_verify")
    _show(face, found)


@command.command("export")
@click.option("--out", required=True, type=click.Path(path_type=Path))
@passphrase_option("the station's, if it is stopped,")
@station_command
def export(face: Face, out: Path, passphrase_file: Path | None) -> None:
    """Write the audit log, its signed head and the keys to a new file."""
    with running_or_at_rest(face, passphrase_file) as ask:
        found = ask("audit_export", out=str(out.absolute()))
    _show(face, found)


@command.command("verify-file")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--card",
    type=click.Path(path_type=Path),
    help="A card file of the station whose log it is said to be.",
)
@station_command
def verify_file(face: Face, file: Path, card: Path | None) -> None:
    """Verify an exported audit log on any machine; no station is needed.

    Without a card the file is judged by the keys it names itself: that proves that it
    is whole, not whose it is.
    """
    from parley.station.authority import audit_file  # noqa: PLC0415 - only here

    data = read_small(file, audit_file.FILE_BYTES_MAX + 1)
    known = None if card is None else read_small(card)
    found = as_plain(audit_file.verify_audit_file(data, known))
    _show(face, found)
    if known is None:
        face.next_step("Judged by the keys in the file; name the station with --card.")


def _show(face: Face, found: Mapping[str, Any]) -> None:
    good = "whole" if found["good"] else f"NOT WHOLE: {found['problem']}"
    face.show(
        found,
        lambda: output.facts(
            [
                ("log", found["origin"]),
                ("lines", str(found["size"])),
                ("root", found["root"]),
                ("judgement", good),
            ]
        ),
    )
    if not found["good"]:
        raise click.exceptions.Exit(Exit.FAULT)


def _rows(found: Sequence[Mapping[str, Any]]) -> list[str]:
    if not found:
        return ["Nothing has been noted yet."]
    return output.table(
        ("line", "time", "deed", "officer", "about"),
        [
            (
                str(one["index"]),
                times.zulu(one["time_ms"]),
                one["deed"].lower().replace("_", " "),
                "-" if one["officer"] is None else str(one["officer"]),
                one["subject"],
            )
            for one in found
        ],
    )
