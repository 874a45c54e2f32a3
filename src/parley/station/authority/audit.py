# SPDX-License-Identifier: Apache-2.0
"""The party's own audit log: who looked, printed, failed to sign on, overrode, changed.

It is the party's and nobody else's: an append-only Merkle log of its own origin, whose
head is signed with both station keys at every entry.  Texts never stand in it.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Callable, Iterator
from enum import IntEnum, unique
from itertools import islice
from typing import Any

from parley.core.shelves import number_key
from parley.crypto.keys import StationKeys
from parley.errors import CounterpartFault, LocalFault
from parley.fixed import Fixed, as_plain
from parley.model.precedence import Mode
from parley.model.record import Drop, Put
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.authority.audit_views import AuditCheckView, AuditView
from parley.tlog.checkpoint import Checkpoint, parse_checkpoint
from parley.tlog.cosignature import sign, verify_line
from parley.tlog.merkle import Frontier, leaf_hash
from parley.tlog.note import Note, parse_note
from parley.tlog.note_key import KeyPair
from parley.tlog.policy import Signer
from parley.wire.cbor import dumps, loads
from parley.wire.text import problems

SUBJECT_BYTES_MAX = 300
AGAIN_S = 300
AGAIN_MAX = 1_024
SHELF, HEAD_SHELF, HEAD = "audit", "audit_head", b"head"


@unique
class Deed(IntEnum):
    """What is noted; numbers are on the disk and in exports."""

    READ = 1
    PRINTED = 2
    SIGNED_ON = 3
    SIGN_ON_FAILED = 4
    MODE_CHANGED = 5
    OVERRIDE = 6
    ROSTER_CHANGED = 7
    AGREEMENT_CHANGED = 8
    EXPORTED = 9
    DESTROYED = 10
    STARTED = 11
    KEY_REVOKED = 12
    LOGGED = 13  # a line of the watch log, in the watch's own words
    TRANSLATED = 14
    CERTIFIED = 15
    DISPUTED = 16
    PAGES = 17  # of pre-shared key: made, taken in, destroyed, gone by alone
    HANDED_OVER = 18
    CONSENTED = 19  # to an export by a counterpart
    CONSENT_ASKED = 20  # for an export of ours
    REACHED = 21  # a person who was called
    KEYS_CHANGED = 22  # of a counterpart, after a stop: taken in, confirmed
    ONWARD = 31  # an inner addressee has a message
    REGISTRATION_REFUSED = 23  # of a hardware key: its code, or the key itself
    CEREMONY = 24  # a step of one, as the persons said who were there
    MODEL_INSTALLED = 32  # for machine translation
    MODEL_APPROVED = 33
    MODEL_REMOVED = 34
    READOUT_DRAFTED = 36
    NEITHER_CONFIRMED_NOR_DENIED = 37
    SHELVED = 45  # an alarm that an officer answers for until a time
    CALL_REFUSED = 38  # of a program: its token, or what it may with it
    EPOCH_ROLLED = 39  # by hand, ahead of its time


LOOKING = frozenset({Deed.READ, Deed.PRINTED, Deed.CALL_REFUSED})
"""Noted once for each officer and subject in a while, however often a screen asks."""


def line_problem(text: str) -> str | None:
    """Return why a text is no line of the watch log, or None.

    What would be cut is refused: half a sentence on paper says something else.
    """
    size = len(text.encode())
    if size > SUBJECT_BYTES_MAX:
        return f"it is {size} bytes where {SUBJECT_BYTES_MAX} are allowed"
    if "\n" in text or not text.strip():
        return "it is not one line"
    return problems(text)


class AuditEntry(Fixed):
    """One line of the audit log; `officer` is None where nobody signed on."""

    index: int  # from 0
    time_ms: int
    deed: Deed
    officer: int | None
    subject: str

    def encode(self) -> bytes:
        """Return the bytes that the leaf hash is over."""
        return dumps([self.index, self.time_ms, self.deed, self.officer, self.subject])


def decode_audit(data: bytes) -> AuditEntry:
    """Return one line, as this station wrote it."""
    fields: Any = loads(data)
    index, time_ms, deed, officer, subject = fields
    return AuditEntry(index, time_ms, Deed(deed), officer, subject)


class AuditLog:
    """Appends, lists and verifies; one for a folder, whoever has it open."""

    def __init__(
        self, store: Store, clock: Clock, keys: StationKeys, own: Signer, mode: Mode
    ) -> None:
        """Begin where the disk ends; `own` has our keys of earlier delegations too."""
        self._store, self._clock, self._keys = store, clock, keys
        # Three parts: the logs of links have four.
        self._origin = f"{own.name}/audit/{mode.name.lower()}"
        self._pair = KeyPair.of_log(self._origin, keys.public)
        self._own = own
        self._lately: OrderedDict[tuple[Deed, int | None, str], int] = OrderedDict()
        self._turn = asyncio.Lock()

    async def note(
        self,
        deed: Deed,
        officer: int | None,
        subject: str,
        more: tuple[Put | Drop, ...] = (),
    ) -> None:
        """Note a deed; it is on the disk when this returns, in one commit with `more`.

        Raises:
            LocalFault: the disk refuses.

        """
        cut = subject.encode()[:SUBJECT_BYTES_MAX].decode("utf-8", "ignore")
        key, now_ms = (deed, officer, cut), self._clock.now().wall_ms
        async with self._turn:
            if deed in LOOKING and self._noted_lately(key, now_ms):
                return
            await asyncio.to_thread(self._append, deed, officer, cut, more)
            self._lately[key] = now_ms
            while len(self._lately) > AGAIN_MAX:
                self._lately.popitem(last=False)

    def _noted_lately(self, key: tuple[Deed, int | None, str], now_ms: int) -> bool:
        before_ms = self._lately.get(key)
        return before_ms is not None and 0 <= now_ms - before_ms < AGAIN_S * 1_000

    def _append(
        self,
        deed: Deed,
        officer: int | None,
        subject: str,
        more: tuple[Put | Drop, ...],
    ) -> None:
        frontier, last_ms, _ = self._head()
        time_ms = max(self._clock.now().wall_ms, last_ms)
        entry = AuditEntry(frontier.size, time_ms, deed, officer, subject)
        data = entry.encode()
        grown = frontier.append(leaf_hash(data))
        note = self._signed(grown, time_ms)
        head = dumps([grown.encode(), time_ms, note])
        self._store.commit(
            [
                Put(SHELF, number_key(entry.index), data),
                Put(HEAD_SHELF, HEAD, head),
                *more,
            ]
        )

    def _head(self) -> tuple[Frontier, int, bytes]:
        kept = self._store.value(HEAD_SHELF, HEAD)
        if kept is None:
            return Frontier(), 0, b""
        fields: Any = loads(kept)
        frontier, last_ms, note = fields
        return Frontier.decode(frontier), last_ms, note

    def _signed(self, frontier: Frontier, time_ms: int) -> bytes:
        checkpoint = Checkpoint(self._origin, frontier.size, frontier.root())
        keys = (self._pair.ed25519, self._pair.mldsa44)
        lines = tuple(
            sign(self._keys, key, checkpoint, time_ms // 1_000) for key in keys
        )
        return Note(checkpoint.text(), lines).encode()

    def entries(
        self, before: int | None, limit: int, deed: Deed | None = None
    ) -> tuple[AuditView, ...]:
        """Return lines, of one deed perhaps, newest first, under index `before`."""
        size = self._head()[0].size
        last = size if before is None else min(before, size)
        every = (self._entry(index) for index in range(last - 1, -1, -1))
        found = (each for each in every if deed is None or each.deed is deed)
        return tuple(_view(each) for each in islice(found, limit))

    def _entry(self, index: int) -> AuditEntry:
        data = self._store.value(SHELF, number_key(index))
        if data is None:
            raise LocalFault("PLY-AUT-014", reason=f"line {index} is missing")
        return decode_audit(data)

    def verify(self) -> AuditCheckView:
        """Compute the whole log anew and compare it with the signed head."""
        frontier, _, note = self._head()
        problem = problem_of(self._lines(), frontier, note, self._signers(note))
        return AuditCheckView(
            origin=self._origin,
            size=frontier.size,
            root=frontier.root().hex(),
            good=problem is None,
            problem=problem or "",
        )

    def _signers(self, note: bytes) -> KeyPair:
        """Return under which of our delegations the head says it was signed."""
        try:
            lines = parse_note(note).lines
        except CounterpartFault:
            return self._pair
        pairs = (KeyPair.of_log(self._origin, keys) for keys, _ in self._own.pairs)
        claimed = (p for p in pairs if any(p.ed25519.made(line) for line in lines))
        return next(claimed, self._pair)

    def _lines(self) -> Iterator[bytes]:
        for _, data in self._store.shelf(SHELF):
            yield data

    def export(self, write: Callable[[str], object]) -> AuditCheckView:
        """Write every line as JSON, then the signed head and its keys; verify first."""
        found = self.verify()
        for data in self._lines():
            write(_json(decode_audit(data)))
        _, _, note = self._head()
        pair = self._signers(note)
        for key in (pair.ed25519, pair.mldsa44):
            write(f"key {key.vkey()}\n")
        write("\n" + note.decode())
        return found


def problem_of(
    lines: Iterator[bytes], frontier: Frontier, note: bytes, pair: KeyPair
) -> str | None:
    """Return what is wrong with a log and its signed head, or None."""
    computed, last_ms = Frontier(), 0
    for data in lines:
        entry = decode_audit(data)
        if entry.index != computed.size:
            return f"line {computed.size} is missing"
        if entry.time_ms < last_ms:
            return f"line {entry.index} is earlier than the one before"
        computed, last_ms = computed.append(leaf_hash(data)), entry.time_ms
    if computed != frontier:
        return "the lines are not those of the signed head"
    return _head_problem(frontier, note, pair) if frontier.size else None


def _head_problem(frontier: Frontier, note: bytes, pair: KeyPair) -> str | None:
    try:
        parsed = parse_note(note)
        checkpoint = parse_checkpoint(parsed.text)
        for key, line in zip((pair.ed25519, pair.mldsa44), parsed.lines, strict=True):
            verify_line(key, checkpoint, line)
    except (CounterpartFault, ValueError):
        return "the signatures of the head are not ours"
    stated = (checkpoint.origin, checkpoint.size, checkpoint.root)
    if stated != (pair.ed25519.name, frontier.size, frontier.root()):
        return "the signed head is of another state"
    return None


def _view(entry: AuditEntry) -> AuditView:
    deed = entry.deed.name
    return AuditView(entry.index, entry.time_ms, deed, entry.officer, entry.subject)


def _json(entry: AuditEntry) -> str:
    return json.dumps(as_plain(_view(entry)), ensure_ascii=False) + "\n"
