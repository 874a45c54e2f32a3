# SPDX-License-Identifier: Apache-2.0
"""Times as a watch writes them: Zulu first, seconds while young, dates when old."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from parley.console.words import _

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YOUNG_MS = 600_000
_MONTHS = (
    *("JAN", "FEB", "MAR", "APR", "MAY", "JUN"),
    *("JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
)
_MINUTE_S = 60
_HOUR_MIN = 60
_DAYS_FROM_H = 48


def _moment(ms: int) -> datetime | None:
    """Return the moment, or None: a counterpart may write a time that is no date."""
    try:
        return _EPOCH + timedelta(milliseconds=ms)
    except OverflowError:
        return None


def zulu(ms: int | None, now_ms: int) -> str:
    """Return `0934Z`; with seconds if young; `230934Z NOV 26` if not of today."""
    if ms is None:
        return _("never")
    moment, today = _moment(ms), _moment(now_ms)
    if moment is None:
        return _("no such date")
    if today is None or moment.date() != today.date():
        return dtg(ms)
    if abs(now_ms - ms) < _YOUNG_MS:
        return f"{moment:%H%M:%S}Z"
    return f"{moment:%H%M}Z"


def dtg(ms: int) -> str:
    """Return the date-time group, `230934Z NOV 26`."""
    moment = _moment(ms)
    if moment is None:
        return _("no such date")
    return f"{moment:%d%H%M}Z {_MONTHS[moment.month - 1]} {moment.year % 100:02d}"


def full(ms: int | None) -> str:
    """Return date and time to the second, `23 NOV 2026 09:34:38Z`."""
    if ms is None:
        return _("never")
    moment = _moment(ms)
    if moment is None:
        return _("no such date")
    return f"{moment.day:02d} {_MONTHS[moment.month - 1]} {moment:%Y %H:%M:%S}Z"


def iso(ms: int | None) -> str:
    """Return ISO 8601 for machines, empty if there is no such moment."""
    moment = None if ms is None else _moment(ms)
    return "" if moment is None else f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def clock(ms: int) -> str:
    """Return the hands of a clock, `09:34:38`."""
    moment = _moment(ms)
    return "--:--:--" if moment is None else f"{moment:%H:%M:%S}"


def age(ms: int | None, now_ms: int) -> str:
    """Return `12 s ago`; the browser keeps it moving with the same forms."""
    if ms is None:
        return ""
    seconds = (now_ms - ms) // 1000
    if seconds < 0:
        return _("clock ahead of ours")
    if seconds < _MINUTE_S:
        return _("{n} s ago").format(n=seconds)
    minutes = seconds // _MINUTE_S
    if minutes < _HOUR_MIN:
        return _("{n} min ago").format(n=minutes)
    if minutes < _DAYS_FROM_H * _HOUR_MIN:
        return _("{h} h {n} min ago").format(h=minutes // 60, n=minutes % 60)
    return _("{n} d ago").format(n=minutes // 1440)


def apart(words: str) -> str:
    """Return a time or an age that stays whole in a sentence read from the right.

    Without FSI and PDI around it, the day would stand at the other end of the line.
    """
    return f"\u2068{words}\u2069" if " " in words else words
