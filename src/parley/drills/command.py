# SPDX-License-Identifier: Apache-2.0
"""`parley drill`: failures of the past, replayed and scored on this machine alone."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from parley.cli import output
from parley.cli.exits import Exit
from parley.cli.face import lone_command
from parley.errors import LocalFault
from parley.fixed import as_plain

if TYPE_CHECKING:
    from parley.drills.case import Case, Score

_ALL = "all"


@click.group("drill")
def command() -> None:
    """Replay failures of the past, and ceremonies, between two stations made for it.

    Both run on this machine, with their own keys and records, in mode TEST or
    EXERCISE; your station is not touched and need not exist.  Time is moved on, not
    waited for.
    """


@command.command("list")
@lone_command
def list_drills(as_json: bool) -> None:
    """List the drills and what each demands."""
    from parley.drills.every import DRILLS  # noqa: PLC0415 - the whole station

    if as_json:
        output.document(
            [
                {
                    "name": case.name,
                    "title": case.title,
                    "past": case.past,
                    "criteria": case.criteria,
                }
                for case in DRILLS
            ]
        )
        return
    rows = [(case.name, str(len(case.criteria)), case.title) for case in DRILLS]
    output.say(*output.table(("drill", "criteria", "what happens"), rows))


@command.command("run")
@click.argument("name", metavar="NAME")
@lone_command
def run_drill(as_json: bool, name: str) -> int:
    """Play the drill NAME, or `all`.  Exit code 1 when a criterion was missed."""
    from parley.drills.case import drill_all  # noqa: PLC0415 - the whole station

    cases = _named(name)
    if not as_json:
        output.tell("Two stations are made and paired first.")
    with tempfile.TemporaryDirectory(prefix="parley-drill-") as folder:
        told = _teller(len(cases), as_json=as_json)
        scores = asyncio.run(drill_all(cases, Path(folder), told))
    if as_json:
        output.document(
            [{**as_plain(one), "met": one.met, "passed": one.passed} for one in scores]
        )
    return _judged(scores)


def _named(name: str) -> Sequence[Case]:
    from parley.drills.every import DRILLS  # noqa: PLC0415 - the whole station

    if name.casefold() == _ALL:
        return DRILLS
    found = [case for case in DRILLS if case.name.casefold() == name.casefold()]
    if not found:
        raise LocalFault("PLY-CLI-041", name=name)
    return found


def _teller(count: int, *, as_json: bool) -> Callable[[Score], None]:
    """Return what prints each score as it comes, and how many are left."""
    if as_json:
        return lambda _: None
    left = iter(range(count - 1, -1, -1))

    def tell(score: Score) -> None:
        output.say(*_lines(score))
        still = next(left)
        if still:
            output.tell(f"{still} to go.")

    return tell


def _lines(score: Score) -> Iterator[str]:
    word = "passed" if score.passed else "MISSED"
    yield (
        f"{score.name}  {score.title}: {word}, {score.met} of {len(score.seen)} "
        f"in {score.took_s:.1f} s"
    )
    for one in score.seen:
        yield f"  {'met   ' if one.met else 'MISSED'}  {one.criterion}"
        yield f"          {one.evidence}"
    yield ""


def _judged(scores: Sequence[Score]) -> int:
    bad = [score for score in scores if not score.passed]
    if not bad:
        return Exit.OK
    raise LocalFault(
        "PLY-CLI-042",
        missed=sum(len(one.seen) - one.met for one in scores),
        count=sum(len(one.seen) for one in scores),
        name=bad[0].name,
    )
