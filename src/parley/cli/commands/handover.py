# SPDX-License-Identifier: Apache-2.0
"""`parley handover`: the watch passes on, on a sheet that both officers sign."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from parley.cli import passphrases, times
from parley.cli.acts import act_of_officer
from parley.cli.face import Face, station_command
from parley.cli.handing import sheet_lines, sheet_to_sign, side_of
from parley.cli.officers import officer_named
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running
from parley.cli.signing import sign as sign_digest
from parley.cli.visible import one_line


@click.group("handover")
def command() -> None:
    """Hand the watch over: make the sheet, answer it, sign it, tell the other side."""


@command.command("begin")
@click.option("--from", "outgoing", required=True, metavar="OFFICER", help="Who ends.")
@click.option("--to", "incoming", required=True, metavar="OFFICER", help="Who begins.")
@station_command
def begin(face: Face, outgoing: str, incoming: str) -> None:
    """Make the sheet of everything that is open.

    Made anew, it keeps what was answered of the same lines.
    """
    ask = running(face)
    officers = ask("officers")
    sheet = ask(
        "handover_begin",
        outgoing=officer_named(outgoing, officers)["index"],
        incoming=officer_named(incoming, officers)["index"],
    )
    face.show(sheet, lambda: sheet_lines(sheet))


@command.command("show")
@station_command
def show(face: Face) -> None:
    """Show who has the watch, and the sheet under way."""
    watch = running(face)("watch")
    face.show(watch, lambda: _watch(watch))


def _watch(watch: Mapping[str, Any]) -> Iterator[str]:
    if watch["name"] is None:
        yield "No watch was handed over here yet."
    else:
        name, since = one_line(watch["name"]), times.zulu(watch["since_ms"])
        yield f"{name} has the watch since {since}."
    if watch["under_way"] is not None:
        yield from sheet_lines(watch["under_way"])


@command.command("answer")
@click.argument("line")
@click.option("--note", default="", metavar="TEXT", help="What is to be said of it.")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who answers.")
@station_command
def answer(face: Face, line: str, note: str, officer: str) -> None:
    """Say as the incoming officer that you have LINE of the sheet."""
    ask = running(face)
    person = officer_named(officer, ask("officers"))
    if not line.isascii() or not line.isdecimal() or line.startswith("0"):
        raise click.UsageError("LINE is the number of a line of the sheet, from 1.")
    sheet = ask(
        "handover_answer", line=int(line) - 1, officer=person["index"], note=note
    )
    face.show(sheet, lambda: sheet_lines(sheet))


@command.command("sound")
@click.option("--heard", is_flag=True, help="The alarm was heard at the desk.")
@click.option("--not-heard", metavar="WHY", help="It was not; why, and what is done.")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who listened.")
@station_command
def sound(face: Face, heard: bool, not_heard: str | None, officer: str) -> None:
    """Say whether you heard the alarm at the desk; press its test button first."""
    if heard == (not_heard is not None):
        raise click.UsageError("Give one of --heard and --not-heard.")
    ask = running(face)
    person = officer_named(officer, ask("officers"))
    sheet = ask(
        "handover_sound",
        officer=person["index"],
        heard=heard,
        reason=not_heard or "",
    )
    face.show(sheet, lambda: sheet_lines(sheet))


@command.command("sign")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who signs.")
@passphrase_option("the officer's own")
@station_command
def sign(face: Face, officer: str, passphrase_file: Path | None) -> None:
    """Sign the sheet as it is shown; with both signatures the watch has changed."""
    ask = running(face)
    person = officer_named(officer, ask("officers"))
    sheet = ask("watch")["under_way"]
    if sheet is None:
        raise click.UsageError("No handover is under way.")
    side = side_of(sheet, person["index"])
    asked = ask("handover_request", side=side.name)
    digest = sheet_to_sign(sheet, side, asked, ask("status"))
    face.next_step(*sheet_lines(sheet), "")
    passphrase = passphrases.ask(passphrase_file, person["name"])
    done = ask(
        "handover_sign",
        side=side.name,
        officer=person["index"],
        scheme="SOFTWARE_ED25519",
        signature=sign_digest(face.folder, person["index"], passphrase, digest),
    )
    face.show(done, lambda: _signed(done, person["name"]))


def _signed(sheet: Mapping[str, Any], name: str) -> Iterator[str]:
    yield f"{one_line(name)} has signed."
    if sheet["done_ms"] is not None:
        incoming = one_line(sheet["incoming_name"])
        yield (
            f"{incoming} has the watch since {times.zulu(sheet['done_ms'])}.  Tell the"
            " other side with `parley handover tell`."
        )


@command.command("tell")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who took it.")
@click.option("--to", "link", metavar="LINK", help="Which counterpart, if several.")
@passphrase_option("the officer's own")
@station_command
def tell(
    face: Face, officer: str, link: str | None, passphrase_file: Path | None
) -> None:
    """Tell the other side that the watch changed, and nothing else of it."""
    done = act_of_officer(
        face,
        "WATCH_CHANGED",
        officer,
        passphrase_file,
        about=link or "",
        fields={},
    )
    face.show(
        done,
        lambda: [f"The watch of {done['link']} is told that {done['by']} has ours."],
    )


@command.command("drop")
@station_command
def drop(face: Face) -> None:
    """Let the handover under way not take place."""
    sheet = running(face)("handover_drop")
    face.show(sheet, lambda: ["The handover is dropped; the watch has not changed."])


@command.command("list")
@click.option("--limit", type=click.IntRange(1, 500), default=10, show_default=True)
@station_command
def list_(face: Face, limit: int) -> None:
    """Show the sheets that both officers signed, newest first."""
    found = running(face)("handovers", limit=limit)
    face.show(found, lambda: _sheets(found))


def _sheets(found: list[Mapping[str, Any]]) -> Iterator[str]:
    if not found:
        yield "No watch was handed over here yet."
    for sheet in found:
        yield from sheet_lines(sheet)
        yield f"  Done: {times.zulu(sheet['done_ms'])}"
