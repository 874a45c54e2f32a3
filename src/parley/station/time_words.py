# SPDX-License-Identifier: Apache-2.0
"""Moments, dates and spans of time in words, always Zulu."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3_600, 86_400
_DAYS_FROM_S = 2 * _DAY_S
# Written out: the language of a machine must not change what is on paper.
_MONTHS = (
    *("JAN", "FEB", "MAR", "APR", "MAY", "JUN"),
    *("JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
)


def _at(ms: int) -> datetime | None:
    try:
        return _EPOCH + timedelta(milliseconds=ms)
    except OverflowError:
        return None


def moment(ms: int) -> str:
    """Return `2026-11-23 09:34Z`."""
    at = _at(ms)
    return "no such date" if at is None else f"{at:%Y-%m-%d %H:%M}Z"


def date_time_group(ms: int) -> str:
    """Return `230934Z NOV 26`."""
    at = _at(ms)
    if at is None:
        return "no such date"
    return f"{at:%d%H%M}Z {_MONTHS[at.month - 1]} {at:%y}"


def date_words(ms: int) -> str:
    """Return `23 November 2026`."""
    at = _at(ms)
    return "no such date" if at is None else f"{at.day} {at:%B %Y}"


def lasted(ms: int) -> str:
    """Return `3 d 4 h`, `4 h 12 min`, `12 min` or `40 s`."""
    seconds = max(0, ms) // 1_000
    if seconds >= _DAYS_FROM_S:
        return f"{seconds // _DAY_S} d {seconds % _DAY_S // _HOUR_S} h"
    if seconds >= _HOUR_S:
        return f"{seconds // _HOUR_S} h {seconds % _HOUR_S // _MINUTE_S} min"
    if seconds >= _MINUTE_S:
        return f"{seconds // _MINUTE_S} min"
    return f"{seconds} s"
