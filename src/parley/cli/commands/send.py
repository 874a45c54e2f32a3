# SPDX-License-Identifier: Apache-2.0
"""`parley send`: draft and releases at one desk, each officer with his own key."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from parley.cli.drafting import file_draft, text_options, wanted
from parley.cli.face import Face, station_command
from parley.cli.reach import running
from parley.cli.releasing import outcome, release_draft


@click.command("send")
@text_options
@click.option("--drafter", required=True, metavar="OFFICER", help="Who wrote it.")
@click.option(
    "--as",
    "officers",
    required=True,
    multiple=True,
    metavar="OFFICER",
    help="Who releases; once for each release.",
)
@click.option(
    "--passphrase-file",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="One for each --as, in the same order; else they are asked for.",
)
@click.option("--confirm-addressee", metavar="NAME", help="Else it is asked for.")
@station_command
def command(
    face: Face,
    /,
    drafter: str,
    officers: tuple[str, ...],
    files: tuple[Path, ...],
    confirm_addressee: str | None,
    **given: Any,  # noqa: ANN401 - click's values
) -> None:
    """Draft the text in TEXT_FILE and release it at this desk.

    The rules are those of `draft` and `release`: nobody releases his own draft, two
    releases need two persons, and each signs with his own key.
    """
    asked = wanted(**given)
    signers = _paired(officers, files)
    ask = running(face)
    draft = file_draft(face, ask, asked, drafter)
    for officer, passphrase_file in signers:
        draft = release_draft(
            face, ask, draft["number"], officer, confirm_addressee, passphrase_file
        )
    face.show(draft, lambda: outcome(draft))


def _paired(
    officers: Sequence[str], files: Sequence[Path]
) -> list[tuple[str, Path | None]]:
    if files and len(files) != len(officers):
        raise click.UsageError(
            f"{len(officers)} --as need as many --passphrase-file, not {len(files)}."
        )
    known: Sequence[Path | None] = files or [None] * len(officers)
    return list(zip(officers, known, strict=True))
