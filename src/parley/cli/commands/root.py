# SPDX-License-Identifier: Apache-2.0
"""`parley root`: the party's root, on a machine apart from every station."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import output, passphrases
from parley.cli.face import Hooks, lone_command
from parley.cli.files import read_small, write_new
from parley.cli.passphrases import passphrase_option

_DAYS, _DAYS_MAX = 400, 3_660


@click.group("root")
def command() -> None:
    """Keep the root: the keys that say by which keys a station speaks.

    The root folder belongs on a machine or a stick that no station ever sees.  Small
    files go between the two: the station's request, and what the root signs.
    """


@command.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@passphrase_option("the new root's")
@lone_command
def init(as_json: bool, folder: Path, passphrase_file: Path | None) -> None:
    """Make a root in FOLDER, which must not exist yet."""
    from parley.station.delegation.root import make_root  # noqa: PLC0415

    passphrase = passphrases.ask_new(passphrase_file, f"the root in {folder}")
    hooks = click.get_current_context().find_object(Hooks) or Hooks()
    make_root(folder, passphrase, frighteningly_weak=hooks.frighteningly_weak_keystore)
    if as_json:
        output.document({"folder": str(folder)})
        return
    output.say(f"A root is made in {folder}. It has signed nothing yet.")
    output.tell(
        "Keep the folder and its passphrase apart from every station,",
        "and a copy of both in another safe: without them no keys can be changed.",
    )


@command.command("sign")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("request", type=click.Path(path_type=Path))
@click.argument("answer", type=click.Path(path_type=Path))
@click.option(
    "--days",
    type=click.IntRange(1, _DAYS_MAX),
    default=_DAYS,
    show_default=True,
    help="For how long the station may speak by these keys.",
)
@passphrase_option("the root's")
@lone_command
def sign(
    as_json: bool,
    folder: Path,
    request: Path,
    answer: Path,
    days: int,
    passphrase_file: Path | None,
) -> None:
    """Sign what a station asks for in REQUEST and write it to ANSWER.

    What is signed is shown: compare the station, and the 16 characters of its keys
    with those that `parley delegation request` showed there.
    """
    from parley.station.clock import SystemClock  # noqa: PLC0415
    from parley.station.delegation.root import (  # noqa: PLC0415
        RootFolder,
        sign_request,
    )
    from parley.station.delegation.words import lines, shown  # noqa: PLC0415

    root = RootFolder(folder)
    root.refuse_unless_root()
    data = read_small(request)
    passphrase = passphrases.ask(passphrase_file, f"the root in {folder}")
    now_ms = SystemClock().now().wall_ms
    said = sign_request(root, passphrase, data, now_ms, days)
    signed = root.file_of(said.station, said.number).read_bytes()
    write_new(answer, signed)
    if as_json:
        output.document({**shown(said), "file": str(answer)})
        return
    output.say(f"Delegation {said.number} is signed.", *output.facts(lines(said)))
    output.tell(
        f"Carry {answer} to the station: `parley delegation take {answer}`.",
        "The root folder keeps a copy.",
    )


@command.command("show")
@click.argument("folder", type=click.Path(path_type=Path))
@lone_command
def show(as_json: bool, folder: Path) -> None:
    """Show what the root in FOLDER has signed; needs no passphrase."""
    from parley.station.delegation.root import RootFolder  # noqa: PLC0415
    from parley.station.delegation.words import lines, shown  # noqa: PLC0415

    issued = RootFolder(folder).issued()
    if as_json:
        output.document({"delegations": [shown(each) for each in issued]})
        return
    if not issued:
        output.say("This root has signed nothing yet.")
    for said in issued:
        output.say(f"Delegation {said.number}", *output.facts(lines(said)))
