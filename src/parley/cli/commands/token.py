# SPDX-License-Identifier: Apache-2.0
"""`parley token`: who may call the HTTP API."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import output, times
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running_or_at_rest
from parley.errors import LocalFault
from parley.model.identity import OfficerClass

_DAYS_MAX = 366


@click.group("token")
def command() -> None:
    """Make, list and void tokens of the HTTP API.

    A token acts for one officer in one class and ends with him.  It signs nothing:
    what needs an officer's key needs it over the API too.
    """


@command.command("add")
@click.argument("name")
@click.option("--officer", type=int, required=True, help="Number on our roster.")
@click.option(
    "--class",
    "cls",
    required=True,
    type=click.Choice([one.name.lower() for one in OfficerClass]),
    help="One class that the officer has.",
)
@click.option(
    "--days",
    type=click.IntRange(1, _DAYS_MAX),
    default=90,
    show_default=True,
    help="Void after so many days.",
)
@passphrase_option("the station's, if it is stopped,")
@station_command
def add(
    face: Face,
    name: str,
    officer: int,
    cls: str,
    days: int,
    passphrase_file: Path | None,
) -> None:
    """Make the token NAME and print it, this once."""
    from parley.station.clock import SystemClock  # noqa: PLC0415 - kept out of `--help`
    from parley.station.tokens import NAME_CHARACTERS_MAX, TokenBook  # noqa: PLC0415

    if not name.isprintable() or not 0 < len(name.strip()) <= NAME_CHARACTERS_MAX:
        raise click.UsageError(f"NAME is 1 to {NAME_CHARACTERS_MAX} visible characters")
    with running_or_at_rest(face, passphrase_file) as ask:
        found = [one for one in ask("officers") if one["index"] == officer]
    if not found or cls.upper() not in found[0]["classes"]:
        needed = f"{cls} on our roster"
        raise LocalFault("PLY-REL-004", officer=f"officer {officer}", needed=needed)
    now_ms = SystemClock().now().wall_ms
    book = TokenBook(face.folder)
    token = book.add(name, officer, OfficerClass[cls.upper()], now_ms, days)
    made = {"name": name, "officer": officer, "class": cls, "token": token}
    face.show(made, lambda: [token])
    face.next_step(
        f"It acts for {found[0]['name']} as {cls}, for {days} days.",
        "It is not shown again; the station keeps only its digest.",
    )


@command.command("list")
@station_command
def list_(face: Face) -> None:
    """List the tokens; what they are is not kept."""
    from parley.station.tokens import TokenBook  # noqa: PLC0415 - kept out of `--help`

    tokens = TokenBook(face.folder).tokens()
    face.show(
        [
            {
                "name": one.name,
                "officer": one.officer,
                "class": one.cls.lower(),
                "until_ms": one.until_ms,
            }
            for one in tokens
        ],
        lambda: (
            output.table(
                ("name", "officer", "class", "until"),
                [
                    (
                        one.name,
                        str(one.officer),
                        one.cls.lower(),
                        times.zulu(one.until_ms),
                    )
                    for one in tokens
                ],
            )
            if tokens
            else ["There is no token: `parley token add NAME`."]
        ),
    )


@command.command("remove")
@click.argument("name")
@station_command
def remove(face: Face, name: str) -> None:
    """Void the token NAME from now on."""
    from parley.station.tokens import TokenBook  # noqa: PLC0415 - kept out of `--help`

    gone = TokenBook(face.folder).remove(name)
    face.show({"name": gone.name}, lambda: [f"The token {gone.name} is void."])
