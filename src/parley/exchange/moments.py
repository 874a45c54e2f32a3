# SPDX-License-Identifier: Apache-2.0
"""Times as XML and JSON write them, read as whole minutes of the code book."""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(time_ms: int) -> datetime:
    """Return a time with its zone, cut to the second."""
    return datetime.fromtimestamp(time_ms // 1000, UTC)


def minute(text: str) -> tuple[str, bool] | None:
    """Return a time as the book writes it, and whether seconds were cut off.

    None if the text is no time, or one without its zone.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        return None
    cut = bool(moment.second or moment.microsecond)
    return f"{moment:%Y-%m-%dT%H:%M}Z", cut
