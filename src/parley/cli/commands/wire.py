# SPDX-License-Identifier: Apache-2.0
"""`parley wire`: the operators' own line, apart from messages and on the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from parley.cli import times
from parley.cli.acts import act_of_officer
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running
from parley.cli.visible import one_line


@click.group("wire")
def command() -> None:
    """Say and read short lines from operators to operators."""


@command.command("say")
@click.argument("text")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who says it.")
@click.option("--to", "link", metavar="LINK", help="Which counterpart, if several.")
@passphrase_option("the officer's own")
@station_command
def say(
    face: Face, text: str, officer: str, link: str | None, passphrase_file: Path | None
) -> None:
    """Say TEXT to the other operators: about the line, never a statement."""
    done = act_of_officer(
        face,
        "SERVICE",
        officer,
        passphrase_file,
        about=link or "",
        fields={"text": text},
    )
    face.show(
        done,
        lambda: [
            (
                f"{done['by']} to the watch of {done['link']},"
                f" {times.zulu(done['created_ms'])}: {one_line(text)}"
            )
        ],
    )


@command.command("list")
@click.option("--to", "link", metavar="LINK", help="Which counterpart, if several.")
@click.option("--since", metavar="TIME", help="From then on; else the last 24 hours.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@station_command
def list_(face: Face, link: str | None, since: str | None, limit: int) -> None:
    """List lines of the order wire, the newest last."""
    from_ms = None if since is None else times.needed_zulu(since, "--since")
    found = running(face)("order_wire", link=link, from_ms=from_ms, limit=limit)
    face.show(found, lambda: list(_lines(found)))


def _lines(found: list[Mapping[str, Any]]) -> Iterator[str]:
    if not found:
        yield "Nothing was said on the order wire in this time."
    for one in found:
        way = "to" if one["direction"] == "out" else "from"
        bad = "" if one["good"] else "  SIGNATURE BAD"
        yield (
            f"{one['date_time_group']}  {way} {one['link']},"
            f" {one_line(one['by'])}: {one_line(one['text'])}{bad}"
        )
