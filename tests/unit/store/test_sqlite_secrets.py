# SPDX-License-Identifier: Apache-2.0
"""A thief of the disk learns counts and sizes, and nothing that was destroyed."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing

import pytest

from parley.model.record import Append, Clear, Drop, EntryFlag, EntryRow, Forget, Put
from parley.store.sqlite import slots
from parley.testing.store_bench import row

PIECE = 16


def on_disk(place):
    """Everything in the folder, whatever its name."""
    files = sorted(place.path.parent.iterdir())
    return b"".join(file.read_bytes() for file in files)


def sealed_by_key(place):
    """The sealed values as they lie in their slots, by key."""
    question = "SELECT key, value FROM shelf JOIN slot ON slot.id = slot"
    with closing(sqlite3.connect(place.path)) as raw:
        return dict(raw.execute(question).fetchall())


def pieces(sealed):
    """Pieces of a sealed value that cannot be there by chance."""
    return [sealed[at : at + PIECE] for at in range(1, len(sealed) - PIECE, 97)]


def test_nothing_said_is_readable_on_disk(store, place):
    """Heads, bodies and values are sealed in the file and in the write-ahead log."""
    given = row(1, EntryFlag.MESSAGE)
    said = [
        b"the head says this much",
        b"the body says so much",
        b"the value this much",
    ]
    store.commit(
        [
            Append(EntryRow(given.key, given.flags, given.leaf, said[0], said[1])),
            Put("draft", b"1", said[2]),
        ]
    )
    disk = on_disk(place)
    assert given.leaf in disk
    assert not [text for text in said if text in disk]


@pytest.mark.parametrize("seed", range(4))
def test_destroyed_value_is_on_the_disk_no_more(store, place, seed):
    """A prekey found on a stolen disk opens an epoch that was closed for ever."""
    rng = random.Random(seed)
    live, destroyed = set(), []
    for serial in range(1, 101):
        puts = {
            b"%d" % rng.randrange(60): rng.randbytes(
                rng.choice([32, 32, 200, 2500, 5000])
            )
            for _ in range(rng.randint(1, 4))
        }
        before = sealed_by_key(place)
        destroyed += [before[key] for key in puts if key in before]
        body = rng.randbytes(rng.randint(1, 3000))
        store.commit([Append(row(serial, body=body))])
        store.commit([Put("secret", key, value) for key, value in puts.items()])
        live |= puts.keys()
        if rng.random() < 0.4:
            gone = rng.sample(sorted(live), min(len(live), rng.randint(1, 6)))
            sealed = sealed_by_key(place)
            destroyed += [sealed[key] for key in gone]
            live -= set(gone)
            store.commit([Drop("secret", key) for key in gone])
            assert place.beside("-wal").stat().st_size == 0
    store.commit([Drop("secret", key) for key in live])
    disk = on_disk(place)
    assert len(destroyed) > 200
    assert not [1 for sealed in destroyed for piece in pieces(sealed) if piece in disk]


def test_destroying_waits_for_a_reader_and_is_made_up_for(store, place):
    """A tool in the middle of a read delays the emptying, it does not prevent it."""
    store.commit([Put("secret", b"1", b"x" * 100)])
    sealed = sealed_by_key(place)[b"1"]
    with closing(sqlite3.connect(place.path, isolation_level=None)) as foreign:
        foreign.execute("BEGIN")
        foreign.execute("SELECT count(*) FROM slot").fetchone()
        store.commit([Drop("secret", b"1")])
        assert store.value("secret", b"1") is None
        assert sealed[1:20] in on_disk(place)
    store.commit([Put("other", b"1", b"y")])
    assert sealed[1:20] not in on_disk(place)


def test_destroyed_value_is_not_in_a_copy(store, place):
    """A backup made after a prekey was used does not hold it."""
    store.commit([Put("secret", b"1", b"x" * 100), Put("secret", b"2", b"y" * 100)])
    sealed = sealed_by_key(place)
    store.commit([Drop("secret", b"1")])
    store.copy_to(place.path.parent / "copy.db")
    copy = (place.path.parent / "copy.db").read_bytes()
    assert sealed[b"1"][1:20] not in copy
    assert sealed[b"2"][1:20] in copy


def test_slots_are_used_again(store, place):
    """A state that is written with every message must not make the file grow."""
    rng = random.Random(3)
    for _ in range(500):
        size = rng.randrange(2000)
        store.commit(
            [Put("s", b"state", bytes(size)), Put("s", b"2", bytes(size // 3))]
        )
    with closing(sqlite3.connect(place.path)) as raw:
        assert raw.execute("SELECT count(*) FROM slot").fetchone()[0] < 60
        used = raw.execute("SELECT count(*) FROM slot WHERE free = 0").fetchone()[0]
    assert used == 2
    assert store.check(lambda _done, _total: None) == []


@pytest.mark.parametrize("size", [*range(70), 255, 256, 1000, 4095, 4096, 1 << 20])
def test_padding_comes_off_and_costs_a_quarter_at_most(size):
    """Classes are few enough to be used again and small enough not to be missed."""
    for data in (bytes(size), b"\x80" * size, b"\xff" * size):
        padded = slots.pad(data)
        assert slots.unpad(padded) == data
        assert len(padded) <= max(size * 1.25 + 1, size + 32)


def test_equal_sizes_share_a_class():
    """What can be seen of a value is its class, not its size."""
    assert len({len(slots.pad(bytes(size))) for size in range(10_000)}) < 50


@pytest.mark.parametrize("seed", range(4))
def test_forgotten_text_is_on_the_disk_no_more(store, place, seed):
    """What retention destroys must not be found by whoever buys the old disk."""
    rng = random.Random(seed)
    for serial in range(1, 121):
        size = rng.choice([0, 30, 200, 900, 3000, 9000])
        flag = rng.choice([EntryFlag.PENDING, EntryFlag.OPEN]) | EntryFlag.MESSAGE
        store.commit([Append(row(serial, flag, body=rng.randbytes(size)))])
        if rng.random() < 0.7:
            store.commit([Clear(row(serial).key, flag & ~EntryFlag.MESSAGE)])
    chosen = rng.sample(range(1, 121), 60)
    with closing(sqlite3.connect(place.path)) as raw:
        sealed = [
            value
            for serial in chosen
            for value in raw.execute(
                "SELECT head, body FROM entry WHERE serial = ?", (serial,)
            ).fetchone()
        ]
    for serial in chosen:
        head = rng.randbytes(rng.choice([0, 6, 7, 40]))
        store.commit([Forget(row(serial).key, head)])
    disk = on_disk(place)
    found = [piece for value in sealed for piece in pieces(value) if piece in disk]
    assert found == []
    assert store.check(lambda _done, _total: None) == []
