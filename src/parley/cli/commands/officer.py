# SPDX-License-Identifier: Apache-2.0
"""`parley officer`: the people on our roster."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from parley.cli import output, passphrases, times
from parley.cli.face import Face, station_command
from parley.cli.officers import form_option, forms_of, officer_named
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running, running_or_at_rest
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
@click.option(
    "--hardware-key",
    is_flag=True,
    help="No key yet: he registers one at the console, with a code.",
)
@passphrase_option("the station's, if it is stopped,", "--station-passphrase-file")
@passphrase_option("the officer's new")
@station_command
def add(
    face: Face,
    name: str,
    position: str,
    classes: tuple[str, ...],
    valid_to: str,
    hardware_key: bool,
    station_passphrase_file: Path | None,
    passphrase_file: Path | None,
) -> None:
    """Put NAME on the roster with a new key of his own.

    A software key is sealed with the officer's own passphrase, which he alone enters.
    Confirmed counterparts are told of the new roster.
    """
    person = {
        "name": name,
        "position": position,
        "classes": list(classes),
        "valid_to_ms": _date(valid_to),
    }
    with running_or_at_rest(face, station_passphrase_file) as ask:
        if hardware_key:
            added = ask("add_officer", **person, scheme=None, public_key=None)
        else:
            passphrase = passphrases.ask_new(passphrase_file, name)
            with new_key(face, passphrase) as key:
                scheme, public = "SOFTWARE_ED25519", key.public
                added = ask("add_officer", **person, scheme=scheme, public_key=public)
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


@command.command("code")
@click.argument("officer")
@station_command
def code(face: Face, officer: str) -> None:
    """Make a one-time code with which OFFICER registers a hardware key.

    He types it at the console of the running station, under Sign on, Register a key.
    """
    ask = running(face)
    person = officer_named(officer, ask("officers"))
    made = ask("officer_code", officer=person["index"])
    face.show(
        made,
        lambda: [
            f"{made['code']}   for {made['name']}, officer {made['officer']}",
            f"Good once, for {made['seconds'] // 60} minutes, until the station stops.",
            "Whoever knows it can register a key in this name: hand it over in person.",
        ],
    )


@command.command("change")
@click.argument("officer")
@click.option("--position", help="One of the station's positions.")
@click.option(
    "--class",
    "classes",
    multiple=True,
    type=click.Choice(_CLASSES, case_sensitive=False),
    help="All that the officer may do from now on; repeatable.",
)
@click.option("--valid-to", metavar="DATE", help="As 2027-12-31.")
@form_option
@passphrase_option("the station's, if it is stopped,")
@station_command
def change(
    face: Face,
    officer: str,
    position: str | None,
    classes: tuple[str, ...],
    valid_to: str | None,
    form: tuple[str, ...],
    passphrase_file: Path | None,
) -> None:
    """Change what the roster says of OFFICER; counterparts are told."""
    with running_or_at_rest(face, passphrase_file) as ask:
        person = officer_named(officer, ask("officers"))
        changed = ask(
            "change_officer",
            officer=person["index"],
            position=position,
            classes=list(classes) or None,
            valid_to_ms=None if valid_to is None else _date(valid_to),
            forms=forms_of(form) or None,
        )
    face.show(changed, lambda: _rows([changed]))


@command.command("retire")
@click.argument("officer")
@passphrase_option("the station's, if it is stopped,")
@station_command
def retire(face: Face, officer: str, passphrase_file: Path | None) -> None:
    """End OFFICER's validity now; what he signed before stays good."""
    with running_or_at_rest(face, passphrase_file) as ask:
        person = officer_named(officer, ask("officers"))
        changed = ask("change_officer", officer=person["index"], retired=True)
    face.show(
        changed,
        lambda: [f"{changed['name']} is retired; counterparts are told."],
    )


@command.command("keys")
@click.argument("officer")
@passphrase_option("the station's, if it is stopped,")
@station_command
def keys(face: Face, officer: str, passphrase_file: Path | None) -> None:
    """List OFFICER's keys, each with its number and until when it signs."""
    with running_or_at_rest(face, passphrase_file) as ask:
        person = officer_named(officer, ask("officers"))
        found = _keys(ask("rosters"), person["index"])
    face.show(
        found,
        lambda: output.table(
            ("key", "kind", "until"),
            [
                (str(one["key"]), one["kind"], times.zulu(one["valid_to_ms"]))
                for one in found
            ],
        ),
    )


def _keys(rosters: Sequence[dict[str, Any]], index: int) -> list[dict[str, Any]]:
    (ours,) = (one for one in rosters if one["ours"])
    (person,) = (one for one in ours["people"] if one["index"] == index)
    return [
        {"key": place, "kind": kind, "valid_to_ms": until or person["valid_to_ms"]}
        for place, (kind, until) in enumerate(person["keys"], 1)
    ]


@command.command("end-key")
@click.argument("officer")
@click.argument("key", type=click.IntRange(1, 8))
@passphrase_option("the station's, if it is stopped,")
@station_command
def end_key(face: Face, officer: str, key: int, passphrase_file: Path | None) -> None:
    """End one key of OFFICER now: KEY is its number in `parley officer keys`.

    He goes on with his others; what he signed with it before stays good.
    """
    with running_or_at_rest(face, passphrase_file) as ask:
        person = officer_named(officer, ask("officers"))
        changed = ask("end_key", officer=person["index"], key=key)
    face.show(
        changed,
        lambda: [f"Key {key} of {changed['name']} is ended; counterparts are told."],
    )


@command.command("list")
@passphrase_option("the station's, if it is stopped,")
@station_command
def list_(face: Face, passphrase_file: Path | None) -> None:
    """List the officers on our roster."""
    with running_or_at_rest(face, passphrase_file) as ask:
        officers = ask("officers")
    face.show(officers, lambda: _rows(officers))


def _date(given: str) -> int:
    time_ms = times.parse_zulu(given)
    if time_ms is None:
        raise click.UsageError(
            f"--valid-to {given!r} is no date; give it as 2027-12-31."
        )
    return time_ms


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
