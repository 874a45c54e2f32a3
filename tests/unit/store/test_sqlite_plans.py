# SPDX-License-Identifier: Apache-2.0
"""No question reads the whole table: a screen is as quick after years as today."""

from __future__ import annotations

import pytest

from parley.model.record import Append, Clear, Direction, Drop, EntryFlag, Forget, Put
from parley.testing.store_bench import LINK, row


class Asked:
    """A connection that keeps the plan of every statement it is given."""

    def __init__(self, inner):
        self.inner = inner
        self.plans = []

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def _plan(self, statement, values=()):
        if statement.lstrip().startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            plan = self.inner.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            self.plans += [step[3] for step in plan.fetchall()]

    def execute(self, statement, values=()):
        self._plan(statement, values)
        return self.inner.execute(statement, values)

    def executemany(self, statement, rows):
        rows = list(rows)
        if rows:
            self._plan(statement, rows[0])
        return self.inner.executemany(statement, rows)


def scans(plans):
    return [step for step in plans if "SCAN" in step and "INDEX" not in step]


# What was forgotten is only met on the way through a log; no screen asks for it.
@pytest.mark.parametrize("flag", [one for one in EntryFlag if one != 16])
def test_flag_is_found_by_its_index(store, flag):
    """A flag without an index would read every entry at every refresh."""
    store._reader = Asked(store._reader)
    store.flagged(flag)
    store.recent(flag, 100, 10)
    store.recent(flag | EntryFlag.MESSAGE, None, 10)
    assert len(store._reader.plans) == 3
    assert scans(store._reader.plans) == []
    assert not [step for step in store._reader.plans if "TEMP B-TREE" in step]


def test_places_and_shelves_are_found_by_index(store):
    """Entries, logs, counts and values are looked up, never searched for."""
    store._reader = Asked(store._reader)
    store.entry(row(1).key)
    store.entries(LINK, Direction.OUT, 0, 5, 10)
    store.count(LINK, Direction.OUT)
    store.logs(LINK)
    store.value("s", b"a")
    list(store.shelf("s"))
    assert len(store._reader.plans) >= 5
    assert scans(store._reader.plans) == []


def test_commit_searches_nothing(store):
    """What a commit costs does not grow with the record."""
    store.commit([Put("s", b"a", bytes(100)), Put("s", b"b", bytes(100))])
    writer = Asked(store._writer)
    store._changes._writer = writer
    store.commit(
        [
            Append(row(1, EntryFlag.PENDING)),
            Clear(row(1).key, EntryFlag.PENDING),
            Put("s", b"a", bytes(200)),
            Put("s", b"c", bytes(100)),
            Drop("s", b"b"),
            Forget(row(1).key, b"head"),
        ]
    )
    assert len(writer.plans) > 8
    assert scans(writer.plans) == []
