# SPDX-License-Identifier: Apache-2.0
"""A period on the command line: --from and --to, in Zulu time."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar

import click

from parley.cli import times
from parley.fixed import Fixed

R = TypeVar("R")
DAY_MS = 86_400_000
_DATE_CHARACTERS = 10


class Period(Fixed):
    """From a moment up to, but without, another; None where nothing was said."""

    from_ms: int | None
    to_ms: int | None

    def params(self) -> dict[str, int | None]:
        """Return the period as a station's methods take it."""
        return {"from_ms": self.from_ms, "to_ms": self.to_ms}


def moment(option: str, text: str | None, *, end: bool = False) -> int | None:
    """Return the moment a person wrote; a bare date as an end means its last moment."""
    if text is None:
        return None
    ms = times.parse_zulu(text)
    if ms is None:
        raise click.UsageError(
            f"{option} {text!r} is no time; give it as 2026-11-23 or 2026-11-23T09:30Z."
        )
    return ms + DAY_MS if end and len(text.strip()) == _DATE_CHARACTERS else ms


def period_options(
    function: Callable[..., R],
) -> Callable[..., R]:
    """Add --from and --to to a command and give it a `Period` as `period`."""

    @functools.wraps(function)
    def with_period(*args: object, **kwargs: object) -> R:
        begin, end = kwargs.pop("begin"), kwargs.pop("end")
        period = Period(
            moment("--from", None if begin is None else str(begin)),
            moment("--to", None if end is None else str(end), end=True),
        )
        return function(*args, period=period, **kwargs)

    from_option = click.option(
        "--from", "begin", metavar="TIME", help="As 2026-11-01 or 2026-11-01T06:00Z."
    )
    to_option = click.option(
        "--to", "end", metavar="TIME", help="A date means the end of that day."
    )
    return from_option(to_option(with_period))
