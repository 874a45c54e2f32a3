# SPDX-License-Identifier: Apache-2.0
"""`parley witness`: a third party that cosigns the logs of others."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import output, passphrases
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option


@click.group("witness")
def command() -> None:
    """Watch the logs of others as a third witness (C2SP tlog-witness).

    `--station` names the witness's own folder.  It learns sizes and roots of logs, and
    nothing of any entry.
    """


@command.command("init")
@click.option("--name", required=True, help="Its name, as witness.example.")
@passphrase_option("the new witness's")
@station_command
def init(face: Face, name: str, passphrase_file: Path | None) -> None:
    """Make the folder of a witness, and print the keys that stations need.

    Put the policy of each log to be watched into its `policies` folder, as NAME.policy;
    `parley record prove --out` writes policies beside a proof.
    """
    from parley.station.witness.place import WitnessPlace  # noqa: PLC0415 - `--help`

    passphrase = passphrases.ask_new(passphrase_file, f"the witness {name}")
    own = WitnessPlace(face.folder).make(
        name, passphrase, weak=face.hooks.frighteningly_weak_keystore
    )
    keys = [own.pair.ed25519.vkey(), own.pair.mldsa44.vkey()]
    face.show(
        {"folder": str(face.folder), "name": name, "keys": keys},
        lambda: [
            f"The witness {name} is made.",
            *output.facts([("folder", str(face.folder))]),
            *keys,
        ],
    )


@command.command("run")
@click.option(
    "--listen",
    default="127.0.0.1:8490",
    show_default=True,
    metavar="HOST:PORT",
    help="Where stations find it; put a TLS terminator in front.",
)
@passphrase_option("the witness's")
@station_command
def run(face: Face, listen: str, passphrase_file: Path | None) -> None:
    """Cosign what is asked, as long as each log only grows.  Stop it with Ctrl-C."""
    from parley.station.witness.app import run_witness  # noqa: PLC0415 - `--help`

    passphrase = passphrases.ask(passphrase_file, "the witness")
    run_witness(
        face.folder,
        passphrase,
        listen,
        lambda address: face.next_step(f"Ready at {address}.  Stop with Ctrl-C."),
    )
