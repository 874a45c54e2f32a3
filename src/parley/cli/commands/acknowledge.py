# SPDX-License-Identifier: Apache-2.0
"""`parley acknowledge`: a named officer has the message."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import passphrases, times, views
from parley.cli.face import Face, station_command
from parley.cli.officers import officer_named
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running
from parley.cli.shown import acknowledgement_to_sign
from parley.cli.signing import sign


@click.command("acknowledge")
@click.argument("ref", metavar="NAME")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who has it.")
@passphrase_option("the officer's own")
@station_command
def command(face: Face, ref: str, officer: str, passphrase_file: Path | None) -> None:
    """Tell the other side that OFFICER has the message NAME.

    This is a statement by a person to the other party.  It is not the way to stop a
    sound, and it does not mean that the text was understood or agreed to.
    """
    ask = running(face)
    person = officer_named(officer, ask("officers"))
    message = ask("message", ref=ref)
    asked = ask("acknowledgement_request", ref=ref, officer=person["index"])
    digest = acknowledgement_to_sign(asked, message, ask("status"))
    face.next_step(*views.message_page(message), "")
    passphrase = passphrases.ask(passphrase_file, person["name"])
    done = ask(
        "acknowledge",
        ref=ref,
        officer=person["index"],
        created_ms=asked["created_ms"],
        scheme="SOFTWARE_ED25519",
        signature=sign(face.folder, person["index"], passphrase, digest),
        detail=b"",
    )
    face.show(
        done,
        lambda: [
            (
                f"{person['name']} has acknowledged {ref},"
                f" {times.zulu(asked['created_ms'])}; {message['party']} is told."
            )
        ],
    )
