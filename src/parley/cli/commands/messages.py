# SPDX-License-Identifier: Apache-2.0
"""`parley messages`: the list of messages, or of drafts."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import views
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running_or_at_rest

_LIMIT = 50


@click.command("messages")
@click.option("--open", "only", flag_value="open", help="Those nobody acknowledged.")
@click.option("--bad", "only", flag_value="bad", help="Signatures not good.")
@click.option("--drafts", "only", flag_value="drafts", help="Drafts, not yet gone.")
@click.option(
    "--limit", type=click.IntRange(1, 500), default=_LIMIT, help="How many at most."
)
@click.option("--before", type=int, help="Only those before this `filed` number.")
@passphrase_option("the station's")
@station_command
def command(
    face: Face,
    only: str | None,
    limit: int,
    before: int | None,
    passphrase_file: Path | None,
) -> None:
    """List messages in both directions, newest first.

    A stopped station can be read too, with its passphrase.
    """
    with running_or_at_rest(face, passphrase_file) as ask:
        if only == "drafts":
            drafts = ask("drafts")
            face.show(drafts, lambda: views.draft_rows(drafts))
            return
        found = ask("messages", only=only or "all", before=before, limit=limit)
    face.show(found, lambda: views.message_rows(found))
    if len(found) == limit:
        face.next_step(f"Older ones: --before {found[-1]['filed']}")
