# SPDX-License-Identifier: Apache-2.0
"""A station that stops without warning finds every commit whole, or not at all."""

from __future__ import annotations

import os
import random
import shutil
import signal

from parley.model.record import Append, Direction, Drop, EntryFlag, Put
from parley.testing.refused import refused
from parley.testing.store_bench import LINK, row

ROWS = 3


def round_of_changes(number):
    """One commit: three entries, a counter, a secret that replaces the one before."""
    rows = [row(number * ROWS + n, EntryFlag.MESSAGE) for n in range(1, ROWS + 1)]
    return [
        *map(Append, rows),
        Put("state", b"rounds", b"%d" % (number + 1)),
        Put("secret", b"%d" % number, b"secret of %d" % number),
        Drop("secret", b"%d" % (number - 1)),
    ]


def rounds_kept(store):
    """Count the rounds in the store, and refuse a round of which only a part is."""
    rounds = int(store.value("state", b"rounds") or b"0")
    found = store.entries(LINK, Direction.OUT, 0, 1, 1_000_000)
    assert [f.row.key.serial for f in found] == list(range(1, rounds * ROWS + 1))
    secrets = [(b"%d" % (rounds - 1), b"secret of %d" % (rounds - 1))]
    assert list(store.shelf("secret")) == secrets[: min(rounds, 1)]
    assert store.check(lambda _done, _total: None) == []
    return rounds


def commit_until_killed(place, told):
    """Run in a child: commit rounds for ever and tell each one that returned."""
    store = place.open()
    number = int(store.value("state", b"rounds") or b"0")
    while True:
        store.commit(round_of_changes(number))
        number += 1
        os.write(told, b"%8d" % number)


def test_kill_during_commits_loses_and_halves_nothing(place):
    """What was acknowledged to the core must survive a kill at any moment."""
    random_kills = random.Random(20_261_101)
    place.create().close()
    last = 0
    for _ in range(20):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                commit_until_killed(place, writer)
            finally:
                os._exit(1)
        os.close(writer)
        for _ in range(random_kills.randint(1, 12)):
            last = int(os.read(reader, 8))
        # Somewhere inside one of the next commits.
        for _ in range(random_kills.randint(0, 40_000)):
            pass
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reader, "rb") as rest:
            last = int(rest.read()[-8:] or last)
        store = place.open()
        kept = rounds_kept(store)
        store.close()
        assert kept in (last, last + 1)
    assert last > 20


def test_torn_write_ahead_log_is_cut_at_a_whole_commit(place, tmp_path):
    """After a power cut the log may end anywhere; what is read is a prefix."""
    store = place.create()
    for number in range(8):
        store.commit(round_of_changes(number)[:ROWS])
    for ending in ("", "-wal"):
        shutil.copy(place.beside(ending), tmp_path / f"whole{ending}")
    store.close()
    whole = (tmp_path / "whole-wal").stat().st_size
    cuts = random.Random(7)
    seen = set()
    for length in [0, 31, whole - 1, *(cuts.randrange(whole) for _ in range(40))]:
        for ending in ("", "-wal"):
            shutil.copy(tmp_path / f"whole{ending}", place.beside(ending))
        os.truncate(place.beside("-wal"), length)
        place.beside("-shm").unlink(missing_ok=True)
        torn = place.open()
        count = torn.count(LINK, Direction.OUT)
        assert count % ROWS == 0
        assert torn.check(lambda _done, _total: None) == []
        torn.close()
        seen.add(count)
    assert len(seen) > 4


def test_crash_while_creating_leaves_no_store_to_believe(place):
    """An empty file is damage, never a new station that begins at serial 1."""
    place.path.touch()
    place.beside("-part").write_bytes(b"half a store")
    with refused("PLY-STO-003"):
        place.open()
    place.path.unlink()
    place.create().close()
    assert not place.beside("-part").exists()
