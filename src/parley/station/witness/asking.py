# SPDX-License-Identifier: Apache-2.0
"""Asks third witnesses to cosign our logs, beside everything else.

No message waits for it.  Whatever a witness does - silence, garbage, lies - is told,
tried again after a growing pause, and touches nothing else.
"""

from __future__ import annotations

import asyncio
import http.client
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from parley.core.events import Event, ThirdsCounted
from parley.core.shelves import log_key
from parley.errors import CounterpartFault, LocalFault
from parley.errors.fault import Fault
from parley.model.record import Direction
from parley.ports.clock import Clock
from parley.station.facts import LinkKnowledge
from parley.station.logs import Log as Told
from parley.station.parties import Log
from parley.station.witness.thirds import Thirds, signed_by
from parley.station.witness_settings import WitnessTable
from parley.tlog.checkpoint import parse_checkpoint
from parley.tlog.consistency import prove_consistency
from parley.tlog.note import NOTE_BYTES_MAX, Note, parse_note
from parley.tlog.source import LeafHashes
from parley.tlog.strict import decimal_number
from parley.tlog.submission import Submission

ROUND_S = 5.0
PAUSE_S_FIRST, PAUSE_S_MAX = 5.0, 600.0
ANSWER_S_MAX = 15.0
_OK, _CONFLICT = 200, 409


@dataclass(slots=True)
class _Witness:
    table: WitnessTable
    pause_s: float = PAUSE_S_FIRST
    not_before_ms: int = 0
    olds: dict[Log, int] = field(default_factory=dict)


class Asking:
    """Has the newest full head of each of our logs signed by third witnesses."""

    def __init__(
        self,
        thirds: Thirds,
        tables: Sequence[WitnessTable],
        patience_s: int,
        clock: Clock,
        tell: Callable[[Event], None],
        log: Told,
    ) -> None:
        self._thirds = thirds
        self._witnesses = [_Witness(table) for table in tables]
        self._patience_ms = patience_s * 1_000
        self._clock = clock
        self._tell = tell
        self._log = log
        self._lacking_since_ms: dict[str, int] = {}
        self._enough: dict[str, bool] = {}

    async def run(self, links: Callable[[], Mapping[str, LinkKnowledge]]) -> None:
        """Ask for ever; `links` gives what is known of each counterpart now."""
        while self._witnesses:
            for name, link in list(links().items()):
                incarnation, _ = link.incarnations
                if incarnation:
                    await self.once((name, Direction.OUT, incarnation))
            await asyncio.sleep(ROUND_S)

    async def once(self, log: Log) -> None:
        """Ask every witness that has not signed the newest head of one log."""
        try:
            data = self._thirds.store.value("note", log_key(*log))
            if data is None:
                return
            note = parse_note(data)
            async with asyncio.TaskGroup() as group:
                for witness in self._witnesses:
                    group.create_task(self._ask(witness, log, note))
            self._count(log, note)
        except Fault as fault:
            self._log.error("witness.unread", code=fault.code)

    async def _ask(self, witness: _Witness, log: Log, note: Note) -> None:
        known = self._thirds.newest(log, witness.table.note_keys)
        now_ms = self._clock.now().mono_ms
        if known is not None and known.text == note.text:
            return
        if now_ms < witness.not_before_ms:
            return
        size = 0 if known is None else parse_checkpoint(known.text).size
        witness.olds.setdefault(log, size)
        try:
            await asyncio.to_thread(self._try, witness, log, note)
        except (OSError, http.client.HTTPException) as silent:
            self._failed(witness, now_ms, type(silent).__name__)
        except Fault as refused:
            self._failed(witness, now_ms, refused.code)
        else:
            witness.pause_s, witness.not_before_ms = PAUSE_S_FIRST, 0

    def _failed(self, witness: _Witness, now_ms: int, reason: str) -> None:
        self._log.warning("witness.failed", address=witness.table.url, reason=reason)
        witness.not_before_ms = now_ms + round(witness.pause_s * 1_000)
        witness.pause_s = min(2 * witness.pause_s, PAUSE_S_MAX)

    def _try(self, witness: _Witness, log: Log, note: Note) -> None:
        """Ask once, and once more from the size that the witness says it knows."""
        size = parse_checkpoint(note.text).size
        status, body = self._asked(witness, log, note, size)
        if status == _CONFLICT:
            known = decimal_number(body.decode("latin-1").removesuffix("\n"))
            if known is None or known > size:
                # It says it saw more of our log than there is.  With our signature
                # that would be evidence; without it is a word.
                raise CounterpartFault("PLY-LOG-037", status=status)
            witness.olds[log] = known
            status, body = self._asked(witness, log, note, size)
        if status != _OK:
            raise CounterpartFault("PLY-LOG-037", status=status)
        # What it answers counts only as its signatures over our own text.
        answered = parse_note(note.text.encode() + b"\n" + body)
        keys = witness.table.note_keys
        self._thirds.keep(log, keys, note.text, signed_by(keys, answered))
        witness.olds[log] = size

    def _asked(
        self, witness: _Witness, log: Log, note: Note, size: int
    ) -> tuple[int, bytes]:
        old = min(witness.olds[log], size)

        def read(first: int, count: int) -> list[bytes]:
            rows = self._thirds.store.entries(*log, first + 1, count)
            return [found.row.leaf for found in rows]

        path = prove_consistency(LeafHashes(read), old, size) if old else ()
        return _post(witness.table.url, Submission(old, path, note).encode())

    def _count(self, log: Log, note: Note) -> None:
        """Tell the core when too few have signed for too long, and when enough have."""
        link, now_ms = log[0], self._clock.now().mono_ms
        if len(self._thirds.signed(log, note.text)) >= self._thirds.few:
            self._lacking_since_ms.pop(link, None)
            self._told(link, enough=True)
            return
        since_ms = self._lacking_since_ms.setdefault(link, now_ms)
        if now_ms - since_ms >= self._patience_ms:
            self._told(link, enough=False)

    def _told(self, link: str, *, enough: bool) -> None:
        # Said once when it turns, and once after a start: an alarm may still stand.
        if self._enough.get(link) is not enough:
            self._enough[link] = enough
            self._tell(ThirdsCounted(link, enough))


def _post(url: str, body: bytes) -> tuple[int, bytes]:
    """Return status and body of one request; bounded in time and size."""
    parts = urlsplit(url)
    if parts.hostname is None:
        raise LocalFault("PLY-LOG-037", status="no address")
    secure = parts.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    link = kind(parts.hostname, parts.port, timeout=ANSWER_S_MAX)
    try:
        path = parts.path.rstrip("/") + "/add-checkpoint"
        link.request("POST", path, body, {"Content-Type": "text/plain; charset=utf-8"})
        answer = link.getresponse()
        return answer.status, answer.read(NOTE_BYTES_MAX)
    finally:
        link.close()
