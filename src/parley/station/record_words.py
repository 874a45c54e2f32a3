# SPDX-License-Identifier: Apache-2.0
"""Times and totals of the contact record in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from parley.station.record_views import ContactsView

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3_600, 86_400
_DAYS_FROM_S = 2 * _DAY_S


def _at(ms: int) -> datetime | None:
    try:
        return _EPOCH + timedelta(milliseconds=ms)
    except OverflowError:
        return None


def moment(ms: int) -> str:
    """Return `2026-11-23 09:34Z`."""
    at = _at(ms)
    return "no such date" if at is None else f"{at:%Y-%m-%d %H:%M}Z"


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


def summary(found: ContactsView) -> str:
    """Return the contact record in a few whole sentences."""
    record, total = found.record, found.record.total
    said = [
        (
            f"From {moment(record.from_ms)} to {moment(record.to_ms)}"
            f" {found.own} sent {total.contacts_out} messages and {found.party} sent"
            f" {total.contacts_in}."
        ),
        (
            f"Of our link tests {total.tests_passed} were answered and"
            f" {total.tests_unanswered} were not; of theirs {total.tests_heard} came"
            f" and {total.tests_missed} were missed."
        ),
    ]
    if record.last_human is None:
        said.append("No human answer of theirs is on record in this period.")
    else:
        said.append(
            f"The last human answer of theirs came at {moment(record.last_human.at_ms)}"
            f" ({record.last_human.what} {record.last_human.ref})."
        )
    silence = record.longest_silence
    if silence is not None:
        said.append(
            f"Their longest silence lasted {lasted(silence.lasted_ms)}, from"
            f" {moment(silence.from_ms)} to {moment(silence.to_ms)}."
        )
    return " ".join(said)
