# SPDX-License-Identifier: Apache-2.0
"""`parley readout`: what we say in public, shown to the other side before."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from parley.cli import texts, times, visible
from parley.cli.acts import act_of_officer
from parley.cli.face import Face, station_command
from parley.cli.files import as_bytes, read_small, write_new
from parley.cli.officers import officer_named
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running
from parley.cli.readouts import answer_fields, readout_page, readout_rows
from parley.crypto.digest import sha256
from parley.errors import LocalFault

_DAY_MS = 86_400_000
_ANSWERS = ("agreed", "with-differences", "not-agreed")


@click.group("readout")
def command() -> None:
    """Draft, show, answer and publish readouts: public accounts of contacts.

    The other side reads what will be public before the public does, and answers.
    """


@command.command("draft")
@click.option(
    "--text",
    "files",
    multiple=True,
    required=True,
    metavar="LANGUAGE=FILE",
    help="A text of it; one for each language.",
)
@click.option(
    "--about",
    "contacts",
    multiple=True,
    required=True,
    metavar="NAME",
    help="A message that it is about; repeatable.",
)
@click.option("--not-before", metavar="TIME", help="Else in 24 hours.")
@click.option("--proof", is_flag=True, help="A proof of these contacts may go along.")
@click.option("--drafter", required=True, metavar="OFFICER", help="Who writes it.")
@click.option("--link", metavar="NAME", help="If several are paired.")
@station_command
def draft(
    face: Face,
    files: tuple[str, ...],
    contacts: tuple[str, ...],
    not_before: str | None,
    proof: bool,
    drafter: str,
    link: str | None,
) -> None:
    """File a readout; nobody outside sees it yet."""
    given = [_text(each) for each in files]
    ask = running(face)
    if not_before is None:
        until_ms = ask("status")["now_ms"] + _DAY_MS
    else:
        until_ms = times.needed_zulu(not_before, "--not-before")
    person = officer_named(drafter, ask("officers"))
    made = ask(
        "write_readout",
        texts=given,
        contacts=list(contacts),
        not_before_ms=until_ms,
        drafted_by=person["index"],
        link=link,
        proof=proof,
    )
    face.show(made, lambda: readout_page(made))
    face.next_step("", f"Next: parley readout show {made['number']} --as OFFICER")


@command.command("list")
@click.option("--link", metavar="NAME", help="If several are paired.")
@station_command
def list_(face: Face, link: str | None) -> None:
    """List readouts of both sides, and how far each is."""
    found = running(face)("readouts", link=link)
    face.show(found, lambda: readout_rows(found))


@command.command("read")
@click.argument("name", metavar="NAME")
@station_command
def read(face: Face, name: str) -> None:
    """Show a readout with its answer, every difference below its sentence."""
    ask = running(face)
    found = ask("readout", name=name)
    ask("note", deed="READ", subject=f"readout {name}")
    face.show(found, lambda: readout_page(found))


@command.command("show")
@click.argument("number", type=click.IntRange(1))
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who shows it.")
@passphrase_option("the officer's own")
@station_command
def show(face: Face, number: int, officer: str, passphrase_file: Path | None) -> None:
    """Show draft NUMBER to the other side; it can answer until its time."""
    one = running(face)("readout", name=str(number))
    _refuse_withheld(one)
    done = act_of_officer(
        face,
        "READOUT_SHOWN",
        officer,
        passphrase_file,
        about=one["link"],
        fields=one["fields"],
        page=readout_page(one),
    )
    face.show(
        done, lambda: [f"{done['by']} has shown it to {done['link']}: {done['ref']}"]
    )


@command.command("answer")
@click.argument("name", metavar="NAME")
@click.argument("answer", type=click.Choice(_ANSWERS))
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who answers.")
@click.option(
    "--difference",
    "differences",
    multiple=True,
    metavar="LANGUAGE:NUMBER:WORDS",
    help="Sentence NUMBER of a text, as we would have it; repeatable.",
)
@click.option("--proof", is_flag=True, help="A proof of these contacts may go along.")
@passphrase_option("the officer's own")
@station_command
def answer(
    face: Face,
    name: str,
    answer: str,
    officer: str,
    differences: tuple[str, ...],
    proof: bool,
    passphrase_file: Path | None,
) -> None:
    """Answer the other side's readout NAME; the first answer counts."""
    one = running(face)("readout", name=name)
    fields = answer_fields(one, answer, differences, proof)
    done = act_of_officer(
        face,
        "READOUT_ANSWERED",
        officer,
        passphrase_file,
        entry=name,
        fields=fields,
        page=readout_page(one),
    )
    face.show(done, lambda: [f"{done['by']} answered {name}: {answer}."])


