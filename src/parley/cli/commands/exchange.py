# SPDX-License-Identifier: Apache-2.0
"""`parley exchange`: messages as files of national systems, and files as drafts."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import output
from parley.cli.exchanging import (
    carried_lines,
    draft_of,
    kinds_table,
    outgoing,
    taken_view,
    written_lines,
)
from parley.cli.face import Face, lone_command, station_command
from parley.cli.files import read_small, write_new
from parley.cli.officers import officer_named
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running, running_or_at_rest
from parley.exchange.kinds import KINDS, read_file
from parley.exchange.xml import FILE_BYTES_MAX
from parley.station.library.files import load_library


@click.group("exchange")
def command() -> None:
    """Write a message as a file of a national system, or read one as a draft.

    CAP 1.2, EDXL-DE 1.0, IRIX 1.0, STIX 2.1, and mail with the header fields of RFC
    6477.  Outside the trusted path: no signature comes along either way.
    """


@command.command("formats")
@lone_command
def formats(as_json: bool) -> None:
    """List the kinds of files, what each can hold, and how it is checked."""
    if as_json:
        output.document(
            [
                {
                    "kind": key,
                    "name": one.name,
                    "holds": one.holds,
                    "checks": one.checked,
                }
                for key, one in KINDS.items()
            ]
        )
        return
    output.say(*kinds_table(KINDS))


@command.command("export")
@click.argument("ref", metavar="NAME")
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@passphrase_option("the station's, if it is stopped,")
@station_command
def export(
    face: Face, ref: str, kind: str, file: Path, passphrase_file: Path | None
) -> None:
    """Write the message NAME into FILE as KIND, and say what FILE does not hold."""
    with running_or_at_rest(face, passphrase_file) as ask:
        message, status = ask("message", ref=ref), ask("status")
        written = KINDS[kind].write(outgoing(message, status, load_library()))
        ask("note", deed="EXPORTED", subject=f"{ref} as {KINDS[kind].name}")
        write_new(file, written.data)
    view = {"file": str(file), "bytes": len(written.data), "left": written.left}
    face.show(view, lambda: written_lines(view))


@command.command("import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--drafter", metavar="OFFICER", help="Files it as a draft; else shown.")
@click.option("--link", metavar="NAME", help="If several are paired.")
@click.option(
    "--to", multiple=True, metavar="POSITION", help="Without it: every position."
)
@click.option(
    "--precedence",
    type=click.Choice(
        ("ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH"), case_sensitive=False
    ),
    help="Else the file's own, or the usual one of the format.",
)
@station_command
def import_(
    face: Face,
    file: Path,
    drafter: str | None,
    link: str | None,
    to: tuple[str, ...],
    precedence: str | None,
) -> None:
    """Read FILE and show what a draft would carry of it and what it would not.

    FILE is read in this process, which has no keys; with --drafter the station gets the
    draft and nothing else.  Two others release it, as every text.
    """
    data = read_small(file, FILE_BYTES_MAX + 1)
    taken = read_file(data, load_library())
    view = taken_view(taken)
    if drafter is None:
        face.show(view, lambda: carried_lines(view))
        return
    ask = running(face)
    officer = officer_named(drafter, ask("officers"))
    method, asked = draft_of(taken, precedence)
    draft = ask(method, link=link, drafted_by=officer["index"], to=list(to), **asked)
    face.show({**view, "draft": draft["number"]}, lambda: carried_lines(view))
    face.next_step(f"Next: parley release {draft['number']} --as OFFICER")
