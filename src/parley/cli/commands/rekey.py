# SPDX-License-Identifier: Apache-2.0
"""`parley rekey`: after a stop, new keys under the old name, by courier and voice."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import output
from parley.cli.digits import digits_heard
from parley.cli.face import Face, station_command
from parley.cli.files import read_small
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running_or_at_rest

_FILE = click.Path(path_type=Path)


@click.group("rekey")
def command() -> None:
    """Believe a station's new keys after its old ones were stopped.

    Its root delegates them (`parley delegation`, `parley root sign`), a courier brings
    its card, and people compare 60 digits.  Name and record stay.
    """


@command.command("show")
@click.argument("name", required=False)
@passphrase_option("the station's, if it is stopped,")
@station_command
def show(face: Face, name: str | None, passphrase_file: Path | None) -> None:
    """Show the digits of our own keys of now, to be read aloud to NAME."""
    with running_or_at_rest(face, passphrase_file) as ask:
        keys = ask("keys_digits", link=name)
    face.show(keys, lambda: [f"Our keys, for {keys['link']}:", f"  {keys['digits']}"])
    face.next_step("Read them aloud when the courier has arrived there with our card.")


@command.command("take")
@click.argument("card", type=_FILE)
@passphrase_option("the station's, if it is stopped,")
@station_command
def take(face: Face, card: Path, passphrase_file: Path | None) -> None:
    """Take a counterpart's CARD with its new keys in; they count once confirmed."""
    data = read_small(card)
    with running_or_at_rest(face, passphrase_file) as ask:
        keys = ask("take_new_keys", card=data.hex())
    face.show(
        keys,
        lambda: [
            f"New keys of {keys['link']}; none of them counts yet.",
            f"  {keys['digits']}",
        ],
    )
    face.next_step(
        "Hear the digits on a line you trust to carry the voice you know, then:",
        f"parley rekey confirm {keys['link']} --by PERSON",
    )


@command.command("confirm")
@click.argument("name")
@click.option("--by", required=True, metavar="PERSON", help="Who compared the digits.")
@click.option(
    "--digits-file",
    type=_FILE,
    metavar="FILE",
    help="A file with the digits the other side read; else they are asked for.",
)
@passphrase_option("the station's, if it is stopped,")
@station_command
def confirm(
    face: Face,
    name: str,
    by: str,
    digits_file: Path | None,
    passphrase_file: Path | None,
) -> None:
    """Confirm the new keys of NAME by the digits that its people read aloud.

    The stop of the old ones ends with it; enter what you hear, not what a screen shows.
    """
    digits = digits_heard(digits_file, name)
    with running_or_at_rest(face, passphrase_file) as ask:
        pairing = ask("confirm_new_keys", link=name, digits=digits, name=by)
    face.show(
        pairing,
        lambda: [f"The new keys of {pairing['link']} are confirmed by {by}."],
    )
    if not face.json:
        output.tell("What waited goes out now; nothing was lost.")
