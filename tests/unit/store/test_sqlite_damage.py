# SPDX-License-Identifier: Apache-2.0
"""A file that is not the one we wrote is refused by name, and never repaired over."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
from contextlib import closing, suppress

import pytest

from parley.crypto.vault import Vault
from parley.errors import LocalFault
from parley.model.record import Append, Direction, EntryFlag, Put
from parley.store.sqlite import opening
from parley.testing.refused import refused
from parley.testing.store_bench import LINK, row

COMMITTED = 60
FROM_SECOND = """
UPDATE entry SET {0} = second.{0}
FROM (SELECT * FROM entry WHERE serial = 2) AS second WHERE entry.serial = 1
"""


@pytest.fixture
def closed(place):
    """A place whose store holds something and is closed."""
    store = place.create()
    store.commit(
        [Append(row(n, EntryFlag.MESSAGE)) for n in range(1, COMMITTED)]
        + [Put("s", b"%d" % n, b"value %d" % n) for n in range(COMMITTED)]
    )
    store.close()
    return place


def read_all(store):
    """Ask every question, as a station that recovers would."""
    flagged = store.flagged(EntryFlag.MESSAGE)
    return store.entries(LINK, Direction.OUT, 0, 1, 1000), flagged, [*store.shelf("s")]


def without_flags(found):
    return [(f.filed, f.row.key, f.row.leaf, f.row.head, f.row.body) for f in found[0]]


def altered(place, *statements):
    """Change the closed file behind the store's back."""
    with closing(sqlite3.connect(place.path, isolation_level=None)) as raw:
        for statement in statements:
            raw.execute(statement)


def test_missing_store_is_not_created(place):
    """A lost disk must not look like a new station."""
    with refused("PLY-STO-010"):
        place.open()
    assert not place.path.exists()


def test_existing_file_is_not_created_over(closed):
    """`create` in a folder that has a store would end its record."""
    before = closed.path.read_bytes()
    with refused("PLY-STO-011"):
        closed.create()
    assert closed.path.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [
        b"\x00" * 8192,
        b"\xff" * 8192,
        random.Random(1).randbytes(50_000),
        b"text\n" * 99,
    ],
    ids=["zeros", "ones", "random", "text"],
)
def test_foreign_file_is_refused_untouched(place, content):
    """Whatever lies there belongs to somebody."""
    place.path.write_bytes(content)
    with refused("PLY-STO-004"):
        place.open()
    assert place.path.read_bytes() == content


def test_foreign_database_is_refused_untouched(place):
    """Another program's SQLite file is not turned into ours."""
    altered(place, "CREATE TABLE theirs (x)")
    before = place.path.read_bytes()
    with refused("PLY-STO-004"):
        place.open()
    assert place.path.read_bytes() == before


def test_newer_version_is_refused(closed):
    """An old release does not guess what a newer one meant."""
    altered(closed, "PRAGMA user_version = 99")
    with refused("PLY-STO-005"):
        closed.open()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM shelf; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE more (x)",
        "DROP INDEX entry_pending",
        "ALTER TABLE entry ADD COLUMN more INTEGER",
    ],
)
def test_foreign_schema_is_refused(closed, statement):
    """A trigger hidden in the file would run with every commit."""
    altered(closed, statement)
    with refused("PLY-STO-003"):
        closed.open()


def test_every_truncation_is_noticed(closed):
    """A file that lost its tail is refused at the start or reported by the check."""
    whole = closed.path.read_bytes()
    lengths = [0, 1, 99, 100, 4095, 4096, len(whole) - 4096, len(whole) - 1]
    for length in lengths:
        closed.path.write_bytes(whole[:length])
        with refused("PLY-STO-003"):
            closed.open()
    closed.path.write_bytes(whole)
    closed.open().close()


