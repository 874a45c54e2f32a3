# SPDX-License-Identifier: Apache-2.0
"""`parley pages`: pages of pre-shared key, carried on media, each used once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from parley.cli import named, output, passphrases
from parley.cli.face import Face, station_command
from parley.cli.files import as_bytes
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running_or_at_rest

_FILE = click.Path(path_type=Path)
_MEDIUM = "--pages-passphrase-file"


@click.group("pages")
def command() -> None:
    """Hold pages of pre-shared key: a courier carries them, each opens one epoch."""


@command.command("make")
@click.argument("name", required=False)
@click.option("--ours", required=True, type=_FILE, help="The file for our station.")
@click.option("--theirs", required=True, type=_FILE, help="The file for the courier.")
@click.option("--count", default=32, show_default=True, help="Pages for each side.")
@passphrase_option("the pages'", _MEDIUM)
@passphrase_option("the station's, if it is stopped,")
@station_command
def make(
    face: Face,
    name: str | None,
    ours: Path,
    theirs: Path,
    count: int,
    pages_passphrase_file: Path | None,
    passphrase_file: Path | None,
) -> None:
    """Make a set of pages for the line with NAME, on two media.

    Nothing of it stays at the station: each party takes its own medium in.
    """
    from parley.station.authority.page_medium import seal_medium  # noqa: PLC0415

    secret = passphrases.ask_new(pages_passphrase_file, "the pages")
    with running_or_at_rest(face, passphrase_file) as ask:
        made = ask("make_pages", link=name, count=count)
    weak = face.hooks.frighteningly_weak_keystore
    for path in (ours, theirs):
        seal_medium(path, secret, as_bytes(made["data"]), frighteningly_weak=weak)
    said = {"link": made["link"], "digits": made["digits"], "count": count}
    face.show(
        {**said, "ours": str(ours), "theirs": str(theirs)},
        lambda: [
            f"{count} pages for each side of the line with {made['link']}.",
            f"Their check is {made['digits']}.",
        ],
    )
    face.next_step(
        "Keep the medium and the passphrase apart; the courier carries one of them.",
        "Once he has arrived, read the check aloud, then on both sides:",
        "parley pages take FILE DIGITS",
    )


@command.command("take")
@click.argument("file", type=_FILE)
@click.argument("digits", nargs=-1, required=True)
@passphrase_option("the pages'", _MEDIUM)
@passphrase_option("the station's, if it is stopped,")
@station_command
def take(
    face: Face,
    file: Path,
    digits: tuple[str, ...],
    pages_passphrase_file: Path | None,
    passphrase_file: Path | None,
) -> None:
    """Take a set of pages in from FILE, which is destroyed.

    DIGITS are the 30 that the other side reads aloud.
    """
    from parley.station.authority.page_medium import (  # noqa: PLC0415
        destroy_medium,
        open_medium,
    )

    secret = passphrases.ask(pages_passphrase_file, "the pages")
    data = open_medium(file, secret)
    with running_or_at_rest(face, passphrase_file) as ask:
        held = ask("take_pages", data=data.hex(), digits=" ".join(digits))
    destroy_medium(file)
    face.show(
        held,
        lambda: [
            (
                f"Taken in for {held['link']}: {held['ours']} pages of ours and"
                f" {held['theirs']} of theirs are unused."
            ),
            f"{file} is overwritten and gone; burn or break the medium.",
        ],
    )


@command.command("list")
@passphrase_option("the station's, if it is stopped,")
@station_command
def list_(face: Face, passphrase_file: Path | None) -> None:
    """List how many pages are unused, by line and set."""
    with running_or_at_rest(face, passphrase_file) as ask:
        held = ask("pages")
    face.show(held, lambda: _lines(held))


def _lines(held: list[Mapping[str, Any]]) -> list[str]:
    if not any(each["sets"] or each["alone"] for each in held):
        return ["No unused page is held."]
    rows = [
        (line["link"], each["set"], str(each["ours"]), str(each["theirs"]))
        for line in held
        for each in line["sets"]
    ]
    shown = output.table(("link", "set", "ours", "theirs"), rows) if rows else []
    for line in held:
        if line["alone"]:
            shown.append(f"The line with {line['link']} goes by pages alone.")
        if line["always"]:
            shown.append(f"Every epoch with {line['link']} takes a page.")
    return shown


@command.command("destroy")
@click.argument("name", required=False)
@click.option("--set", "page_set", metavar="SET", help="Only the pages of this set.")
@click.option("--confirm-station", metavar="NAME", help="Else it is asked for.")
@passphrase_option("the station's, if it is stopped,")
@station_command
def destroy(
    face: Face,
    name: str | None,
    page_set: str | None,
    confirm_station: str | None,
    passphrase_file: Path | None,
) -> None:
    """Destroy unused pages of the line with NAME, as when their medium was seen."""
    named.confirm_station(face, confirm_station, "destroy pages, for ever")
    with running_or_at_rest(face, passphrase_file) as ask:
        gone = ask("destroy_pages", link=name, page_set=page_set)
    face.show({"destroyed": gone}, lambda: [f"{gone} unused pages are destroyed."])


@command.command("alone")
@click.argument("name", required=False)
@click.option("--end", is_flag=True, help="Go by prekeys again.")
@passphrase_option("the station's, if it is stopped,")
@station_command
def alone(
    face: Face, name: str | None, end: bool, passphrase_file: Path | None
) -> None:
    """Let the line with NAME go by pages alone, when a key may be in other hands.

    Both custodians do it; what nobody has answered is sent again.
    """
    with running_or_at_rest(face, passphrase_file) as ask:
        held = ask("pages_alone", link=name, alone=not end)
    how = "by prekeys again" if end else "by pages alone"
    face.show(
        held,
        lambda: [
            f"The line with {held['link']} goes {how}.",
            f"{held['ours']} pages of ours and {held['theirs']} of theirs are left.",
        ],
    )
    face.next_step("The other custodian enters the same on his side.")
