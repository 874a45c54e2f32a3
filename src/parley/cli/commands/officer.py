# SPDX-License-Identifier: Apache-2.0
"""`parley officer`: the people on our roster."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from parley.cli import output, passphrases, times
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running_or_at_rest
from parley.cli.signing import new_key

_CLASSES = (
    "watch",
    "drafter",
    "releaser",
    "linguist",
    "principal",
    "custodian",
    "auditor",
)


@click.group("officer")
def command() -> None:
    """Put officers on our roster, and list them."""


@command.command("add")
@click.argument("name")
@click.option("--position", required=True, help="One of the station's positions.")
@click.option(
    "--class",
    "classes",
    multiple=True,
    required=True,
    type=click.Choice(_CLASSES, case_sensitive=False),
    help="What the officer may do; repeatable.",
)
@click.option("--valid-to", required=True, metavar="DATE", help="As 2027-12-31.")
@passphrase_option("the station's, if it is stopped,", "--station-passphrase-file")
@passphrase_option("the officer's new")
@station_command
def add(
    face: Face,
    name: str,
    position: str,
    classes: tuple[str, ...],
    valid_to: str,
    station_passphrase_file: Path | None,
    passphrase_file: Path | None,
) -> None:
    """Put NAME on the roster with a new key of his own.

    The key is sealed with the officer's own passphrase, which he alone enters.
    Confirmed counterparts are told of the new roster.
    """
    valid_to_ms = times.parse_zulu(valid_to)
    if valid_to_ms is None:
        raise click.UsageError(
            f"--valid-to {valid_to!r} is no date; give it as 2027-12-31."
        )
    with running_or_at_rest(face, station_passphrase_file) as ask:
        passphrase = passphrases.ask_new(passphrase_file, name)
        with new_key(face, passphrase) as key:
            added = ask(
                "add_officer",
                name=name,
                position=position,
                classes=list(classes),
                scheme="SOFTWARE_ED25519",
                public_key=key.public,
                valid_to_ms=valid_to_ms,
            )
            key.keep_for(added["index"])
    face.show(
        added,
        lambda: [
            (
                f"{added['name']} is officer {added['index']}, {added['position']}:"
                f" {_classes(added)}, until {times.zulu(added['valid_to_ms'])}."
            )
        ],
    )


@command.command("list")
@passphrase_option("the station's, if it is stopped,")
@station_command
def list_(face: Face, passphrase_file: Path | None) -> None:
    """List the officers on our roster."""
    with running_or_at_rest(face, passphrase_file) as ask:
        officers = ask("officers")
    face.show(officers, lambda: _rows(officers))


def _classes(officer: dict[str, Any]) -> str:
    return ", ".join(str(one).lower() for one in officer["classes"])


def _rows(officers: Sequence[dict[str, Any]]) -> list[str]:
    if not officers:
        return ["Nobody is on the roster yet: `parley officer add NAME`."]
    return output.table(
        ("number", "name", "position", "valid to", "key", "classes"),
        [
            (
                str(one["index"]),
                one["name"],
                one["position"],
                times.zulu(one["valid_to_ms"]),
                one["key"],
                _classes(one),
            )
            for one in officers
        ],
    )
