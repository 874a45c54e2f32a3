# SPDX-License-Identifier: Apache-2.0
"""`parley clarify`: ask which reading of a phrase is meant, and answer."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli.acts import act_of_officer, place_of
from parley.cli.clarifying import question_pages
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running, running_or_at_rest
from parley.errors import LocalFault


@click.group("clarify")
def command() -> None:
    """Ask the other side which reading of a phrase is meant, and answer theirs.

    The answer stands beside the original; the original stays as it was sent.
    """


@command.command("ask")
@click.argument("ref", metavar="NAME")
@click.option("--phrase", required=True, help="As it stands in the text.")
@click.option(
    "--reading", "readings", multiple=True, required=True, help="Give two to eight."
)
@click.option("--of", "language", metavar="LANGUAGE", help="Else the first text.")
@click.option(
    "--nth",
    type=click.IntRange(min=1),
    default=1,
    help="Which place, if it stands in several.",
)
@click.option("--as", "officer", required=True, metavar="OFFICER", help="The linguist.")
@passphrase_option("the officer's own")
@station_command
def ask_(
    face: Face,
    ref: str,
    phrase: str,
    readings: tuple[str, ...],
    language: str | None,
    nth: int,
    officer: str,
    passphrase_file: Path | None,
) -> None:
    """Ask which reading of a phrase of the message NAME is meant."""
    message = running(face)("message", ref=ref)
    texts = [each for each in message["texts"] if language in {None, each[0]}]
    start = _place(texts[0][1], phrase, nth) if texts else -1
    if start < 0:
        raise LocalFault(
            "PLY-TXT-020", serial=message["serial"], language=language or "any"
        )
    fields = {
        "language": texts[0][0],
        "phrase": phrase,
        "start": start,
        "readings": list(readings),
    }
    done = act_of_officer(
        face,
        "CLARIFICATION_ASKED",
        officer,
        passphrase_file,
        message=place_of(message["ref"]) | {"ref": message["ref"]},
        fields=fields,
    )
    face.show(done, lambda: [f"Asked as {done['ref']}.  Their watch is told."])


@command.command("answer")
@click.argument("ref", metavar="QUESTION")
@click.option("--reading", "choice", type=click.IntRange(min=1), help="Its number.")
@click.option("--words", help="In words, beside a reading or instead of one.")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who answers.")
@passphrase_option("the officer's own")
@station_command
def answer(
    face: Face,
    ref: str,
    choice: int | None,
    words: str | None,
    officer: str,
    passphrase_file: Path | None,
) -> None:
    """Say which reading is meant; a releaser or a principal does."""
    if choice is None and words is None:
        raise click.UsageError("Give --reading, --words or both.")
    done = act_of_officer(
        face,
        "CLARIFIED",
        officer,
        passphrase_file,
        entry=ref,
        fields={"choice": choice, "words": words},
    )
    face.show(done, lambda: [f"Answered as {done['ref']}.  Their linguist is told."])


@command.command("list")
@click.argument("ref", metavar="[NAME]", required=False)
@click.option("--of", "link", metavar="LINK", help="Which counterpart, if several.")
@passphrase_option("the station's, if it is stopped,")
@station_command
def list_(
    face: Face, ref: str | None, link: str | None, passphrase_file: Path | None
) -> None:
    """Show the questions about the message NAME, or all that are open."""
    with running_or_at_rest(face, passphrase_file) as ask:
        if ref is None:
            found, nothing = ask("questions", link=link), "No question is open."
        else:
            found, nothing = ask("clarifications", ref=ref), "Nobody has asked."
    face.show(found, lambda: question_pages(found, nothing))


def _place(text: str, phrase: str, nth: int) -> int:
    """Return where a phrase stands in a text for the nth time; -1: not so often."""
    start = -1
    for _ in range(nth):
        start = text.find(phrase, start + 1)
        if start < 0:
            return -1
    return start
