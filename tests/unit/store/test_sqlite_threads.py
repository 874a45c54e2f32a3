# SPDX-License-Identifier: Apache-2.0
"""Screens read while the writer commits, and never see half of a commit."""

from __future__ import annotations

import threading

from parley.model.record import Append, Direction, Drop, EntryFlag, Put
from parley.testing.store_bench import LINK, row

COMMITS = 150


def test_reader_sees_whole_commits_only(store):
    """The board asks at any moment; it must be shown a state that existed."""
    done = threading.Event()
    wrong = []

    def read():
        while not done.is_set():
            state = dict(store.shelf("s"))
            if len(set(state.values())) > 1:
                wrong.append(state)
            pending = store.recent(EntryFlag.PENDING, None, 5)
            if len(pending) % 2:
                wrong.append(pending)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for thread in readers:
        thread.start()
    for n in range(COMMITS):
        store.commit(
            [
                *(Append(row(2 * n + i, EntryFlag.PENDING if n < 2 else EntryFlag(0)))
                  for i in (1, 2)),
                *(Put("s", key, b"%d" % n) for key in (b"a", b"b", b"c")),
                Put("t", b"secret", b"1"),
                *([Drop("t", b"secret")] if n % 10 == 0 else []),
            ]
        )  # fmt: skip
    done.set()
    for thread in readers:
        thread.join()
    assert wrong == []
    assert store.count(LINK, Direction.OUT) == 2 * COMMITS


def test_check_and_copy_run_beside_commits(store, tmp_path):
    """An operator checks and copies a running station; no message waits for that."""
    store.commit([Append(row(n)) for n in range(1, 1001)])
    results = []

    def look():
        results.append(store.check(lambda _done, _total: None))
        store.copy_to(tmp_path / "copy.db")
        results.append((tmp_path / "copy.db").stat().st_size > 0)

    thread = threading.Thread(target=look)
    thread.start()
    for n in range(1001, 1101):
        store.commit([Append(row(n))])
    thread.join()
    assert results == [[], True]
    assert store.count(LINK, Direction.OUT) == 1100
