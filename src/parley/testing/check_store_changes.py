# SPDX-License-Identifier: Apache-2.0
"""What every store must do with changes, and with its own end."""

from __future__ import annotations

from collections.abc import Callable

from parley.model.record import (
    Append,
    Change,
    Clear,
    Drop,
    EntryFlag,
    EntryKey,
    EntryRow,
    Forget,
    Put,
)
from parley.testing.refused import refused, same
from parley.testing.store_bench import (
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

BIG_BYTES = 1024 * 1024


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


def check_forget_destroys_body_and_head(bench: StoreBench) -> None:
    """What retention destroys is gone; the place and the commitment stay."""
    store = bench.new()
    store.commit([Append(row(n, MESSAGE, body=b"a text to forget")) for n in (1, 2)])
    store.commit([Forget(row(1).key, b"a new head, longer than the old one was")])
    store = bench.again(store)
    found = store.entry(row(1).key)
    assert found is not None
    same((found.row.body, found.row.leaf), (b"", row(1).leaf))
    same(found.row.head, b"a new head, longer than the old one was")
    same(found.row.flags, MESSAGE | EntryFlag.FORGOTTEN)
    same(serials(store.flagged(MESSAGE)), [1, 2])
    same(serials(store.flagged(EntryFlag.FORGOTTEN)), [1])
    same(store.check(lambda _done, _total: None), [])
    store.commit([Forget(row(1).key, b"")])  # once more: only the head
    again = store.entry(row(1).key)
    same(again is not None and (again.row.head, again.row.body), (b"", b""))
    with refused("PLY-STO-006"):
        store.commit([Append(row(1, body=b"said under a serial that is taken"))])
    with refused("PLY-STO-007"):
        store.commit([Forget(row(2).key, b"head"), Forget(row(9).key, b"head")])
    kept = store.entry(row(2).key)
    same(kept is not None and kept.row.body, b"a text to forget")
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
        same(log(store), [1])
        same(serials(store.flagged(PENDING)), [1])
        same(store.flagged(MESSAGE), [])
        same(list(store.shelf("s")), [(b"kept", b"old"), (b"x", b"y")])
    store.commit(good)
    same(log(store), [1, 2])
    same(list(store.shelf("s")), [(b"added", b"new"), (b"kept", b"new")])
    store.close()


def check_flushing_is_told_of_what_is_accepted(bench: StoreBench) -> None:
    """What is done beside the disk begins once, and only where nothing is refused."""
    store = bench.new()
    told: list[int] = []
    store.commit([Append(row(1))], lambda: told.append(1))
    same(told, [1])
    with refused("PLY-STO-006"):
        store.commit([Append(row(1))], lambda: told.append(2))
    same(told, [1])
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


def check_names_of_any_script_are_kept(bench: StoreBench) -> None:
    """Names are text: quotes, percent signs and other scripts are nothing special."""
    store = bench.new()
    for name in ("o'brien\"; --", "%s_", "МИД.example", "外交部", "/"):
        store.commit([Append(row(1, link=name)), Put(name, b"'", name.encode())])
        same(store.count(name, OUT), 1)
        same(list(store.shelf(name)), [(b"'", name.encode())])
    same(store.count("%", OUT), 0)
    store.close()


def check_restart_finds_everything(bench: StoreBench) -> None:
    """What was committed is there after a restart, and filing goes on above it."""
    store = bench.new()
    store.commit([Append(row(n, MESSAGE)) for n in (1, 2)])
    store.commit([Put("s", b"a", b"1"), Put("s", b"b", b"2"), Drop("s", b"a")])
    store.commit([Clear(row(1).key, MESSAGE)])
    highest = store.recent(NONE, None, 1)[0].filed
    store = bench.again(store)
    same(log(store), [1, 2])
    same(serials(store.flagged(MESSAGE)), [2])
    same(list(store.shelf("s")), [(b"b", b"2")])
    store.commit([Append(row(3))])
    same(store.recent(NONE, None, 1)[0].filed > highest, True)
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
    same(log(store), [1, 2, 3, 4])
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
        lambda: log(store),
        lambda: store.logs(LINK),
        lambda: store.flagged(PENDING),
        lambda: store.recent(MESSAGE, None, 1),
        lambda: store.count(LINK, OUT),
        lambda: store.check(lambda _done, _total: None),
        lambda: store.copy_to(bench.folder / "copy"),
    ]
    for ask in asked:
        with refused("PLY-STO-012"):
            ask()


CHANGE_CHECKS: tuple[StoreCheck, ...] = (
    check_second_entry_at_one_place_is_refused,
    check_clear_takes_one_flag,
    check_forget_destroys_body_and_head,
    check_put_sets_and_replaces,
    check_drop_destroys_and_absent_is_fine,
    check_changes_are_made_in_order,
    check_refused_change_leaves_nothing,
    check_flushing_is_told_of_what_is_accepted,
    check_empty_values_are_values,
    check_big_values_are_kept,
    check_names_of_any_script_are_kept,
    check_restart_finds_everything,
    check_missing_serial_is_reported,
    check_copy_is_whole_and_apart,
    check_copy_overwrites_nothing,
    check_closed_store_refuses,
)
