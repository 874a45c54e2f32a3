# SPDX-License-Identifier: Apache-2.0
"""`parley verify`: what a proof proves, and what it does not."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from parley.cli import output, verdicts
from parley.cli.exits import Exit
from parley.cli.face import lone_command
from parley.cli.files import read_small
from parley.tlog.bundle import BUNDLE_BYTES_MAX
from parley.tlog.policy_text import POLICY_BYTES_MAX
from parley.tlog.verdict import verdict
from parley.tlog.verdict_words import WORDS, Language

_FILE = click.Path(path_type=Path)


@click.command("verify")
@click.argument("file", type=_FILE)
@click.argument("policies", type=_FILE, nargs=-1, metavar="[POLICY]...")
@click.option(
    "--language",
    type=click.Choice(tuple(WORDS)),
    default="en",
    show_default=True,
    help="The language of the answer.",
)
@lone_command
def command(
    as_json: bool,
    file: Path,
    policies: tuple[Path, ...],
    language: str,
) -> int:
    """Verify the proof or evidence in FILE by the policies you trust.

    No station, no network and no clock is needed.  A POLICY names the keys that must
    have signed a log; take it from the parties themselves, not from whoever hands you
    the proof.  Evidence of two versions needs no policy.

    Exit code 0: everything in the file is proved; 1: the file is refused, and nothing
    in it is proved.
    """
    # One byte more than a reader takes, so that a file too long is not cut to fit.
    data = read_small(file, BUNDLE_BYTES_MAX + 1)
    trusted = [read_small(policy, POLICY_BYTES_MAX + 1) for policy in policies]
    found = verdict(data, trusted)
    if as_json:
        output.document(found)
    else:
        output.say(*verdicts.lines(found, cast("Language", language)))
    return Exit.OK if found["code"] is None else Exit.FAULT
