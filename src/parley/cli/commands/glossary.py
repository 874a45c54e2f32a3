# SPDX-License-Identifier: Apache-2.0
"""`parley glossary`: terms that both sides read alike, grown from their answers."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli.acts import act_of_officer
from parley.cli.clarifying import term_lines
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running_or_at_rest


@click.group("glossary")
def command() -> None:
    """Terms that linguists of both sides have signed; comparisons use them."""


@command.command("list")
@click.option("--of", "link", metavar="LINK", help="Which counterpart, if several.")
@passphrase_option("the station's, if it is stopped,")
@station_command
def list_(face: Face, link: str | None, passphrase_file: Path | None) -> None:
    """Show the glossary, with what is proposed and not yet agreed."""
    with running_or_at_rest(face, passphrase_file) as ask:
        found = ask("glossary", link=link)
    face.show(found, lambda: term_lines(found))


@command.command("propose")
@click.argument("ref", metavar="ANSWER")
@click.option("--term", required=True, help="As it stands in the original.")
@click.option("--of", "language", required=True, metavar="LANGUAGE", help="Its own.")
@click.option("--rendering", required=True, help="As it is to be read.")
@click.option("--into", required=True, metavar="LANGUAGE", help="Of the rendering.")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="The linguist.")
@passphrase_option("the officer's own")
@station_command
def propose(
    face: Face,
    ref: str,
    term: str,
    language: str,
    rendering: str,
    into: str,
    officer: str,
    passphrase_file: Path | None,
) -> None:
    """Propose how a term is read, after the ANSWER that clarified it."""
    fields = {"language": language, "term": term, "into": into, "rendering": rendering}
    done = act_of_officer(
        face, "TERM_PROPOSED", officer, passphrase_file, entry=ref, fields=fields
    )
    face.show(done, lambda: [f"Proposed as {done['ref']}.  Their linguist may agree."])


@command.command("agree")
@click.argument("ref", metavar="PROPOSAL")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="The linguist.")
@passphrase_option("the officer's own")
@station_command
def agree(face: Face, ref: str, officer: str, passphrase_file: Path | None) -> None:
    """Agree to a term that they proposed."""
    done = act_of_officer(
        face, "TERM_AGREED", officer, passphrase_file, entry=ref, fields={}
    )
    face.show(done, lambda: [f"Agreed as {done['ref']}.  The term is in force."])
