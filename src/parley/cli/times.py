# SPDX-License-Identifier: Apache-2.0
"""Times as people on watch read them: Zulu first, an age only beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AGES = ((86_400 * 2, 86_400, "days"), (7_200, 3_600, "h"), (120, 60, "min"))


def zulu(ms: int | None, *, millis: bool = False) -> str:
    """Return `2026-11-23 09:34:38Z`, or a dash when there is no such fact."""
    if ms is None:
        return "-"
    try:
        when = _EPOCH + timedelta(milliseconds=ms)
    except OverflowError:
        return f"{ms} ms, not a date"
    text = when.isoformat(sep=" ", timespec="milliseconds" if millis else "seconds")
    return text.replace("+00:00", "Z")


def age(seconds: float | None) -> str:
    """Return `12 s`, `4 min`, `3 h`, `9 days`, or a dash."""
    if seconds is None:
        return "-"
    if seconds < 0:
        return f"{-seconds:.0f} s ahead of our clock"
    for least, unit, name in _AGES:
        if seconds >= least:
            return f"{seconds / unit:.0f} {name}"
    return f"{seconds:.0f} s"


def needed_zulu(text: str, option: str) -> int:
    """Return the milliseconds of a time that an option needs."""
    when = parse_zulu(text)
    if when is None:
        raise click.UsageError(
            f"{option} {text!r} is no time; give it as 2026-11-23T10:30Z."
        )
    return when


def parse_zulu(text: str) -> int | None:
    """Return the milliseconds of an ISO 8601 date or time; None if it is neither."""
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return round((when - _EPOCH) / timedelta(milliseconds=1))
