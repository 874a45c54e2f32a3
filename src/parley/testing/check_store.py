# SPDX-License-Identifier: Apache-2.0
"""What every store must do, as checks that a new store's test runs one by one.

A store's author gives a `StoreBench`; the whole test of a new store is:

    @pytest.mark.parametrize("check", STORE_CHECKS, ids=lambda check: check.__name__)
    def test_my_store_keeps_the_promises(check, tmp_path):
        check(MyBench(tmp_path))

What a kit cannot know - how the disk fails, what a killed process leaves - is tested
beside it, store by store.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from parley.model.record import (
    Append,
    Change,
    Clear,
    Direction,
    Drop,
    EntryFlag,
    EntryKey,
    EntryRow,
    FiledRow,
    Put,
)
from parley.ports.store import Store
from parley.testing.refused import refused, same

IN, OUT = Direction.IN, Direction.OUT
PENDING, OPEN, MESSAGE = EntryFlag.PENDING, EntryFlag.OPEN, EntryFlag.MESSAGE
BAD, NONE = EntryFlag.BAD, EntryFlag(0)
LINK = "nrrc.bravo.example"
BIG_BYTES = 1024 * 1024


class StoreBench(Protocol):
    """What the checks need of a store's author; one bench serves one check."""

    folder: Path  # empty, for copies

    def new(self) -> Store:
        """Return a new, empty store."""
        ...

    def again(self, store: Store) -> Store:
        """Close `store` and return what a restarted station finds."""
        ...

    def copy(self, path: Path) -> Store:
        """Open what `copy_to` wrote."""
        ...


StoreCheck = Callable[[StoreBench], None]


def row(  # noqa: D103 - a made-up entry
    serial: int,
    flags: EntryFlag = NONE,
    *,
    link: str = LINK,
    direction: Direction = OUT,
    incarnation: int = 0,
    body: bytes = b"body",
) -> EntryRow:
    key = EntryKey(link, direction, incarnation, serial)
    return EntryRow(key, flags, serial.to_bytes(32, "big"), b"head %d" % serial, body)


def serials(rows: list[FiledRow]) -> list[int]:  # noqa: D103 - shortens the checks
    return [filed.row.key.serial for filed in rows]


def _log(store: Store, first: int = 1, limit: int = 100) -> list[int]:
    return serials(store.entries(LINK, OUT, 0, first, limit))


def check_new_store_is_empty(bench: StoreBench) -> None:
    """A new station knows nothing, and asking is not an error."""
    store = bench.new()
    same(list(store.shelf("link")), [])
    same(store.value("link", b"x"), None)
    same(store.entry(row(1).key), None)
    same(_log(store), [])
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


def check_second_entry_at_one_place_is_refused(bench: StoreBench) -> None:
    """A serial given twice would let a record be rewritten."""
    store = bench.new()
    store.commit([Append(row(1, body=b"first"))])
    with refused("PLY-STO-006"):
        store.commit([Append(row(1, body=b"second"))])
    with refused("PLY-STO-006"):
        store.commit([Append(row(2)), Append(row(2))])
    found = store.entry(row(1).key)
    same(found is not None and found.row.body, b"first")
    same(store.count(LINK, OUT), 1)
    # The same serial in another log is another entry.
    store.commit([Append(row(1, direction=IN)), Append(row(1, incarnation=1))])
    store.commit([Append(row(1, link="nrrc.charlie.example"))])
    same(store.count(LINK, OUT), 2)
    store.close()


def check_clear_takes_one_flag(bench: StoreBench) -> None:
    """A receipt ends the retries and changes nothing else of the entry."""
    store = bench.new()
    given = row(1, PENDING | MESSAGE)
    store.commit([Append(given), Append(row(2, PENDING))])
    store.commit([Clear(given.key, PENDING)])
    same(serials(store.flagged(PENDING)), [2])
    same(serials(store.flagged(MESSAGE)), [1])
    found = store.entry(given.key)
    same(found is not None and found.row, row(1, MESSAGE))
    store.commit([Clear(given.key, PENDING)])  # already off: nothing to do
    with refused("PLY-STO-007"):
        store.commit([Clear(row(3).key, PENDING)])
    store.close()


def check_put_sets_and_replaces(bench: StoreBench) -> None:
    """A shelf holds one value a key, and shelves do not mix."""
    store = bench.new()
    store.commit([Put("link", b"k", b"one"), Put("draft", b"k", b"other")])
    store.commit([Put("link", b"k", b"two"), Put("link", b"k", b"three")])
    same(store.value("link", b"k"), b"three")
    same(store.value("draft", b"k"), b"other")
    same(store.value("link", b"absent"), None)
    store.close()


