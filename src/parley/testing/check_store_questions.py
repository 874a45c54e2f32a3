# SPDX-License-Identifier: Apache-2.0
"""How every store must answer."""

from __future__ import annotations

from parley.model.record import (
    Append,
    Direction,
    Drop,
    EntryFlag,
    Put,
)
from parley.testing.refused import same
from parley.testing.store_bench import (
    BAD,
    IN,
    LINK,
    MESSAGE,
    NONE,
    OPEN,
    OUT,
    PENDING,
    StoreBench,
    StoreCheck,
    log,
    row,
    serials,
)


def check_new_store_is_empty(bench: StoreBench) -> None:
    """A new station knows nothing, and asking is not an error."""
    store = bench.new()
    same(list(store.shelf("link")), [])
    same(store.value("link", b"x"), None)
    same(store.entry(row(1).key), None)
    same(log(store), [])
    same(store.flagged(PENDING), [])
    same(store.recent(MESSAGE, None, 10), [])
    same(store.count(LINK, OUT), 0)
    store.commit([])
    same(store.check(lambda _done, _total: None), [])
    store.close()


def check_entry_comes_back_whole(bench: StoreBench) -> None:
    """Every field of an entry is kept, by key and by place."""
    store = bench.new()
    given = row(7, PENDING | MESSAGE, direction=IN, incarnation=3)
    store.commit([Append(given)])
    found = store.entry(given.key)
    same(found is not None and found.row, given)
    same([f.row for f in store.entries(LINK, IN, 3, 1, 10)], [given])
    same(found is not None and type(found.row.key.direction), Direction)
    same(found is not None and type(found.row.flags), EntryFlag)
    store.close()


def check_filing_order_grows(bench: StoreBench) -> None:
    """Lists follow the order of filing, whatever the serials and links are."""
    store = bench.new()
    rows = [row(5), row(9, direction=IN), row(1, link="a.example"), row(6)]
    for given in rows[:2]:
        store.commit([Append(given)])
    store.commit([Append(given) for given in rows[2:]])
    found = [store.entry(given.key) for given in rows]
    filed = [place.filed for place in found if place is not None]
    same(len(filed), 4)
    same(sorted(set(filed)), filed)
    store.close()


def check_shelf_is_in_key_order(bench: StoreBench) -> None:
    """Recovery reads shelves in the order of their keys as bytes."""
    store = bench.new()
    keys = [b"\xff", b"", b"\x00", b"b", b"a\x00", b"a", b"\x7f", b"\x80"]
    store.commit([Put("s", key, b"v" + key) for key in keys])
    same(list(store.shelf("s")), [(key, b"v" + key) for key in sorted(keys)])
    store.close()


def check_shelf_is_as_it_was_when_asked(bench: StoreBench) -> None:
    """A commit in the middle of a walk neither breaks nor enters it."""
    store = bench.new()
    store.commit([Put("s", b"%d" % n, b"old") for n in range(5)])
    walk = store.shelf("s")
    first = next(walk)
    store.commit([Drop("s", b"3"), Put("s", b"4", b"new"), Put("s", b"9", b"new")])
    same([first, *walk], [(b"%d" % n, b"old") for n in range(5)])
    store.close()


def check_entries_page_by_serial(bench: StoreBench) -> None:
    """A log is read in pages, in serial order, whatever the order of filing."""
    store = bench.new()
    store.commit([Append(row(n)) for n in (4, 1, 3, 10, 2)])
    store.commit([Append(row(n, direction=IN)) for n in (1, 2)])
    store.commit([Append(row(3, incarnation=1)), Append(row(3, link="a.example"))])
    same(log(store, limit=2), [1, 2])
    same(log(store, first=3, limit=2), [3, 4])
    same(log(store, first=5, limit=2), [10])
    same(log(store, first=11), [])
    same(log(store, limit=0), [])
    same(serials(store.entries(LINK, IN, 0, 1, 9)), [1, 2])
    same(serials(store.entries(LINK, OUT, 1, 1, 9)), [3])
    same(store.entries("nobody.example", OUT, 0, 1, 9), [])
    store.close()


def check_logs_are_named(bench: StoreBench) -> None:
    """An archive needs every log of a link, the ones before a restoration too."""
    store = bench.new()
    same(store.logs(LINK), [])
    store.commit([Append(row(2, incarnation=7)), Append(row(1, direction=IN))])
    store.commit([Append(row(1)), Append(row(2)), Append(row(1, link="a.example"))])
    same(store.logs(LINK), [(OUT, 0), (OUT, 7), (IN, 0)])
    same([type(direction) for direction, _ in store.logs(LINK)], [Direction] * 3)
    same(store.logs("a.example"), [(OUT, 0)])
    store.close()


def check_flags_are_found(bench: StoreBench) -> None:
    """Each flag finds its entries in filing order, and flags together mean all."""
    store = bench.new()
    flags = [PENDING, MESSAGE, PENDING | MESSAGE, NONE, OPEN | MESSAGE, BAD | MESSAGE]
    store.commit([Append(row(9 - n, flag)) for n, flag in enumerate(flags)])
    same(serials(store.flagged(PENDING)), [9, 7])
    same(serials(store.flagged(MESSAGE)), [8, 7, 5, 4])
    same(serials(store.flagged(OPEN)), [5])
    same(serials(store.flagged(BAD)), [4])
    same(serials(store.flagged(PENDING | MESSAGE)), [7])
    same(serials(store.flagged(OPEN | BAD)), [])
    same(serials(store.flagged(NONE)), [9, 8, 7, 6, 5, 4])
    store.close()


def check_recent_pages_backwards(bench: StoreBench) -> None:
    """A screen shows the newest first and pages back without losing or repeating."""
    store = bench.new()
    for n in range(1, 11):
        store.commit([Append(row(n, MESSAGE if n % 2 else PENDING))])
    found: list[int] = []
    before: int | None = None
    while page := store.recent(MESSAGE, before, 2):
        found += serials(page)
        before = page[-1].filed
    same(found, [9, 7, 5, 3, 1])
    same(serials(store.recent(NONE, None, 3)), [10, 9, 8])
    same(store.recent(MESSAGE, None, 0), [])
    store.close()


def check_count_is_per_direction(bench: StoreBench) -> None:
    """Counts take in every incarnation, and only one direction of one link."""
    store = bench.new()
    store.commit([Append(row(n)) for n in range(1, 6)])
    store.commit([Append(row(1, incarnation=1)), Append(row(1, direction=IN))])
    store.commit([Append(row(1, link="a.example"))])
    same(store.count(LINK, OUT), 6)
    same(store.count(LINK, IN), 1)
    same(store.count("a.example", OUT), 1)
    same(store.count("a.example", IN), 0)
    store.close()


QUESTION_CHECKS: tuple[StoreCheck, ...] = (
    check_new_store_is_empty,
    check_entry_comes_back_whole,
    check_filing_order_grows,
    check_shelf_is_in_key_order,
    check_shelf_is_as_it_was_when_asked,
    check_entries_page_by_serial,
    check_logs_are_named,
    check_flags_are_found,
    check_recent_pages_backwards,
    check_count_is_per_direction,
)
