# SPDX-License-Identifier: Apache-2.0
"""What simulated worlds need beyond the port: snapshots, and disks that fail."""

from __future__ import annotations

import pytest

from parley.model.record import Append, Clear, Direction, Drop, EntryFlag, Put
from parley.store.memory.store import MemoryStore
from parley.testing.faulty_store import CommitFailure, DiskFailure, FaultyStore
from parley.testing.refused import refused
from parley.testing.store_bench import LINK, row

OUT = Direction.OUT


def test_snapshot_goes_its_own_way():
    """A backup must not follow the station it was made of, nor lead it."""
    store = MemoryStore()
    store.commit([Append(row(1, EntryFlag.PENDING)), Put("s", b"a", b"1")])
    twin = store.snapshot()
    store.commit(
        [Append(row(2)), Put("s", b"a", b"2"), Clear(row(1).key, EntryFlag(1))]
    )
    twin.commit([Drop("s", b"a"), Append(row(2, body=b"another history"))])
    assert store.value("s", b"a") == b"2"
    assert store.flagged(EntryFlag.PENDING) == []
    assert twin.value("s", b"a") is None
    assert len(twin.flagged(EntryFlag.PENDING)) == 1
    assert twin.entry(row(2).key) != store.entry(row(2).key)


def test_snapshot_of_a_stopped_station_is_its_disk():
    """A crash ends the store object; what it held is what recovery finds."""
    store = MemoryStore()
    store.commit([Put("s", b"a", b"1")])
    store.close()
    assert store.snapshot().value("s", b"a") == b"1"


@pytest.mark.parametrize("failure", DiskFailure)
def test_transient_failure_costs_one_commit(failure):
    """The commit named fails before anything is applied; the next one succeeds."""
    store = FaultyStore(MemoryStore(), {2: CommitFailure(failure)})
    store.commit([Append(row(1))])
    with refused(failure.value):
        store.commit([Append(row(2))])
    assert store.count(LINK, OUT) == 1
    store.commit([Append(row(2))])
    assert store.count(LINK, OUT) == 2
    assert store.commits == 3


def test_lasting_failure_lasts_until_healed():
    """A full disk stays full until somebody makes room."""
    plan = {2: CommitFailure(DiskFailure.FULL, lasting=True)}
    store = FaultyStore(MemoryStore(), plan)
    store.commit([Append(row(1))])
    for _ in range(3):
        with refused("PLY-STO-001"):
            store.commit([Append(row(2))])
    store.heal()
    store.commit([Append(row(2))])
    assert store.count(LINK, OUT) == 2
