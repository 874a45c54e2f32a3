# SPDX-License-Identifier: Apache-2.0
"""What happens to a message inside the party: who must have it, and when it comes up.

Each inner addressee gets a copy with a code of its own.  That he read the code back,
and by what name, is the proof that the copy was in his hands.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from typing import Any

from parley.core.shelves import place_key
from parley.crypto.digest import sha256, tagged
from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.model.record import Direction, EntryFlag, EntryKey, Put
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.authority.audit import AuditLog, Deed
from parley.station.config import Settings
from parley.station.limits import LIST_MAX
from parley.station.names import ref_of
from parley.station.person_words import positions_of
from parley.station.queries import Queries
from parley.station.reading import Told
from parley.wire.cbor import dumps, loads
from parley.wire.text import name_problem

SHELF = "onward"
_LABEL = "parley/1 onward"
_CODES = 10**6
_LATELY_MS = 3 * 86_400_000


class InnerView(Fixed):
    """One inner addressee; `by` is who has it there, None while nobody does."""

    addressee: str
    by: str | None
    noted_by: str | None
    at_ms: int | None


class OnwardView(Fixed):
    """A message and everybody inside who must have it."""

    ref: str
    subject: str
    filed_ms: int
    addressees: tuple[InnerView, ...]
    missing: int


class CopyView(Fixed):
    """The copy of one inner addressee, with the code that he reads back."""

    ref: str
    addressee: str
    code: str
    texts: tuple[tuple[str, str], ...]


class NoticeView(Fixed):
    """A message that comes up at the time of its event."""

    ref: str
    subject: str
    event_ms: int
    up: bool


class Inside:
    """Onward distribution and notices of one station."""

    def __init__(
        self,
        queries: Queries,
        store: Store,
        clock: Clock,
        settings: Settings,
        audit: AuditLog,
    ) -> None:
        self._queries = queries
        self._store = store
        self._clock = clock
        self._audit = audit
        self._lists = {each.position: each.to for each in settings.onward}

    def notices(self) -> tuple[NoticeView, ...]:
        """Return what waits for the time of its event, the next first."""
        found = [
            NoticeView(ref_of(key), self._subject(key), event_ms, up)
            for link in self._queries.facts.links.values()
            for key, event_ms, up in link.notices
        ]
        return tuple(sorted(found, key=lambda each: each.event_ms))

    def _subject(self, key: EntryKey) -> str:
        return self._queries.message(key).subject

    def of(self, key: EntryKey) -> OnwardView:
        """Return who inside must have a message of theirs, and who has it."""
        told = self._queries.received(key)
        inner = tuple(self._inner(told, each) for each in self._wanted(told))
        return OnwardView(
            ref=ref_of(key),
            subject=self._subject(key),
            filed_ms=told.head.filed_ms,
            addressees=inner,
            missing=sum(each.by is None for each in inner),
        )

    def missing(self) -> tuple[OnwardView, ...]:
        """Return the messages of the last days that somebody inside has not got."""
        return tuple(self._missing()) if self._lists else ()

    def _missing(self) -> Iterator[OnwardView]:
        now_ms = self._clock.now().wall_ms
        for filed in self._store.recent(EntryFlag.MESSAGE, None, LIST_MAX):
            key = filed.row.key
            if key.direction is not Direction.IN or EntryFlag.BAD in filed.row.flags:
                continue
            view = self.of(key)
            if now_ms - view.filed_ms > _LATELY_MS:
                return
            if view.missing:
                yield view

    def _wanted(self, told: Told) -> tuple[str, ...]:
        roster = self._queries.facts.roster
        positions = positions_of(roster, told.message.content.to)
        lists = (self._lists.get(each, ()) for each in positions)
        return tuple(dict.fromkeys(one for each in lists for one in each))

    def _inner(self, told: Told, addressee: str) -> InnerView:
        data = self._store.value(SHELF, _key(told.key, addressee))
        if data is None:
            return InnerView(addressee, None, None, None)
        kept: Any = loads(data)
        by, officer, at_ms = kept
        noted = self._queries.officer_view(officer).name
        return InnerView(addressee, by, noted, at_ms)

    def _checked(self, told: Told, addressee: str) -> None:
        wanted = self._wanted(told)
        if addressee not in wanted:
            allowed = ", ".join(wanted) or "nobody"
            raise LocalFault("PLY-WCH-075", addressee=addressee, allowed=allowed)

    def copy(self, key: EntryKey, addressee: str) -> CopyView:
        """Return the copy of one inner addressee.

        Raises:
            LocalFault: PLY-WCH-075 he is on no list for it; PLY-CFG-015.

        """
        told = self._queries.received(key)
        self._checked(told, addressee)
        texts = self._queries.message(key).texts
        return CopyView(ref_of(key), addressee, _code(told, addressee), texts)

    async def got(
        self, key: EntryKey, addressee: str, name: str, code: str, officer: int
    ) -> OnwardView:
        """Note that `name` has the copy of an inner addressee, and read its code back.

        Raises:
            LocalFault: PLY-WCH-075, PLY-WCH-076 another code, PLY-WCH-060 no name.

        """
        told = self._queries.received(key)
        self._checked(told, addressee)
        self._queries.officer_view(officer)
        problem = name_problem(name)
        if problem is not None:
            raise LocalFault("PLY-WCH-060", reason=problem)
        plain = "".join(one for one in code if not one.isspace())
        wanted = _code(told, addressee).replace(" ", "")
        if not hmac.compare_digest(plain.encode(), wanted.encode()):
            raise LocalFault("PLY-WCH-076", addressee=addressee)
        value = dumps([name, officer, self._clock.now().wall_ms])
        put = Put(SHELF, _key(key, addressee), value)
        about = f"{ref_of(key)}: {addressee}, {name}"
        await self._audit.note(Deed.ONWARD, officer, about, (put,))
        self._queries.look_again()
        return self.of(key)


def _key(key: EntryKey, addressee: str) -> bytes:
    return place_key(key) + sha256(addressee.encode())[:8]


def _code(told: Told, addressee: str) -> str:
    """Return the six digits of a copy: made from what never leaves this station."""
    secret = told.head.leaf_secret + addressee.encode()
    number = int.from_bytes(tagged(_LABEL, secret), "big") % _CODES
    return f"{number // 1000:03d} {number % 1000:03d}"
