# SPDX-License-Identifier: Apache-2.0
"""What every command is given: the station folder, the form of output, the hooks."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import click

from parley.cli import output
from parley.fixed import Fixed

P = ParamSpec("P")
R = TypeVar("R")


class Hooks(Fixed):
    """What tests may change and no command line can."""

    frighteningly_weak_keystore: bool = False
    usb_keys: Callable[[], list[Any]] | None = None


class Face(Fixed):
    """One command's view of where it works and how it shows results."""

    folder: Path
    json: bool
    hooks: Hooks

    def show(self, value: object, lines: Callable[[], Iterable[str]]) -> None:
        """Print the result: `value` as JSON, or `lines` for a person."""
        if self.json:
            output.document(value)
        else:
            output.say(*lines())

    def next_step(self, *texts: str) -> None:
        """Say what comes next, to a person only."""
        if not self.json:
            output.tell(*texts)


class Ask(Protocol):
    """Asks a station one method; raises `LocalFault` for every refusal."""

    def __call__(self, method: str, /, **params: object) -> Any:  # noqa: ANN401 - JSON
        """Return the answer as JSON values."""
        ...


def _station_option() -> Callable[[Callable[P, R]], Callable[P, R]]:
    return click.option(
        "--station",
        "station",
        type=click.Path(path_type=Path),
        envvar="PARLEY_STATION",
        default=Path("station"),
        show_default="./station",
        metavar="FOLDER",
        help="The station folder.",
    )


def station_command(function: Callable[Concatenate[Face, P], R]) -> Callable[P, R]:
    """Add `--station` and `--json` to a command and give it a `Face`."""

    @functools.wraps(function)
    def with_face(*args: P.args, **kwargs: P.kwargs) -> R:
        folder = kwargs.pop("station")
        as_json = bool(kwargs.pop("as_json"))
        hooks = click.get_current_context().find_object(Hooks) or Hooks()
        if not isinstance(folder, Path):
            raise TypeError(folder)
        return function(Face(folder, as_json, hooks), *args, **kwargs)

    return _json_option()(_station_option()(with_face))


def lone_command(function: Callable[Concatenate[bool, P], R]) -> Callable[P, R]:
    """Add `--json` to a command that needs no station, and tell whether it is given."""

    @functools.wraps(function)
    def with_json(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(bool(kwargs.pop("as_json")), *args, **kwargs)

    return _json_option()(with_json)


def _json_option() -> Callable[[Callable[P, R]], Callable[P, R]]:
    return click.option(
        "--json", "as_json", is_flag=True, help="Print one JSON document."
    )
