# SPDX-License-Identifier: Apache-2.0
"""The clocks on the wall of a watch: Zulu first, then ours, then theirs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from parley.fixed import Fixed
from parley.ports.clock import Clock
from parley.station.config import Settings
from parley.station.queries import Queries
from parley.station.time_words import date_time_group

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE_S = 60


class ClockView(Fixed):
    """One clock: `hands` as `13:34:38`, `day` as `2026-11-23`, minutes east of UTC.

    `ahead_ms` is how far that station's own clock was ahead of ours when it was last
    measured by a link test; None for ours, and where none was.
    """

    name: str
    link: str | None
    zone: str
    day: str
    hands: str
    offset_min: int
    ahead_ms: int | None = None


class ClocksView(Fixed):
    """One moment on every clock."""

    now_ms: int
    date_time_group: str
    zulu: ClockView
    ours: ClockView
    theirs: tuple[ClockView, ...]


class Clocks:
    """Reads one moment on every clock; changes nothing."""

    def __init__(self, queries: Queries, clock: Clock, settings: Settings) -> None:
        self._queries = queries
        self._clock = clock
        self._settings = settings

    def view(self) -> ClocksView:
        """Return the clocks now."""
        now_ms = self._clock.now().wall_ms
        settings = self._settings
        theirs = tuple(
            _clock(
                link.facts.party,
                settings.clocks.theirs.get(name, "UTC"),
                now_ms,
                name,
                link.facts.offset_ms,
            )
            for name, link in self._queries.facts.links.items()
        )
        return ClocksView(
            now_ms=now_ms,
            date_time_group=date_time_group(now_ms),
            zulu=_clock("Zulu", "UTC", now_ms),
            ours=_clock(settings.station.party, settings.clocks.ours, now_ms),
            theirs=theirs,
        )


def _clock(
    name: str,
    zone: str,
    now_ms: int,
    link: str | None = None,
    ahead_ms: int | None = None,
) -> ClockView:
    at = (_EPOCH + timedelta(milliseconds=now_ms)).astimezone(ZoneInfo(zone))
    offset = at.utcoffset() or timedelta()
    return ClockView(
        name=name,
        link=link,
        zone=zone,
        day=f"{at:%Y-%m-%d}",
        hands=f"{at:%H:%M:%S}",
        offset_min=round(offset.total_seconds() / _MINUTE_S),
        ahead_ms=ahead_ms,
    )