def test_random_damage_raises_only_named_faults(closed):
    """Damaged pages end in words, never in a traceback of a library."""
    store = closed.open()
    expected = read_all(store)
    store.close()
    whole = closed.path.read_bytes()
    rng = random.Random(42)
    unnoticed = 0
    for _ in range(60):
        page = rng.randrange(len(whole) // 4096)
        data = bytearray(whole)
        for _ in range(rng.choice([1, 8, 200])):
            data[page * 4096 + rng.randrange(4096)] ^= rng.randrange(1, 256)
        closed.path.write_bytes(data)
        with suppress(LocalFault):
            store = closed.open()
            try:
                if store.check(lambda _done, _total: None) == []:
                    unnoticed += 1
                    # Then only bytes were hit that carry nothing, or a flag.
                    assert read_all(store)[2] == expected[2]
                    assert without_flags(read_all(store)) == without_flags(expected)
            finally:
                store.close()
    assert unnoticed < 40


def test_another_archive_key_is_refused(closed):
    """Store and keystore of two backups do not fit; that is said at once."""
    closed.vault = Vault(b"\x01" * 32)
    with refused("PLY-STO-013"):
        closed.open()


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (FROM_SECOND.format("head"), "out/0/1"),
        (FROM_SECOND.format("body"), "out/0/1"),
        ("UPDATE entry SET head = body, body = head WHERE serial = 1", "out/0/1"),
        ("UPDATE entry SET leaf = zeroblob(32) WHERE serial = 1", "out/0/1"),
        ("UPDATE entry SET serial = 100 WHERE serial = 59", "out/0/100"),
        ("UPDATE entry SET direction = 1 WHERE serial = 59", "in/0/59"),
        ("UPDATE entry SET incarnation = 1 WHERE serial = 59", "out/1/59"),
        ("UPDATE entry SET link = 'other.example' WHERE serial = 59", "other.example"),
        ("UPDATE entry SET body = zeroblob(80) WHERE serial = 3", "out/0/3"),
        ("UPDATE entry SET body = x'' WHERE serial = 3", "out/0/3"),
        ("DELETE FROM entry WHERE serial = 30", "missing before"),
        ("UPDATE shelf SET key = x'00' WHERE key = x'30'", "shelf s"),
        ("UPDATE shelf SET shelf = 'other' WHERE key = x'30'", "shelf other"),
        ("UPDATE shelf SET slot = -slot WHERE key = x'30'", "lost"),
        ("UPDATE slot SET free = 1 WHERE id = 5", "lost"),
        ("UPDATE slot SET value = zeroblob(bytes) WHERE id = 5", "does not open"),
        ("DELETE FROM slot WHERE id = 5", "lost"),
        ("DELETE FROM shelf WHERE key = x'30'", "no shelf"),
    ],
)  # fmt: skip
def test_row_moved_or_altered_is_reported(closed, statement, problem):
    """Whoever can write the disk can destroy; no value passes for another."""
    altered(closed, statement)
    store = closed.open()
    problems = store.check(lambda _done, _total: None)
    store.close()
    assert any(problem in line for line in problems), problems


def test_altered_value_is_not_returned(closed):
    """A query stops at a value that does not open, instead of skipping it."""
    altered(closed, "UPDATE entry SET leaf = zeroblob(32) WHERE serial = 7")
    altered(closed, "UPDATE slot SET value = zeroblob(bytes)")
    store = closed.open()
    with refused("PLY-STO-014"):
        store.entry(row(7).key)
    with refused("PLY-STO-014"):
        store.entries(LINK, Direction.OUT, 0, 1, 100)
    with refused("PLY-STO-014"):
        store.value("s", b"1")
    with refused("PLY-STO-014"):
        list(store.shelf("s"))
    assert store.entry(row(8).key) is not None
    store.close()


def test_second_writer_is_refused_in_words(store, place):
    """Two stations on one record would give one serial twice."""
    with refused("PLY-STO-008"):
        place.open()
    store.commit([Put("s", b"a", b"1")])


def test_writer_of_another_process_is_refused(place):
    """The lock holds between processes and ends with its process."""
    place.create().close()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            kept = place.open()
            os.write(writer, b"open")
            signal.pause()
            kept.close()
        finally:
            os._exit(1)
    assert os.read(reader, 4) == b"open"
    with refused("PLY-STO-008"):
        place.open()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reader)
    os.close(writer)
    place.open().close()


def test_foreign_writer_is_waited_for_then_named(store, place):
    """A tool that holds SQLite's own lock fails one commit, in words."""
    store._writer.execute("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(place.path, isolation_level=None)) as foreign:
        foreign.execute("BEGIN IMMEDIATE")
        with refused("PLY-STO-008"):
            store.commit([Put("s", b"a", b"1")])
        foreign.execute("ROLLBACK")
        store.commit([Put("s", b"a", b"1")])


def test_migration_is_whole_or_absent(place, monkeypatch):
    """An upgrade that stops in the middle leaves the version it found."""
    place.create().close()
    scripts = [*opening.migrations(), "CREATE TABLE a (x) STRICT; CREATE TABLE a (x);"]
    monkeypatch.setattr(opening, "migrations", lambda: scripts)
    with refused("PLY-STO-003"):
        place.open()
    monkeypatch.undo()
    store = place.open()
    assert store.check(lambda _done, _total: None) == []
    store.close()


def test_migration_brings_an_old_store_up_to_date(place, monkeypatch):
    """The next release's file is applied once, and known from then on."""
    store = place.create()
    store.commit([Append(row(1))])
    store.close()
    scripts = [*opening.migrations(), "CREATE TABLE next (x INTEGER) STRICT;"]
    monkeypatch.setattr(opening, "migrations", lambda: scripts)
    for _ in range(2):
        store = place.open()
        assert store.count(LINK, Direction.OUT) == 1
        store.close()
    monkeypatch.undo()
    with refused("PLY-STO-005"):
        place.open()
