# SPDX-License-Identifier: Apache-2.0
"""`parley record consent`: let the counterpart show what its request says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from parley.cli import output, previews
from parley.cli.face import Face, station_command
from parley.cli.files import as_bytes, read_small, write_new
from parley.cli.named import is_named, typed_name
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running_or_at_rest
from parley.errors import CounterpartFault, LocalFault
from parley.wire.statement import StatementKind, decode_statement

_REQUEST_BYTES_MAX = 1_048_577


@click.command("consent")
@click.argument("request", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="Where to write the consent.",
)
@click.option("--confirm-party", metavar="NAME", help="Else it is asked for.")
@passphrase_option("the station's, if it is stopped,")
@station_command
def command(
    face: Face,
    request: Path,
    out: Path,
    confirm_party: str | None,
    passphrase_file: Path | None,
) -> None:
    """Consent, for our party, that the counterpart shows what is in REQUEST.

    REQUEST asks to make a proof or an archive.  What a reader would learn is shown
    first, taken from our own record and not from the request's words.  Naming the
    party is the consent: it cannot be taken back once the file is out of the house, and
    it covers this choice and no other.
    """
    data = read_small(request, _REQUEST_BYTES_MAX)
    if out.exists():
        raise LocalFault("PLY-CLI-012", file=out)
    with running_or_at_rest(face, passphrase_file) as ask:
        sort = "archive" if _is_archive(data) else "export"
        wished = ask(f"{sort}_wished", request=data)
        if not face.json:
            lines = previews.lines if sort == "export" else previews.archive_lines
            output.tell(
                f"{wished['party']} ({wished['link']}) wishes to show this to others.",
                "",
                *lines(wished),
                "",
            )
        _confirm(wished, confirm_party)
        given = ask(f"{sort}_consent", request=data)
    consent = as_bytes(given["data"])
    write_new(out, consent)
    shown = {"file": str(out), "bytes": len(consent), "party": given["party"]}
    face.show(
        shown,
        lambda: [
            f"Our consent is in {out}; it is of use to {given['party']} alone.",
            *output.facts([("bytes", str(len(consent)))]),
        ],
    )


def _is_archive(data: bytes) -> bool:
    """Tell the two sorts of request apart; the station judges which it is."""
    try:
        decode_statement(data, StatementKind.ARCHIVE_REQUEST)
    except CounterpartFault:
        return False
    return True


def _confirm(wished: Mapping[str, Any], given: str | None) -> None:
    """Take the party's name: another kind of act than the one it confirms."""
    names = [wished["link"], wished["party"]]
    given = typed_name(
        given,
        "Type the party's name to consent",
        "The name of the party that asks",
        "--confirm-party",
    )
    if not is_named(given, names):
        raise LocalFault("PLY-REC-011", wanted=" or ".join(names), given=given)
