# SPDX-License-Identifier: Apache-2.0
"""The sheet of a handover, written from the record: everything that is open now."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from parley.core.limits import EXPIRY_WARNING_S
from parley.core.texts.translations import (
    SHELF,
    decode_translation,
    translation_key,
)
from parley.model.handover import Item, Matter
from parley.model.record import Direction, EntryFlag, EntryKey
from parley.model.translation import Grade
from parley.ports.clock import Clock
from parley.ports.store import Store
from parley.station.circuit_words import state_word
from parley.station.facts import Facts
from parley.station.limits import LIST_MAX
from parley.station.names import ref_of
from parley.station.queries import Queries
from parley.station.texts.translations import VERSIONS_MAX
from parley.station.watch.inside import Inside
from parley.wire.limits import SHEET_ITEMS_MAX

_WELL = frozenset({"up", "by hand"})
_LATELY_MS = 3 * 86_400_000  # whose translations a new watch still has to know of
_AHEAD_MS = 12 * 3_600_000  # events that the new watch will see
_TOLD_BESIDE = frozenset(
    {
        "TEST-MISSED",
        "ANSWER-OWED",
        "PROMISE-OVERDUE",
        "ROSTER-EXPIRES",
        "NOBODY-ACKNOWLEDGES",
        "CIRCUIT-SILENT",
        "NOTICE-DUE",
        "OUR-NOTICE-DUE",
    }
)
"""Alarms whose cause has a line of its own."""


class Sheets:
    """Writes sheets; changes nothing."""

    def __init__(
        self, queries: Queries, store: Store, clock: Clock, inside: Inside
    ) -> None:
        self._queries = queries
        self._store = store
        self._clock = clock
        self._inside = inside

    def items(self, waiting: tuple[EntryKey, ...]) -> tuple[Item, ...]:
        """Return every line that belongs on a sheet now; `waiting` has no officer yet.

        Where they do not fit, the last line says how many more there are.
        """
        every = self._every(waiting)
        found = list(islice(every, SHEET_ITEMS_MAX))
        more = sum(1 for _ in every)
        if more:
            found[-1] = Item(Matter.MORE, "", str(more + 1))
        return tuple(found)

    def _every(self, waiting: tuple[EntryKey, ...]) -> Iterator[Item]:
        facts, now_ms = self._queries.facts, self._clock.now().wall_ms
        for key in waiting:
            filed = self._store.entry(key)
            at_ms = None if filed is None else self._filed_ms(key)
            yield Item(Matter.UNACKNOWLEDGED, key.link, ref_of(key), at_ms)
        yield from _promises(facts)
        yield from self._translations(now_ms)
        yield from _tests(facts)
        yield from _expiring(facts, now_ms)
        yield from _paths(facts)
        yield from _alarms(facts)
        for notice in self._inside.notices():
            if notice.event_ms - now_ms < _AHEAD_MS:
                link = notice.ref.partition("/")[0]
                yield Item(Matter.NOTICE, link, notice.ref, notice.event_ms)
        for missing in self._inside.missing():
            link = missing.ref.partition("/")[0]
            yield Item(Matter.ONWARD, link, missing.ref, missing.filed_ms)
        for draft in facts.drafts:
            number = str(draft.content.number)
            yield Item(Matter.DRAFT, draft.link, number, draft.content.created_ms)

    def _filed_ms(self, key: EntryKey) -> int:
        return self._queries.told(key).head.filed_ms

    def _translations(self, now_ms: int) -> Iterator[Item]:
        """Yield messages of the last days whose translation nobody has certified."""
        for filed in self._store.recent(EntryFlag.MESSAGE, None, LIST_MAX):
            key = filed.row.key
            if key.direction is not Direction.IN or EntryFlag.BAD in filed.row.flags:
                continue
            if now_ms - self._filed_ms(key) > _LATELY_MS:
                return
            grade = self._newest_grade(key)
            if grade not in {None, Grade.CERTIFIED}:
                yield Item(Matter.TRANSLATION, key.link, ref_of(key))

    def _newest_grade(self, key: EntryKey) -> Grade | None:
        grade = None
        for version in range(1, VERSIONS_MAX + 1):
            data = self._store.value(SHELF, translation_key(key, version))
            if data is None:
                break
            grade = decode_translation(data).grade
        return grade


def _promises(facts: Facts) -> Iterator[Item]:
    for link in facts.links.values():
        for key, until_ms in link.promises:
            ours = key.direction is Direction.IN
            matter = Matter.ANSWER_OWED if ours else Matter.ANSWER_PROMISED
            yield Item(matter, key.link, ref_of(key), until_ms)


def _tests(facts: Facts) -> Iterator[Item]:
    for name, link in facts.links.items():
        if link.facts.missed:
            yield Item(
                Matter.TEST_MISSED,
                name,
                str(link.facts.missed),
                link.facts.tested_wall_ms,
            )


def _expiring(facts: Facts, now_ms: int) -> Iterator[Item]:
    soon_ms = now_ms + EXPIRY_WARNING_S * 1_000
    if facts.roster.valid_to_ms < soon_ms:
        name = facts.roster.station
        yield Item(Matter.KEY_EXPIRES, "", name, facts.roster.valid_to_ms)
    for officer in facts.roster.officers:
        if now_ms <= officer.valid_to_ms < soon_ms:
            yield Item(Matter.KEY_EXPIRES, "", officer.name, officer.valid_to_ms)
    for name, link in facts.links.items():
        if link.roster.valid_to_ms < soon_ms:
            yield Item(Matter.KEY_EXPIRES, name, name, link.roster.valid_to_ms)


def _paths(facts: Facts) -> Iterator[Item]:
    for circuit in facts.circuits:
        if state_word(circuit) not in _WELL:
            yield Item(
                Matter.PATH, circuit.link, circuit.circuit, circuit.since_wall_ms
            )


def _alarms(facts: Facts) -> Iterator[Item]:
    for name, link in facts.links.items():
        owner = link.facts.stale_owner
        if owner is not None:
            yield Item(Matter.SHELVED, name, "LINK-STALE", owner[1])
    for alarm in facts.alarms:
        subject = f"{alarm.code} {alarm.subject}".strip()
        if alarm.shelved is not None:
            until_ms = alarm.shelved.until_wall_ms
            yield Item(Matter.SHELVED, alarm.link, subject, until_ms)
        elif alarm.code not in _TOLD_BESIDE:
            yield Item(Matter.ALARM, alarm.link, subject, alarm.since_wall_ms)
