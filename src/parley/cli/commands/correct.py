# SPDX-License-Identifier: Apache-2.0
"""`parley correct`: put right what has gone, bound to it."""

from __future__ import annotations

import click

from parley.cli import texts, views
from parley.cli.drafting import serial_of
from parley.cli.face import Face, station_command
from parley.cli.officers import officer_named
from parley.cli.reach import running


@click.command("correct")
@click.argument("ref", metavar="NAME")
@click.argument("text_file", metavar="[TEXT_FILE]", required=False)
@click.option("--drafter", required=True, metavar="OFFICER", help="Who writes it.")
@click.option("--language", metavar="TAG", help="Of the text; as en, ru, zh-Hans.")
@click.option("--supersede", is_flag=True, help="The text takes its place as a whole.")
@click.option("--read", metavar="NAME", help="Their last message that was read.")
@station_command
def command(
    face: Face,
    ref: str,
    text_file: str | None,
    drafter: str,
    language: str | None,
    supersede: bool,
    read: str | None,
) -> None:
    """File the draft that corrects our message NAME, or cancels it without a TEXT_FILE.

    It is bound to that message: same addressees, same precedence, and it can never go
    as anything else.  Release it with `parley release`.
    """
    if (text_file is None) != (language is None) or (supersede and text_file is None):
        raise click.UsageError("a text needs --language, and --supersede needs a text.")
    ask = running(face)
    given = []
    if text_file is not None:
        text, _notes = texts.read_text(text_file)
        given = [[language, text]]
    kind = "SUPERSEDES" if supersede else "CORRECTS" if given else "CANCELS"
    draft = ask(
        "correct",
        ref=ref,
        kind=kind,
        drafted_by=officer_named(drafter, ask("officers"))["index"],
        texts=given,
        read_through=None if read is None else serial_of(read),
    )
    face.show(draft, lambda: views.draft_page(draft))
    face.next_step(f"Release it with `parley release {draft['number']}`.")
