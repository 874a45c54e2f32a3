# SPDX-License-Identifier: Apache-2.0
"""`parley terms`: the terms of a link agreement as a file, before anyone signs."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli.face import Face, station_command
from parley.cli.files import read_text

_MODES = ("LIVE", "EXERCISE", "TEST")
_mode = click.option(
    "--mode",
    type=click.Choice(_MODES, case_sensitive=False),
    default="LIVE",
    show_default=True,
    help="Whose rules are shown.",
)


@click.group("terms")
def command() -> None:
    """Show and check the terms of a link agreement."""


@command.command("show")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@_mode
@click.option(
    "--edition",
    type=click.IntRange(1),
    help="The edition of the code book, if not the newest here: one that both hold.",
)
@click.option("--toml", is_flag=True, help="Write the file itself, to be edited.")
@station_command
def show(
    face: Face, file: Path | None, mode: str, edition: int | None, toml: bool
) -> None:
    """Show the terms in FILE, or the standard ones, in plain words."""
    from parley.station.authority import terms_texts as texts  # noqa: PLC0415 - pydantic

    text = texts.standard(mode, edition) if file is None else read_text(file)
    words = texts.words(text, mode)
    face.show(
        {"mode": mode, "words": words, "file": text},
        lambda: text.rstrip("\n").split("\n") if toml else list(words),
    )


@command.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@_mode
@station_command
def check(face: Face, file: Path, mode: str) -> None:
    """Check FILE, and say how it differs from the standard terms."""
    from parley.station.authority import terms_texts as texts  # noqa: PLC0415 - pydantic

    changes = texts.changes(texts.standard(mode), read_text(file))
    face.show(
        {"good": True, "mode": mode, "changes": changes},
        lambda: [
            f"{file} is good.  Against the standard terms of {mode}:",
            *(changes or ("no difference",)),
        ],
    )
