# SPDX-License-Identifier: Apache-2.0
"""`parley carry`: files of a file circuit onto a medium and off it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from parley.cli import output
from parley.cli.face import Face, station_command
from parley.fixed import as_plain

if TYPE_CHECKING:
    from parley.station.reach.carrying import CarryProgress, CarryView

F = TypeVar("F", bound=Callable[..., object])
_MIB = 1_048_576


@click.group("carry")
def command() -> None:
    """Carry a circuit's files on a stick, a disc or through a data diode."""


def _options(function: F) -> F:
    named = click.option(
        "--circuit", metavar="NAME", help="The file circuit, if there is more than one."
    )
    medium = click.argument("medium", type=click.Path(path_type=Path))
    return named(medium(function))


@command.command("out")
@_options
@station_command
def out(face: Face, medium: Path, circuit: str | None) -> None:
    """Copy what waits for a counterpart onto MEDIUM, the folder of a stick.

    The station may run meanwhile.  Broken off, the same command goes on where it stood.
    """
    from parley.station.reach.carrying import carry_out  # noqa: PLC0415 - raptorq

    made = carry_out(face.folder, circuit, medium, _teller(face))
    face.show(
        as_plain(made),
        lambda: [
            *_counts(made, "on the medium"),
            *_on_it(made),
        ],
    )
    face.next_step(
        "Take the medium out by the system's own command, so that all of it is written."
    )


@command.command("in")
@_options
@station_command
def in_(face: Face, medium: Path, circuit: str | None) -> None:
    """Copy a counterpart's files from MEDIUM to where the station reads them.

    The station may run meanwhile and reads them at once.  Nothing on MEDIUM is changed.
    """
    from parley.station.reach.carrying import carry_in  # noqa: PLC0415 - raptorq

    made = carry_in(face.folder, circuit, medium, _teller(face))
    face.show(as_plain(made), lambda: _counts(made, "from the medium"))
    face.next_step(
        "The station opens what is the counterpart's and shows it; what is not, it "
        "leaves unread."
    )


def _teller(face: Face) -> Callable[[CarryProgress], None]:
    def tell(progress: CarryProgress) -> None:
        left = "" if progress.left_s is None else f", {progress.left_s:.0f} s left"
        output.tell(
            f"{progress.files} files, {progress.done_bytes / _MIB:.1f} of "
            f"{progress.total_bytes / _MIB:.1f} MiB, "
            f"{progress.bytes_per_s / _MIB:.1f} MiB/s{left}"
        )

    return (lambda _: None) if face.json else tell


def _counts(made: CarryView, where: str) -> list[str]:
    facts = [
        ("circuit", f"{made.circuit} to {made.counterpart}"),
        (where, f"{made.files} files, {made.size:,} bytes"),
        ("there already", f"{made.there} files"),
        ("in", made.target),
        ("took", f"{made.took_s:.1f} s"),
    ]
    if made.others:
        facts.insert(3, ("not ours", f"{made.others} files, left alone"))
    return output.facts(facts)


def _on_it(made: CarryView) -> list[str]:
    keys = f"the keys of {made.counterpart}"
    return [
        "",
        f"Nothing on this medium can be read without {keys}: no text, no subject.",
        "Whoever holds it sees that it holds Parley's files, how many and how long.",
        "A fifth of it may be damaged or lost and all of it still arrives.",
    ]
