# SPDX-License-Identifier: Apache-2.0
"""`parley waiting`: what becomes of a message that waits beyond its time."""

from __future__ import annotations

import click

from parley.cli.face import Face, station_command
from parley.cli.reach import running


@click.command("waiting")
@click.argument("ref")
@click.option(
    "--let-go/--keep",
    "let_go",
    required=True,
    help="Hope no more, or keep trying on every circuit.",
)
@station_command
def command(face: Face, ref: str, *, let_go: bool) -> None:
    """Decide on the message REF of ours, which has no receipt and is out of time.

    It stays in the log either way.  Let go, it waits on at the lowest precedence and
    rings no more.  To take back what it says, draft a message that cancels it.
    """
    found = running(face)("decide_waiting", ref=ref, let_go=let_go)
    said = (
        f"{ref} is let go: it waits on without ringing."
        if let_go
        else f"{ref} is kept: every circuit is tried on."
    )
    face.show(found, lambda: [said])
