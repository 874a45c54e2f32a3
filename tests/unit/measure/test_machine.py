# SPDX-License-Identifier: Apache-2.0
"""What is measured really happens: rows are on the disk, bytes come back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import count

import pytest

from parley.errors import LocalFault
from parley.model.record import Direction
from parley.station.measure.disk import bare_commits, group_commits, new_store
from parley.station.measure.echo import bare_echo
from parley.station.measure.report import measure


def test_bare_commit_is_durable_and_alone(tmp_path):
    """A bare cost that skipped the flush would make ours look worse than it is."""
    path = tmp_path / "bare.db"
    with bare_commits(path) as commit:
        for _ in range(3):
            commit()
        with closing(sqlite3.connect(path)) as other:
            assert other.execute("SELECT count(*) FROM bare").fetchone() == (3,)
            assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_group_is_one_transaction_of_that_many_entries(tmp_path):
    """A group that filed fewer entries would look fast."""
    with new_store(tmp_path / "store.db") as store:
        commit = group_commits(store, 7, count(1))
        commit()
        commit()
        assert store.count("nrrc.bravo.example", Direction.IN) == 14
        assert store.value("in", b"nrrc.bravo.example") is not None


def test_echo_asks_another_process_and_comes_back():
    """An echo within one process would be no circuit."""
    with bare_echo(4_000) as echo:
        for _ in range(3):
            echo()


def test_nothing_is_left_behind(tmp_path):
    """The command may be run on the disk of a station at work."""
    found = measure(tmp_path, rounds=1)
    assert list(tmp_path.iterdir()) == []
    assert [cost.times_bare is None for cost in found.costs] == [
        True,
        False,
        False,
        True,
        True,
    ]
    assert all(0 < cost.p50_ms <= cost.p99_ms for cost in found.costs)


def test_folder_that_cannot_be_written_is_named(tmp_path):
    """An operator must learn which folder it was."""
    with pytest.raises(LocalFault, match="PLY-CFG-008"):
        measure(tmp_path / "absent", rounds=1)