def check_drop_destroys_and_absent_is_fine(bench: StoreBench) -> None:
    """A used prekey is gone; dropping it once more is no error."""
    store = bench.new()
    store.commit([Put("prekey", b"1", b"secret"), Put("prekey", b"2", b"other")])
    store.commit([Drop("prekey", b"1")])
    store.commit([Drop("prekey", b"1"), Drop("never", b"1")])
    same(list(store.shelf("prekey")), [(b"2", b"other")])
    store.close()


def check_changes_are_made_in_order(bench: StoreBench) -> None:
    """Later changes of one commit see the earlier ones."""
    store = bench.new()
    store.commit(
        [
            Put("s", b"a", b"1"),
            Drop("s", b"a"),
            Drop("s", b"b"),
            Put("s", b"b", b"2"),
            Append(row(1, PENDING)),
            Clear(row(1).key, PENDING),
        ]
    )
    same(list(store.shelf("s")), [(b"b", b"2")])
    same(store.flagged(PENDING), [])
    store.close()


def check_refused_change_leaves_nothing(bench: StoreBench) -> None:
    """A batch is kept whole or not at all, and the store goes on afterwards."""
    store = bench.new()
    store.commit([Append(row(1, PENDING))])
    store.commit([Put("s", b"kept", b"old"), Put("s", b"x", b"y")])
    good: list[Change] = [
        Append(row(2, MESSAGE)),
        Clear(row(1).key, PENDING),
        Put("s", b"kept", b"new"),
        Put("s", b"added", b"new"),
        Drop("s", b"x"),
    ]
    bad: tuple[Change, ...] = (Append(row(1)), Clear(row(9).key, OPEN))
    for last in bad:
        with refused("PLY-STO-006", "PLY-STO-007"):
            store.commit([*good, last])
        same(_log(store), [1])
        same(serials(store.flagged(PENDING)), [1])
        same(store.flagged(MESSAGE), [])
        same(list(store.shelf("s")), [(b"kept", b"old"), (b"x", b"y")])
    store.commit(good)
    same(_log(store), [1, 2])
    same(list(store.shelf("s")), [(b"added", b"new"), (b"kept", b"new")])
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
    same(_log(store, limit=2), [1, 2])
    same(_log(store, first=3, limit=2), [3, 4])
    same(_log(store, first=5, limit=2), [10])
    same(_log(store, first=11), [])
    same(_log(store, limit=0), [])
    same(serials(store.entries(LINK, IN, 0, 1, 9)), [1, 2])
    same(serials(store.entries(LINK, OUT, 1, 1, 9)), [3])
    same(store.entries("nobody.example", OUT, 0, 1, 9), [])
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


def check_empty_values_are_values(bench: StoreBench) -> None:
    """Empty is not absent."""
    store = bench.new()
    key = EntryKey(LINK, OUT, 0, 1)
    given = EntryRow(key, NONE, b"", b"", b"")
    store.commit([Put("s", b"", b""), Append(given)])
    same(store.value("s", b""), b"")
    same(list(store.shelf("s")), [(b"", b"")])
    found = store.entry(key)
    same(found is not None and found.row, given)
    store.close()


