# SPDX-License-Identifier: Apache-2.0
"""Server-sent events: that something shown may have changed, and that we are alive.

No fact travels here.  `id:` is the growing number of the station's changes, so that a
reader who comes back with `Last-Event-ID` is told at once whether he missed any.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.responses import StreamingResponse

from parley.api.answers import HEADERS
from parley.errors import LocalFault
from parley.station.api import StationApi

STREAMS_MAX = 32
BEAT_S = 2.0
OVER = -1
_DIGITS_MAX = 18


class Events:
    """The open streams of the API; bounded."""

    def __init__(self, station: StationApi) -> None:
        self._station = station
        self._open = 0

    def stream(self, last: str) -> StreamingResponse:
        """Return a stream that begins after `last`, a `Last-Event-ID` or nothing.

        Raises:
            LocalFault: PLY-API-004 too many streams are open.

        """
        if self._open >= STREAMS_MAX:
            reason = f"{STREAMS_MAX} streams of events are open"
            raise LocalFault("PLY-API-004", reason=reason)
        fits = last.isascii() and last.isdigit() and len(last) <= _DIGITS_MAX
        return StreamingResponse(
            self._lines(int(last) if fits else OVER),
            headers=HEADERS,
            media_type="text/event-stream",
        )

    async def _lines(self, seen: int) -> AsyncIterator[str]:
        self._open += 1
        try:
            yield "retry: 1000\n\n"
            while (count := await self._station.changed_after(seen, BEAT_S)) != OVER:
                if count is None:
                    yield ": alive\n\n"
                else:
                    seen = count
                    yield f"id: {seen}\nevent: change\ndata: {{}}\n\n"
        finally:
            self._open -= 1