@command.command("publish")
@click.argument("name", metavar="NAME")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who does it.")
@click.option("--proof", is_flag=True, help="With the proof that both sides allow.")
@click.option(
    "--even-so", is_flag=True, help="Although the public would know it first."
)
@passphrase_option("the officer's own")
@station_command
def publish(
    face: Face,
    name: str,
    officer: str,
    proof: bool,
    even_so: bool,
    passphrase_file: Path | None,
) -> None:
    """Say that our readout NAME is public now, in the words that were shown.

    If it speaks of a message that the other side does not have yet, this is refused
    without --even-so: the line first, then the press.
    """
    one = running(face)("readout", name=name)
    if one["overtakes"] and not even_so:
        raise LocalFault("PLY-RDO-008", ref=name, reason="; ".join(one["overtakes"]))
    done = act_of_officer(
        face,
        "READOUT_PUBLISHED",
        officer,
        passphrase_file,
        entry=name,
        fields={"digest": one["digest"], "proof": proof},
        page=readout_page(one),
    )
    face.show(done, lambda: [f"{done['by']} has published {name}."])
    face.next_step("Next: parley readout pages FOLDER")


@command.command("pages")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--link", metavar="NAME", help="If several are paired.")
@station_command
def pages(face: Face, folder: Path, link: str | None) -> None:
    """Write every published readout into FOLDER: pages, texts, proofs, a feed.

    A file of that name that is there already must be the same, but for the list of
    all and the feed: what was published once stays as it was.
    """
    site = running(face)("readout_site", link=link)
    where = visible.one_line(str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    for one in site["files"]:
        _write(folder / one["name"], as_bytes(one["data"]))
    names = [one["name"] for one in site["files"]]
    face.show(
        {"folder": str(folder), "files": names, "notes": site["notes"]},
        lambda: [*names, "", *site["notes"], f"{len(names)} files are in {where}."],
    )


@command.command("check")
@click.argument("name", metavar="NAME")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@station_command
def check(face: Face, name: str, file: Path) -> None:
    """Compare the text FILE that somebody published with readout NAME as shown."""
    one = running(face)("readout", name=name)
    found = sha256(read_small(file)).hex()
    if found != one["digest"]:
        raise LocalFault("PLY-RDO-003", ref=name)
    said = (one["answer"] or "no answer").lower().replace("_", " ")
    face.show(
        {"same": True, "digest": found, "answer": one["answer"]},
        lambda: [f"{file} is readout {name} to the letter; answer: {said}."],
    )


@command.command("withhold")
@click.argument("name", metavar="NAME")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who decides.")
@station_command
def withhold(face: Face, name: str, officer: str) -> None:
    """Decide to neither confirm nor deny NAME; nothing of it leaves the station."""
    ask = running(face)
    person = officer_named(officer, ask("officers"))
    done = ask("withhold_readout", name=name, officer=person["index"])
    face.show(
        done, lambda: ["Noted in our own audit log and nowhere else: no comment."]
    )


def _text(given: str) -> list[str]:
    language, sep, name = given.partition("=")
    if not sep:
        raise click.UsageError(f"--text {given!r} is no LANGUAGE=FILE.")
    return [language, texts.read_text(name)[0]]


def _refuse_withheld(one: Mapping[str, Any]) -> None:
    if one["withheld"]:
        raise LocalFault("PLY-RDO-009", ref=one["ref"] or one["number"])


_GROWING = ("index.html", "feed.xml")


def _write(path: Path, data: bytes) -> None:
    if path.name in _GROWING and path.exists():
        path.unlink()
    if path.exists() and read_small(path, len(data) + 1) == data:
        return
    write_new(path, data)
