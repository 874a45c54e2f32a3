# SPDX-License-Identifier: Apache-2.0
"""`parley agreement`: what both parties signed, and how they change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from parley.cli import output, times
from parley.cli.face import Face, station_command
from parley.cli.files import read_text, write_new
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running, running_or_at_rest

_link = click.argument("link", required=False)


@click.group("agreement")
def command() -> None:
    """Show the link agreement, and amend it with both signatures."""


@command.command("show")
@_link
@passphrase_option("the station's, if it is stopped,")
@station_command
def show(face: Face, link: str | None, passphrase_file: Path | None) -> None:
    """Show the agreement with LINK in plain words, to be read or printed."""
    with running_or_at_rest(face, passphrase_file) as ask:
        found = ask("agreement", link=link)
    face.show(found, lambda: agreement_page(found))
    if found["proposed"]:
        face.next_step(
            "When a custodian has read what changes, and agrees:",
            f"  parley agreement accept {found['link']}"
            f" --digest {found['proposed']['digest']}",
        )


@command.command("print")
@_link
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="Where to write it: one HTML page that needs nothing from outside.",
)
@passphrase_option("the station's, if it is stopped,")
@station_command
def print_(
    face: Face, link: str | None, out: Path, passphrase_file: Path | None
) -> None:
    """Write the agreement with LINK to FILE, in both languages, to be printed.

    Sentence stands beside sentence, so that two readers can compare them.
    """
    from parley.station.authority.agreement_paper import (  # noqa: PLC0415 - `--help`
        Head,
        agreement_paper,
    )

    with running_or_at_rest(face, passphrase_file) as ask:
        found, status = ask("agreement", link=link), ask("status")
    parties = {one["link"]: one["party"] for one in status["counterparts"]}
    head = Head(
        status["station"],
        status["party"],
        found["link"],
        parties.get(found["link"], found["link"]),
        status["mode"],
        found["state"],
        found["version"],
        found["digest"],
        times.zulu(status["now_ms"]),
    )
    write_new(out, agreement_paper(head, found["file"]).encode())
    facts = {"file": str(out), "version": found["version"], "digest": found["digest"]}
    face.show(
        facts,
        lambda: [
            "The agreement is written, to be opened in a browser and printed.",
            *output.facts([(name, str(value)) for name, value in facts.items()]),
        ],
    )


@command.command("propose")
@_link
@click.option(
    "--terms",
    required=True,
    type=click.Path(path_type=Path),
    help="A terms file, as `parley terms show --toml` writes it.",
)
@station_command
def propose(face: Face, link: str | None, terms: Path) -> None:
    """Sign other terms and send them; they count when the other side has signed."""
    found = running(face)("propose_terms", link=link, terms=read_text(terms))
    face.show(found, lambda: [*agreement_page(found), "", "Proposed, and on its way."])


@command.command("accept")
@_link
@click.option("--digest", required=True, help="As `parley agreement show` names it.")
@station_command
def accept(face: Face, link: str | None, digest: str) -> None:
    """Sign the terms that the counterpart proposed."""
    found = running(face)("accept_terms", link=link, digest=digest)
    face.show(found, lambda: [*agreement_page(found), "", "In force from here on."])


@command.command("news")
@_link
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True)
@passphrase_option("the station's, if it is stopped,")
@station_command
def news(
    face: Face, link: str | None, limit: int, passphrase_file: Path | None
) -> None:
    """Show what changed in rosters and agreements, newest first."""
    with running_or_at_rest(face, passphrase_file) as ask:
        found = ask("authority_news", link=link, limit=limit)
    face.show(found, lambda: news_rows(found))


def agreement_page(found: Mapping[str, Any]) -> list[str]:
    """Return an agreement in plain words."""
    shown = output.facts(
        [
            ("link", found["link"]),
            ("state", found["state"]),
            ("digest", found["digest"]),
        ]
    )
    shown += ["", *found["words"]]
    proposed = found["proposed"]
    if proposed:
        shown += ["", f"They propose version {proposed['version']}:"]
        shown += [f"  {line}" for line in proposed["changes"]]
    if found["open_proposals"]:
        shown += ["", f"{found['open_proposals']} of ours they have not signed."]
    return shown


def news_rows(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what changed, entry by entry."""
    shown: list[str] = []
    for each in found:
        entry = f"{each['direction']} {each['serial']}"
        shown.append(f"{times.zulu(each['seen_ms'])}  entry {entry}: {each['what']}")
        shown += [f"  {line}" for line in each["lines"]]
    return shown or ["Nothing has changed since the pairing."]
