# SPDX-License-Identifier: Apache-2.0
"""Digits that people read aloud to each other: from a prompt, or from a file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from parley.cli.files import read_small
from parley.errors import LocalFault

_DIGITS = 60


def digits_heard(path: Path | None, name: str) -> str:
    """Return the 60 digits that the other side read; never those on this screen.

    Raises:
        LocalFault: PLY-CLI-010 nobody can be asked; -032 they are not 60.

    """
    if path is not None:
        text = read_small(path).decode("ascii", "replace")
    else:
        if not sys.stdin.isatty():
            raise LocalFault(
                "PLY-CLI-010",
                asked="The digits that the other side read",
                instead="`--fingerprint-file FILE`",
            )
        text = str(click.prompt("The digits that the other side reads", err=True))
    digits = "".join(one for one in text if one.isascii() and one.isdigit())
    if len(digits) != _DIGITS:
        raise LocalFault("PLY-CLI-032", count=len(digits), name=name)
    return digits
