# SPDX-License-Identifier: Apache-2.0
"""Reads the record of a link by time, log after log, without reading any text.

Times in one log do not go back where its writer keeps his word, so the first entry of a
period is found by halving and not by reading from the beginning.
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.core.entries import read_row
from parley.core.records import Rung
from parley.core.shelves import decode_fact, decode_head, ladder_key
from parley.model.entry import EntryKind, TestAnswer
from parley.model.record import Direction, EntryFlag, EntryRow
from parley.ports.store import Store
from parley.station.names import ref_of
from parley.station.parties import Log
from parley.station.record.contacts import ContactFact

PAGE = 500


def logs_of(store: Store, link: str) -> list[Log]:
    """Return every log the record holds of a link, earlier incarnations included."""
    return [(link, *log) for log in store.logs(link)]


def rows_of(store: Store, log: Log, from_ms: int, to_ms: int) -> Iterator[EntryRow]:
    """Yield the entries of one log that were logged in a period, in order."""
    serial = _first_serial(store, log, from_ms)
    while page := store.entries(*log, serial, PAGE):
        for filed in page:
            logged_ms = decode_head(filed.row.head).logged_ms
            if logged_ms >= to_ms:
                return
            if logged_ms >= from_ms:
                yield filed.row
        serial = page[-1].row.key.serial + 1


def rows_between(
    store: Store, link: str, from_ms: int, to_ms: int
) -> Iterator[EntryRow]:
    """Yield the entries of every log of a link that were logged in a period."""
    for log in logs_of(store, link):
        yield from rows_of(store, log, from_ms, to_ms)


def _first_serial(store: Store, log: Log, from_ms: int) -> int:
    """Return a serial before which everything is earlier than `from_ms`."""
    low, high = 1, 2
    while (logged_ms := _logged_at(store, log, high)) is not None:
        if logged_ms >= from_ms:
            break
        low, high = high, high * 2
    while low < high:
        middle = (low + high) // 2
        logged_ms = _logged_at(store, log, middle)
        if logged_ms is None or logged_ms >= from_ms:
            high = middle
        else:
            low = middle + 1
    return max(1, low - 1)


def _logged_at(store: Store, log: Log, serial: int) -> int | None:
    """Return the time of the entry at a serial or, in a gap, of the next one."""
    found = store.entries(*log, serial, 1)
    return decode_head(found[0].row.head).logged_ms if found else None


def contact_fact(store: Store, row: EntryRow) -> ContactFact:
    """Return what the contact record needs of an entry."""
    head = decode_head(row.head)
    kind = EntryKind(head.kind)
    about: bytes | None = None
    if kind is EntryKind.TEST_ANSWER:
        payload = read_row(row)[1].payload
        about = payload.leaf if isinstance(payload, TestAnswer) else None
    good = EntryFlag.BAD not in row.flags and head.refusal is None
    return ContactFact(
        out=row.key.direction is Direction.OUT,
        ref=ref_of(row.key),
        kind=kind,
        precedence=head.precedence,
        logged_ms=head.logged_ms,
        leaf=row.leaf,
        good=good,
        acknowledged=kind is EntryKind.MESSAGE and _acknowledged(store, row),
        about=about,
    )


def _acknowledged(store: Store, row: EntryRow) -> bool:
    data = store.value("ladder", ladder_key(row.key, Rung.ACKNOWLEDGEMENT, row.leaf))
    return data is not None and decode_fact(data).leaf == row.leaf


def contact_facts(
    store: Store, link: str, from_ms: int, to_ms: int
) -> list[ContactFact]:
    """Return the facts of a period; a message said again in a new log counts once."""
    told: set[int] = set()
    facts = []
    for row in rows_between(store, link, from_ms, to_ms):
        fact = contact_fact(store, row)
        number = decode_head(row.head).number
        if fact.out and fact.kind is EntryKind.MESSAGE and number is not None:
            if number in told:
                continue
            told.add(number)
        facts.append(fact)
    return facts
