# SPDX-License-Identifier: Apache-2.0
"""`parley translate`: attach, list, certify and dispute translations of a message."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from parley.cli import passphrases
from parley.cli.face import Ask, Face, station_command
from parley.cli.models import back_page
from parley.cli.officers import officer_named
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running, running_or_at_rest
from parley.cli.signing import sign
from parley.cli.texts import read_text
from parley.cli.translating import (
    certificate_to_sign,
    translation_page,
    translation_pages,
)
from parley.errors import LocalFault

_MACHINE_S_MAX = 660.0  # two runs of an engine at the longest deadline


@click.group("translate")
def command() -> None:
    """Attach translations to a message, and certify or dispute them.

    The sender's text alone is authentic.  A translation is of this station's record
    and is never sent to the counterpart.
    """


@command.command("list")
@click.argument("ref", metavar="NAME")
@passphrase_option("the station's, if it is stopped,")
@station_command
def list_(face: Face, ref: str, passphrase_file: Path | None) -> None:
    """Show every translation of the message NAME beside the original."""
    with running_or_at_rest(face, passphrase_file) as ask:
        found = ask("translations", ref=ref)
        ask("note", deed="READ", subject=f"{ref} translations")
    face.show(found, lambda: translation_pages(found))


@command.command("add")
@click.argument("ref", metavar="NAME")
@click.argument("file", metavar="FILE")
@click.option("--into", required=True, metavar="LANGUAGE", help="As en or ru.")
@click.option(
    "--grade",
    type=click.Choice(["machine", "sight", "rough"]),
    required=True,
    help="How it was made.",
)
@click.option("--as", "officer", metavar="OFFICER", help="Who made it.")
@click.option("--engine", metavar="NAME", help="What made a machine translation.")
@click.option("--of", "language", metavar="LANGUAGE", help="Else the first text.")
@click.option("--supersedes", type=click.IntRange(1), metavar="VERSION")
@station_command
def add(
    face: Face,
    ref: str,
    file: str,
    into: str,
    grade: str,
    officer: str | None,
    engine: str | None,
    language: str | None,
    supersedes: int | None,
) -> None:
    """Attach the text in FILE (- is standard input) to the message NAME."""
    ask = running(face)
    text, notes = read_text(file)
    person = None if officer is None else officer_named(officer, ask("officers"))
    done = ask(
        "add_translation",
        ref=ref,
        grade=grade,
        into=into,
        text=text,
        officer=None if person is None else person["index"],
        engine=engine,
        language=language,
        supersedes=supersedes,
    )
    face.next_step(*notes)
    face.show(done, lambda: translation_page(done))


@command.command("machine")
@click.argument("ref", metavar="NAME")
@click.option("--into", required=True, metavar="LANGUAGE", help="As en or ru.")
@click.option("--of", "language", metavar="LANGUAGE", help="Else the first text.")
@click.option("--model", metavar="MODEL", help="Else the first that can.")
@station_command
def machine(
    face: Face, ref: str, into: str, language: str | None, model: str | None
) -> None:
    """Translate the message NAME by machine and attach it under that grade."""
    ask = running(face, timeout_s=_MACHINE_S_MAX)
    done = ask(
        "machine_translation", ref=ref, into=into, language=language, model=model
    )
    face.show(done, lambda: translation_page(done))


@command.command("back")
@click.argument("number", type=click.IntRange(min=1))
@click.option("--into", required=True, metavar="LANGUAGE", help="As en or ru.")
@click.option("--of", "language", metavar="LANGUAGE", help="Else the first text.")
@station_command
def back(face: Face, number: int, into: str, language: str | None) -> None:
    """Translate draft NUMBER there and back by machine; nothing is kept.

    What reads badly on its way home may be read badly over there.
    """
    ask = running(face, timeout_s=_MACHINE_S_MAX)
    found = ask("back_translation", number=number, into=into, language=language)
    face.show(found, lambda: back_page(found))


@command.command("certify")
@click.argument("ref", metavar="NAME")
@click.argument("version", type=click.IntRange(1))
@click.option("--as", "officer", required=True, metavar="OFFICER", help="The linguist.")
@passphrase_option("the officer's own")
@station_command
def certify(
    face: Face, ref: str, version: int, officer: str, passphrase_file: Path | None
) -> None:
    """Sign that VERSION says what the original of NAME says; a linguist's key."""
    _grade(face, ref, version, "CERTIFIED", officer, passphrase_file, "")


@command.command("dispute")
@click.argument("ref", metavar="NAME")
@click.argument("version", type=click.IntRange(1))
@click.option("--as", "officer", required=True, metavar="OFFICER", help="The linguist.")
@click.option("--reason", required=True, help="What is disputed, in a few words.")
@passphrase_option("the officer's own")
@station_command
def dispute(
    face: Face,
    ref: str,
    version: int,
    officer: str,
    reason: str,
    passphrase_file: Path | None,
) -> None:
    """Sign that VERSION does not say what the original of NAME says."""
    _grade(face, ref, version, "DISPUTED", officer, passphrase_file, reason)


def _grade(
    face: Face,
    ref: str,
    version: int,
    grade: str,
    officer: str,
    passphrase_file: Path | None,
    reason: str,
) -> None:
    ask = running(face)
    person = officer_named(officer, ask("officers"))
    shown = _version(ask, ref, version)
    about = {"ref": ref, "version": version, "grade": grade, "reason": reason}
    asked = ask("certificate_request", officer=person["index"], **about)
    message, status = ask("message", ref=ref), ask("status")
    digest = certificate_to_sign(asked, shown, message, status, grade, reason)
    face.next_step(*translation_page(shown), "")
    passphrase = passphrases.ask(passphrase_file, person["name"])
    done = ask(
        "grade_translation",
        officer=person["index"],
        created_ms=asked["created_ms"],
        scheme="SOFTWARE_ED25519",
        signature=sign(face.folder, person["index"], passphrase, digest),
        detail=b"",
        **about,
    )
    face.show(done, lambda: translation_page(done))


def _version(ask: Ask, ref: str, version: int) -> dict[str, Any]:
    every: list[dict[str, Any]] = ask("translations", ref=ref)
    if version > len(every):
        raise LocalFault("PLY-TXT-004", version=version, count=len(every))
    return every[version - 1]
