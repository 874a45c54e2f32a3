# SPDX-License-Identifier: Apache-2.0
"""What a guest may ask of a relay, and what it is answered."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Mapping
from typing import Final

from parley.bearers.relay.form import (
    KEY_BYTES,
    KEY_HEADER,
    MARK_BYTES,
    PATH,
    WAIT_S_MAX,
    box_of,
    hex_bytes,
)
from parley.bearers.relay.mailbox.boxes import Boxes, Put
from parley.errors import CounterpartFault
from parley.fixed import Fixed
from parley.wire.slip import SLIPS_MAX, decode_slips, encode_slips

_QUERY: Final = "?wait="


class Request(Fixed):
    """One request, read whole and bounded; header names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


class Answer(Fixed):
    """A status of HTTP and a body."""

    status: int
    body: bytes = b""


NOT_ADMITTED = Answer(401)
NOT_THE_KEY = Answer(403)
NO_SUCH = Answer(404)
MALFORMED = Answer(400)
BUSY = Answer(503)
DONE = Answer(204)
FULL = {Put.BOX_FULL: Answer(507, b"box"), Put.RELAY_FULL: Answer(507, b"relay")}


class Desk:
    """Answers requests from the boxes, and wakes who waits for a box."""

    def __init__(self, boxes: Boxes, admission: bytes) -> None:
        """Take the boxes and what every guest must show."""
        self._boxes = boxes
        self._admission = f"Bearer {admission.hex()}".encode()
        self._waiting: dict[bytes, set[asyncio.Event]] = {}

    async def answer(self, request: Request) -> Answer:
        """Answer one request; never raises."""
        # SPEC 10.65: "A relay MUST answer 401 to whoever does not show the admission as
        # "Authorization: Bearer" and its hexadecimal."
        shown = request.headers.get("authorization", "").encode("latin-1", "replace")
        if not hmac.compare_digest(shown, self._admission):
            return NOT_ADMITTED
        path, _, query = request.target.partition(_QUERY)
        if not path.startswith(PATH):
            return NO_SUCH
        box = hex_bytes(path[len(PATH) :], KEY_BYTES)
        if box is None:
            return NO_SUCH
        try:
            return await self._for_box(request, box, query)
        except CounterpartFault:
            return MALFORMED
        except Exception:  # noqa: BLE001 - a full disk is told as busy, and tried again
            return BUSY

    async def _for_box(self, request: Request, box: bytes, query: str) -> Answer:
        match request.method:
            case "POST":
                return await self._put(box, request.body)
            case "GET" | "DELETE":
                # SPEC 10.66: "A relay MUST give out and remove slips only to whoever
                # shows the box's key as "Parley-Key" and its hexadecimal, and answers
                # 403 to others."
                key = hex_bytes(request.headers.get(KEY_HEADER, ""), KEY_BYTES)
                if key is None or not hmac.compare_digest(box_of(key), box):
                    return NOT_THE_KEY
                if request.method == "GET":
                    return await self._take(box, query)
                return await self._drop(box, request.body)
            case _:
                return Answer(405)

    async def _put(self, box: bytes, body: bytes) -> Answer:
        put = await self._boxes.put(box, decode_slips(body))
        if put is not Put.KEPT:
            return FULL[put]
        for waiting in self._waiting.get(box, ()):
            waiting.set()
        return DONE

    async def _take(self, box: bytes, query: str) -> Answer:
        if not (query.isascii() and query.isdigit() and len(query) <= len("25")):
            return MALFORMED
        wait_s = min(int(query), WAIT_S_MAX)
        news = asyncio.Event()
        # Noted before looking, so that nothing falls between the two.
        self._waiting.setdefault(box, set()).add(news)
        try:
            found = self._boxes.take(box)
            if not found and wait_s:
                try:
                    async with asyncio.timeout(wait_s):
                        await news.wait()
                except TimeoutError:
                    return DONE
                found = self._boxes.take(box)
        finally:
            self._waiting[box].discard(news)
            if not self._waiting[box]:
                del self._waiting[box]
        return Answer(200, encode_slips(found)) if found else DONE

    async def _drop(self, box: bytes, body: bytes) -> Answer:
        if not body or len(body) % MARK_BYTES or len(body) > SLIPS_MAX * MARK_BYTES:
            return MALFORMED
        starts = range(0, len(body), MARK_BYTES)
        await self._boxes.drop(box, [body[at : at + MARK_BYTES] for at in starts])
        return DONE
