# SPDX-License-Identifier: Apache-2.0
"""`parley mt`: the models that translate by machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from parley.cli import passphrases
from parley.cli.face import Ask, Face, station_command
from parley.cli.models import approval_to_sign, model_lines, model_page
from parley.cli.officers import officer_named
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running, running_or_at_rest
from parley.cli.signing import sign
from parley.errors import LocalFault


@click.group("mt")
def command() -> None:
    """Install, approve and list models for machine translation.

    A machine translation helps reading.  It is never sent, never certified by itself,
    and always shown under its grade beside the original.
    """


@command.command("install")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help="Else what the package calls itself.")
@click.option("--from", "source", metavar="LANGUAGE", help="What it reads, as en.")
@click.option("--into", "target", metavar="LANGUAGE", help="What it writes, as ru.")
@click.option("--licence", metavar="TEXT", help="With the attribution it asks for.")
@click.option("--origin", metavar="TEXT", help="Where the file is from.")
@passphrase_option("the station's, if it is stopped,")
@station_command
def install(
    face: Face,
    path: Path,
    name: str | None,
    source: str | None,
    target: str | None,
    licence: str | None,
    origin: str | None,
    passphrase_file: Path | None,
) -> None:
    """Take in the model in FILE, a folder, a .zip or an .argosmodel.

    It translates nothing before two persons have approved it.
    """
    with running_or_at_rest(face, passphrase_file) as ask:
        done = ask(
            "install_model",
            path=str(path.absolute()),
            name=name,
            source=source,
            target=target,
            licence=licence,
            origin=origin,
        )
    face.show(done, lambda: model_page(done))
    if not done["ready"]:
        face.next_step(
            "Compare the digests with those that its maker publishes, then:",
            f"  parley mt approve {done['name']} --as OFFICER",
        )


@command.command("list")
@passphrase_option("the station's, if it is stopped,")
@station_command
def list_(face: Face, passphrase_file: Path | None) -> None:
    """Show every model, and whether it translates."""
    with running_or_at_rest(face, passphrase_file) as ask:
        found = ask("models")
    face.show(found, lambda: model_lines(found))


@command.command("show")
@click.argument("name", metavar="NAME")
@passphrase_option("the station's, if it is stopped,")
@station_command
def show(face: Face, name: str, passphrase_file: Path | None) -> None:
    """Show one model with the digests of its files."""
    with running_or_at_rest(face, passphrase_file) as ask:
        found = _named(ask, name)
    face.show(found, lambda: model_page(found))


@command.command("approve")
@click.argument("name", metavar="NAME")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who approves.")
@passphrase_option("the officer's own")
@station_command
def approve(face: Face, name: str, officer: str, passphrase_file: Path | None) -> None:
    """Sign that these very files may translate; custodians and linguists do.

    The second person's approval makes the model translate.
    """
    ask = running(face)
    person = officer_named(officer, ask("officers"))
    shown = _named(ask, name)
    asked = ask("model_request", name=name, officer=person["index"])
    digest = approval_to_sign(asked, shown, ask("status"))
    face.next_step(*model_page(shown), "")
    passphrase = passphrases.ask(passphrase_file, person["name"])
    done = ask(
        "approve_model",
        name=name,
        officer=person["index"],
        created_ms=asked["created_ms"],
        scheme="SOFTWARE_ED25519",
        signature=sign(face.folder, person["index"], passphrase, digest),
        detail=b"",
    )
    face.show(done, lambda: model_page(done))


@command.command("remove")
@click.argument("name", metavar="NAME")
@passphrase_option("the station's, if it is stopped,")
@station_command
def remove(face: Face, name: str, passphrase_file: Path | None) -> None:
    """Take a model out; what it translated stays, under its grade."""
    with running_or_at_rest(face, passphrase_file) as ask:
        ask("remove_model", name=name)
    face.show({"name": name, "removed": True}, lambda: [f"{name} is removed."])


def _named(ask: Ask, name: str) -> dict[str, Any]:
    for found in ask("models"):
        if found["name"] == name:
            model: dict[str, Any] = found
            return model
    raise LocalFault("PLY-TXT-016", name=name)
