# SPDX-License-Identifier: Apache-2.0
"""`parley record archive`: a period of the record as a folder of open formats."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import output
from parley.cli.face import Face, station_command
from parley.cli.files import as_bytes, read_small, write_new
from parley.cli.passphrases import passphrase_option
from parley.cli.periods import Period, period_options
from parley.cli.reach import running, running_or_at_rest
from parley.errors import LocalFault

_WRITE_S_MAX = 86_400.0
_CONSENT_BYTES_MAX = 1_048_577


@click.command("archive")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FOLDER",
    help="The folder; it must not exist yet.",
)
@click.option("--redacted", is_flag=True, help="Leave every text and release out.")
@click.option(
    "--consent",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The counterpart's consent, where the link agreement asks for one.",
)
@click.option("--link", metavar="STATION", help="Which counterpart, if more than one.")
@period_options
@passphrase_option("the station's, if it is stopped,")
@station_command
def command(
    face: Face,
    out: Path,
    redacted: bool,
    consent: Path | None,
    link: str | None,
    period: Period,
    passphrase_file: Path | None,
) -> None:
    """Write a period with its texts, signatures and proofs into a folder.

    The folder needs no program to be read and `parley record archive-verify` to be
    verified.  A redacted one holds no word of any text and verifies all the same.
    """
    from parley.station.client import is_running  # noqa: PLC0415 - kept out of `--help`

    asked = {
        "out": str(out.absolute()),
        "redacted": redacted,
        "link": link,
        "consent": b"" if consent is None else read_small(consent, _CONSENT_BYTES_MAX),
        **period.params(),
    }
    if is_running(face.folder):
        made = running(face, timeout_s=_WRITE_S_MAX)("archive", **asked)
    else:
        with running_or_at_rest(face, passphrase_file) as ask:
            made = ask("archive", **asked)
    if made["request"]:
        beside = out.with_name(f"{out.name}.request")
        write_new(beside, as_bytes(made["request"]))
        raise LocalFault("PLY-REC-030", name=made["link"], file=beside, out=out)
    face.show(
        made,
        lambda: [
            "The archive is written"
            + (", without texts." if redacted else "; it holds every text unsealed."),
            *output.facts(
                [
                    ("folder", made["path"]),
                    ("entries", f"{made['entries']:,}"),
                    ("cosigned heads", f"{made['notes']:,}"),
                    ("bytes", f"{made['size']:,}"),
                ]
            ),
        ],
    )
