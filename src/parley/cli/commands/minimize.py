# SPDX-License-Identifier: Apache-2.0
"""`parley minimize`: little is said for a time, so that what matters gets through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from parley.cli import times
from parley.cli.acts import act_of_officer
from parley.cli.face import Face, station_command
from parley.cli.officers import officer_named
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running
from parley.cli.visible import one_line
from parley.model.precedence import Precedence

_SPARES = [each.name for each in sorted(Precedence, reverse=True)]


@click.group("minimize")
def command() -> None:
    """Order MINIMIZE, end it, and review what waits under it."""


@command.command("order")
@click.option(
    "--spares",
    required=True,
    type=click.Choice(_SPARES, case_sensitive=False),
    help="The lowest precedence that goes as usual.",
)
@click.option("--reason", required=True, help="Why; the other side reads it.")
@click.option("--until", metavar="TIME", help="When it ends by itself.")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who orders.")
@click.option("--to", "link", metavar="LINK", help="Which counterpart, if several.")
@passphrase_option("the officer's own")
@station_command
def order(
    face: Face,
    spares: str,
    reason: str,
    until: str | None,
    officer: str,
    link: str | None,
    passphrase_file: Path | None,
) -> None:
    """Let everything below a precedence wait, here and there, and say why."""
    until_ms = None if until is None else times.needed_zulu(until, "--until")
    fields = {
        "spares": int(Precedence[spares.upper()]),
        "until_ms": until_ms,
        "reason": reason,
    }
    done = act_of_officer(
        face, "MINIMIZE", officer, passphrase_file, about=link or "", fields=fields
    )
    end = "it is ended" if until_ms is None else times.zulu(until_ms)
    face.show(
        done,
        lambda: [
            (
                f"{done['by']} orders MINIMIZE on the line with {done['link']} until"
                f" {end}: what is below {spares.upper()} waits.  Their watch is told."
            )
        ],
    )


@command.command("end")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who ends it.")
@click.option("--to", "link", metavar="LINK", help="Which counterpart, if several.")
@passphrase_option("the officer's own")
@station_command
def end(
    face: Face, officer: str, link: str | None, passphrase_file: Path | None
) -> None:
    """End the MINIMIZE that was ordered here."""
    orders = running(face)("minimize", link=link)
    refs = [each["ref"] for each in orders if each["direction"] == "out"]
    if not refs:
        raise click.UsageError("No MINIMIZE that was ordered here is in force.")
    done = act_of_officer(
        face,
        "MINIMIZE_ENDED",
        officer,
        passphrase_file,
        entry=refs[0],
        fields={},
    )
    face.show(
        done,
        lambda: [f"{done['by']} ends MINIMIZE on the line with {done['link']}."],
    )


@command.command("show")
@click.option("--to", "link", metavar="LINK", help="Which counterpart, if several.")
@station_command
def show(face: Face, link: str | None) -> None:
    """Show what MINIMIZE is in force."""
    found = running(face)("minimize", link=link)
    face.show(found, lambda: list(_lines(found)))


@command.command("review")
@click.argument("number", type=click.IntRange(min=1))
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who reviewed.")
@station_command
def review(face: Face, number: int, officer: str) -> None:
    """Note that draft NUMBER must go although MINIMIZE holds."""
    ask = running(face)
    person = officer_named(officer, ask("officers"))
    draft = ask("review", number=number, officer=person["index"])
    face.show(
        draft,
        lambda: [
            (
                f"Draft {number} is reviewed: {one_line(person['name'])} finds that it"
                " must go now.  Release it with `parley release`."
            )
        ],
    )


def _lines(found: list[Mapping[str, Any]]) -> Iterator[str]:
    if not found:
        yield "MINIMIZE is not in force."
    for one in found:
        who = "here" if one["direction"] == "out" else f"by {one['link']}"
        until = (
            "it is ended" if one["until_ms"] is None else times.zulu(one["until_ms"])
        )
        yield (
            f"MINIMIZE ordered {who}, {one_line(one['by'])}, since"
            f" {times.zulu(one['since_ms'])} until {until}: spares {one['spares']}"
            f" and above.  {one_line(one['reason'])}"
        )
