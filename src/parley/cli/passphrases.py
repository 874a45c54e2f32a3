# SPDX-License-Identifier: Apache-2.0
"""Passphrases come from a prompt or from a file of mode 0600; never from argv."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from parley.errors import LocalFault

P = ParamSpec("P")
R = TypeVar("R")

_FILE_BYTES_MAX = 4_096


def passphrase_option(
    whose: str, name: str = "--passphrase-file"
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return the option that names a passphrase file."""
    return click.option(
        name,
        type=click.Path(path_type=Path),
        metavar="FILE",
        help=f"File of mode 0600 with {whose} passphrase; else it is asked for.",
    )


def from_file(path: Path) -> bytes:
    """Return the passphrase in `path`, without its line end."""
    try:
        with path.open("rb") as stream:
            mode = stat.S_IMODE(path.stat().st_mode)
            if mode & 0o077 and not _is_credential(path):
                raise LocalFault("PLY-CLI-007", file=path, mode=f"{mode:04o}")
            data = stream.read(_FILE_BYTES_MAX)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise LocalFault("PLY-CLI-002", file=path, reason=reason) from error
    return data.rstrip(b"\r\n")


def _is_credential(path: Path) -> bool:
    """Tell whether systemd keeps the file for this service.

    It lets the service read it by an access list, which shows as a bit for the group.
    """
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    return folder is not None and path.absolute().parent == Path(folder).absolute()


def ask(path: Path | None, whose: str) -> bytes:
    """Return an existing passphrase, from `path` or asked for."""
    if path is not None:
        return from_file(path)
    _need_terminal(whose)
    return _prompt(f"Passphrase of {whose}")


def ask_new(path: Path | None, whose: str) -> bytes:
    """Return a new passphrase, asked for twice; the station judges its length."""
    if path is not None:
        given = from_file(path)
    else:
        _need_terminal(whose)
        given = _prompt(f"New passphrase of {whose}")
        if _prompt("The same again") != given:
            raise LocalFault("PLY-CLI-008", reason="the two entries differ")
    return given


def _prompt(question: str) -> bytes:
    try:
        answer = click.prompt(question, hide_input=True, type=str, err=True)
    except UnicodeDecodeError as error:
        reason = "what was typed is not in the terminal's own encoding"
        raise LocalFault("PLY-CLI-008", reason=reason) from error
    return str(answer).encode("utf-8", "surrogateescape")


def _need_terminal(whose: str) -> None:
    if not sys.stdin.isatty():
        raise LocalFault(
            "PLY-CLI-010",
            asked=f"The passphrase of {whose}",
            instead="`--passphrase-file FILE`, a file of mode 0600",
        )
