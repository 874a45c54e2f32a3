# SPDX-License-Identifier: Apache-2.0
"""`parley relay`: a mailbox for stations, run by a neutral third party."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import output
from parley.cli.face import lone_command

_FOLDER = click.Path(path_type=Path)


@click.group("relay")
def command() -> None:
    """Run a mailbox for stations.  It cannot read what it keeps."""


@command.command("make")
@click.argument("folder", type=_FOLDER)
@click.option("--listen", required=True, help="HOST:PORT to listen on.")
@click.option("--address", required=True, help="HOST:PORT as the stations reach it.")
@lone_command
def make(as_json: bool, folder: Path, listen: str, address: str) -> None:
    """Make FOLDER for a new relay: settings, certificate, key and admission."""
    from parley.station.reach.relaying import make_relay  # noqa: PLC0415 - late

    make_relay(folder, listen, address)
    if as_json:
        output.document({"folder": str(folder)})
        return
    output.say(f"The relay's folder is {folder}.")
    output.tell(f"Next: parley relay ticket {folder} --out FILE, one for all stations.")


@command.command("ticket")
@click.argument("folder", type=_FOLDER)
@click.option("--out", type=_FOLDER, required=True, help="A new file, mode 0600.")
@lone_command
def ticket(as_json: bool, folder: Path, out: Path) -> None:
    """Write the ticket of the relay in FOLDER, which stations must be given."""
    from parley.station.reach.relaying import write_ticket  # noqa: PLC0415 - late

    write_ticket(folder, out)
    if as_json:
        output.document({"ticket": str(out)})
        return
    output.say(f"The ticket is {out}.")
    output.tell("Give it to stations on a safe way: whoever has it can fill the relay.")


@command.command("run")
@click.argument("folder", type=_FOLDER)
@lone_command
def run(as_json: bool, folder: Path) -> None:
    """Run the relay in FOLDER until Ctrl-C or SIGTERM.

    It writes down no address and no party; its disk holds slips until they are fetched
    or too old.
    """
    from parley.station.reach.relaying import run_relay  # noqa: PLC0415 - late

    def ready(port: int) -> None:
        if as_json:
            output.document({"port": port})
        else:
            output.tell(f"The relay listens on port {port}.  Stop with Ctrl-C.")

    run_relay(folder, ready)