def check_big_values_are_kept(bench: StoreBench) -> None:
    """The largest text with its attachments is a body of a mebibyte."""
    store = bench.new()
    big = bytes(range(256)) * (BIG_BYTES // 256)
    store.commit([Append(row(1, body=big)), Put("s", b"k" * 1000, big)])
    store = bench.again(store)
    found = store.entry(row(1).key)
    same(found is not None and found.row.body == big, True)
    same(store.value("s", b"k" * 1000) == big, True)
    store.close()


def check_restart_finds_everything(bench: StoreBench) -> None:
    """What was committed is there after a restart, and filing goes on above it."""
    store = bench.new()
    store.commit([Append(row(n, MESSAGE)) for n in (1, 2)])
    store.commit([Put("s", b"a", b"1"), Put("s", b"b", b"2"), Drop("s", b"a")])
    store.commit([Clear(row(1).key, MESSAGE)])
    highest = store.recent(NONE, None, 1)[0].filed
    store = bench.again(store)
    same(_log(store), [1, 2])
    same(serials(store.flagged(MESSAGE)), [2])
    same(list(store.shelf("s")), [(b"b", b"2")])
    store.commit([Append(row(3))])
    same(store.recent(NONE, None, 1)[0].filed > highest, True)
    store.close()


def check_names_of_any_script_are_kept(bench: StoreBench) -> None:
    """Names are text: quotes, percent signs and other scripts are nothing special."""
    store = bench.new()
    for name in ("o'brien\"; --", "%s_", "МИД.example", "外交部", "/"):
        store.commit([Append(row(1, link=name)), Put(name, b"'", name.encode())])
        same(store.count(name, OUT), 1)
        same(list(store.shelf(name)), [(b"'", name.encode())])
    same(store.count("%", OUT), 0)
    store.close()


def check_missing_serial_is_reported(bench: StoreBench) -> None:
    """A hole in our own log is a lost entry; the counterpart's may have holes."""
    store = bench.new()
    store.commit([Append(row(n, direction=IN)) for n in (2, 5)])
    store.commit([Append(row(n)) for n in (1, 2)])
    steps: list[tuple[int, int]] = []
    same(store.check(lambda done, total: steps.append((done, total))), [])
    same(steps[0][0], 0)
    same(steps[-1][0], steps[-1][1])
    same(all(done <= total for done, total in steps), True)
    same(sorted(done for done, _ in steps), [done for done, _ in steps])
    store.commit([Append(row(4)), Append(row(1, incarnation=1))])
    problems = store.check(lambda _done, _total: None)
    same(len(problems), 1)
    same(f"{LINK}/out/0/4" in problems[0], True)
    store.close()


def check_copy_is_whole_and_apart(bench: StoreBench) -> None:
    """A backup holds everything, and what comes later does not reach it."""
    store = bench.new()
    store.commit([Append(row(n, PENDING)) for n in (1, 2, 3)])
    store.commit([Put("s", b"a", b"1"), Clear(row(2).key, PENDING)])
    path = bench.folder / "copy"
    store.copy_to(path)
    store.commit([Append(row(4)), Put("s", b"a", b"2")])
    copy = bench.copy(path)
    same([f.row for f in copy.entries(LINK, OUT, 0, 1, 9)],
         [f.row for f in store.entries(LINK, OUT, 0, 1, 3)])  # fmt: skip
    same(serials(copy.flagged(PENDING)), [1, 3])
    same(copy.value("s", b"a"), b"1")
    same(copy.check(lambda _done, _total: None), [])
    copy.commit([Append(row(4, body=b"the copy goes its own way"))])
    copy.close()
    same(_log(store), [1, 2, 3, 4])
    store.close()


def check_copy_overwrites_nothing(bench: StoreBench) -> None:
    """A backup never replaces the file that may be the last good one."""
    store = bench.new()
    path = bench.folder / "taken"
    path.write_bytes(b"the last good backup")
    with refused("PLY-STO-011"):
        store.copy_to(path)
    same(path.read_bytes(), b"the last good backup")
    with refused("PLY-STO-002"):
        store.copy_to(bench.folder / "no such folder" / "copy")
    same(sorted(bench.folder.glob("taken*")), [path])
    store.close()


def check_closed_store_refuses(bench: StoreBench) -> None:
    """After the end nothing is answered from a file that may be another's by now."""
    store = bench.new()
    store.close()
    store.close()  # closing twice is fine
    asked: list[Callable[[], object]] = [
        lambda: store.commit([Put("s", b"a", b"1")]),
        lambda: store.commit([]),
        lambda: store.shelf("s"),
        lambda: store.value("s", b"a"),
        lambda: store.entry(row(1).key),
        lambda: _log(store),
        lambda: store.flagged(PENDING),
        lambda: store.recent(MESSAGE, None, 1),
        lambda: store.count(LINK, OUT),
        lambda: store.check(lambda _done, _total: None),
        lambda: store.copy_to(bench.folder / "copy"),
    ]
    for ask in asked:
        with refused("PLY-STO-012"):
            ask()


STORE_CHECKS: tuple[StoreCheck, ...] = (
    check_new_store_is_empty,
    check_entry_comes_back_whole,
    check_filing_order_grows,
    check_second_entry_at_one_place_is_refused,
    check_clear_takes_one_flag,
    check_put_sets_and_replaces,
    check_drop_destroys_and_absent_is_fine,
    check_changes_are_made_in_order,
    check_refused_change_leaves_nothing,
    check_shelf_is_in_key_order,
    check_shelf_is_as_it_was_when_asked,
    check_entries_page_by_serial,
    check_flags_are_found,
    check_recent_pages_backwards,
    check_count_is_per_direction,
    check_empty_values_are_values,
    check_big_values_are_kept,
    check_restart_finds_everything,
    check_names_of_any_script_are_kept,
    check_missing_serial_is_reported,
    check_copy_is_whole_and_apart,
    check_copy_overwrites_nothing,
    check_closed_store_refuses,
)


def check_store(make: Callable[[], StoreBench]) -> None:
    """Run every check, each with a bench of its own."""
    for check in STORE_CHECKS:
        check(make())
