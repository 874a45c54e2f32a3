# SPDX-License-Identifier: Apache-2.0
"""What cannot be taken back is confirmed by typing a name, never by a yes."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

from parley.cli.face import Face
from parley.errors import LocalFault
from parley.station.config import load_settings


def typed_name(given: str | None, question: str, asked: str, option: str) -> str:
    """Return the name that the command line gave, or else what is typed for it.

    Raises:
        LocalFault: PLY-CLI-010 nobody can be asked.

    """
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise LocalFault("PLY-CLI-010", asked=asked, instead=f"`{option} NAME`")
    return str(click.prompt(question, err=True))


def is_named(given: str, names: Iterable[str]) -> bool:
    """Tell whether one of the names was given, in whatever case."""
    return given.strip().casefold() in {name.casefold() for name in names}


def confirm_station(face: Face, given: str | None, purpose: str) -> None:
    """Take this station's name before what nothing brings back.

    Raises:
        LocalFault: PLY-CLI-010 nobody can be asked; -033 it is another name.

    """
    name = load_settings(face.folder).station.name
    given = typed_name(
        given,
        f"Type this station's name to {purpose}",
        "This station's name",
        "--confirm-station",
    )
    if not is_named(given, (name,)):
        raise LocalFault("PLY-CLI-033", wanted=name, given=given)
