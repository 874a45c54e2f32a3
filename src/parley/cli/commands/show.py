# SPDX-License-Identifier: Apache-2.0
"""`parley show`: one message or draft whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from parley.cli import chronology, views
from parley.cli.face import Ask, Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running_or_at_rest


@click.command("show")
@click.argument("name")
@passphrase_option("the station's")
@station_command
def command(face: Face, name: str, passphrase_file: Path | None) -> None:
    """Show a message or draft with its text, its releases and both sides' times.

    NAME is a name from `parley messages`, as bravo.example/in/1/12, or the number of
    one of our own drafts.
    """
    with running_or_at_rest(face, passphrase_file) as ask:
        kind, found = _find(ask, name)
        if kind == "draft":
            face.show({kind: found}, lambda: views.draft_page(found))
            return
        ask("note", deed="READ", subject=found["ref"])
        told = ask("chronology", ref=found["ref"])
    face.show(
        {kind: found, "chronology": told},
        lambda: [*views.message_page(found), "", *chronology.times_table(told)],
    )


def _find(ask: Ask, name: str) -> tuple[str, Any]:
    if not (name.isascii() and name.isdigit()):
        return "message", ask("message", ref=name)
    draft = ask("draft", number=int(name))
    if draft["ref"] is None:
        return "draft", draft
    return "message", ask("message", ref=draft["ref"])
