# SPDX-License-Identifier: Apache-2.0
"""`parley qr`: sheets of QR codes written, and read from photographs."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli import output
from parley.cli.face import Face, station_command
from parley.fixed import as_plain

_PATH = click.Path(path_type=Path)
_NAMED = click.option(
    "--circuit", metavar="NAME", help="The QR circuit, if there is more than one."
)


@click.group("qr")
def command() -> None:
    """Carry a circuit's frames as QR codes on paper or a screen."""


@command.command("write")
@click.argument("sheet", type=_PATH)
@_NAMED
@station_command
def write(face: Face, sheet: Path, circuit: str | None) -> None:
    """Draw what waits for a counterpart onto SHEET, a new .pdf or .svg.

    The station may run meanwhile.  What has no receipt after a while waits again.
    """
    from parley.station.reach.sheets import write_sheet  # noqa: PLC0415 - late

    made = write_sheet(face.folder, circuit, sheet)
    facts = [
        ("circuit", f"{made.circuit} to {made.counterpart}"),
        ("sheet", made.path),
        ("codes", str(made.codes)),
    ]
    if made.left:
        facts.append(("left", f"{made.left} codes, for another sheet"))
    face.show(as_plain(made), lambda: output.facts(facts))
    face.next_step("Nothing on the sheet can be read without the counterpart's keys.")


@command.command("read")
@click.argument("pictures", type=_PATH, nargs=-1, required=True, metavar="PICTURE...")
@_NAMED
@station_command
def read(face: Face, pictures: tuple[Path, ...], circuit: str | None) -> None:
    """Read codes from each PICTURE, a photograph or scan in PNG or JPEG.

    The station may run meanwhile and opens what is the counterpart's.
    """
    from parley.station.reach.sheets import read_photos  # noqa: PLC0415 - late

    seen = read_photos(face.folder, circuit, pictures)
    facts = [
        ("circuit", f"{seen.circuit} from {seen.counterpart}"),
        ("pictures", str(seen.pictures)),
        ("codes", str(seen.codes)),
        ("of something else", str(seen.others)),
    ]
    face.show(as_plain(seen), lambda: output.facts(facts))
