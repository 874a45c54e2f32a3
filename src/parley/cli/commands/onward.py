# SPDX-License-Identifier: Apache-2.0
"""`parley onward`: who inside the party must have a message, and who has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from parley.cli import times
from parley.cli.face import Face, station_command
from parley.cli.officers import officer_named
from parley.cli.reach import running
from parley.cli.views import texts_of
from parley.cli.visible import one_line

View = Mapping[str, Any]


@click.group("onward")
def command() -> None:
    """Distribute a message inside the party, and prove that it arrived."""


@command.command("list")
@click.argument("name", required=False)
@station_command
def list_(face: Face, name: str | None) -> None:
    """Show who has message NAME; without one, what somebody has not got."""
    ask = running(face)
    found = ask("onward_missing") if name is None else [ask("onward", ref=name)]
    face.show(found, lambda: _lines(found))


def _lines(found: list[View]) -> Iterator[str]:
    if not found:
        yield "Everybody inside has what he must have."
    for one in found:
        yield f"{one['ref']}  {one_line(one['subject'])}: {one['missing']} missing"
        for inner in one["addressees"]:
            if inner["by"] is None:
                yield f"  MISSING  {one_line(inner['addressee'])}"
            else:
                yield (
                    f"  {times.zulu(inner['at_ms'])}  {one_line(inner['addressee'])}:"
                    f" {one_line(inner['by'])}, noted by {one_line(inner['noted_by'])}"
                )


@command.command("copy")
@click.argument("name")
@click.argument("addressee")
@station_command
def copy(face: Face, name: str, addressee: str) -> None:
    """Print the copy of message NAME for ADDRESSEE, with its code."""
    made = running(face)("onward_copy", ref=name, addressee=addressee)
    face.show(
        made,
        lambda: [
            f"Copy for {one_line(addressee)} of {made['ref']}",
            *texts_of(made["texts"]),
            f"Say by name that you have it, and read this code: {made['code']}",
        ],
    )


@command.command("got")
@click.argument("name")
@click.argument("addressee")
@click.option("--by", "who", required=True, metavar="PERSON", help="Who has it there.")
@click.option("--code", required=True, help="The code that he read from his copy.")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who notes it.")
@station_command
def got(
    face: Face, name: str, addressee: str, who: str, code: str, officer: str
) -> None:
    """Note that PERSON has the copy of ADDRESSEE in his hands."""
    ask = running(face)
    person = officer_named(officer, ask("officers"))
    found = ask(
        "onward_got",
        ref=name,
        addressee=addressee,
        name=who,
        code=code,
        officer=person["index"],
    )
    face.show(found, lambda: _lines([found]))
