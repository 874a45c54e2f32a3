# SPDX-License-Identifier: Apache-2.0
"""A disk that fills, fails or refuses costs a commit, never the record."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import sqlite3
from contextlib import contextmanager

import pytest

from parley.errors import LocalFault
from parley.model.record import Append, Clear, Direction, Drop, EntryFlag, Put
from parley.store.sqlite.faults import told_plainly
from parley.store.sqlite.store import SqliteStore
from parley.testing.refused import refused
from parley.testing.store_bench import LINK, row

PENDING = EntryFlag.PENDING
NOBODY = 65_534


@contextmanager
def file_bytes_max(limit):
    """Let the system refuse every write beyond `limit` bytes of any file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def as_nobody():
    """Meet the permissions of files even where the tests run as root."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(before)


class FailingWriter:
    """A connection on which the statement with a given number fails."""

    def __init__(self, inner, fail_at, code):
        self.inner = inner
        self.left = fail_at
        self.code = code

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def execute(self, *args):
        self._count()
        return self.inner.execute(*args)

    def executemany(self, *args):
        self._count()
        return self.inner.executemany(*args)

    def _count(self):
        self.left -= 1
        if self.left == 0:
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = self.code
            error.sqlite_errorname = "SQLITE_IOERR_WRITE"
            raise error


def settled(store):
    store.commit(
        [Append(row(1, PENDING)), Put("s", b"a", b"old"), Put("s", b"d", b"x")]
    )
    return everything(store)


def commit_code(store, changes):
    """Commit, and return the code of the fault, or None."""
    try:
        store.commit(changes)
    except LocalFault as fault:
        return fault.code
    return None


def everything(store):
    log = store.entries(LINK, Direction.OUT, 0, 1, 100)
    return log, list(store.shelf("s")), store.flagged(PENDING)


CHANGES = [
    Append(row(2, PENDING, body=bytes(20_000))),
    Clear(row(1).key, PENDING),
    Put("s", b"a", b"new"),
    Put("s", b"b", bytes(9_000)),
    Drop("s", b"d"),
]


def test_write_that_fails_anywhere_leaves_nothing(place, tmp_path):
    """Every write of a commit is cut off once, and the store must not notice."""
    store = place.create()
    before = settled(store)
    failed = 0
    for limit in range(0, 1 << 20, 512):
        with file_bytes_max(limit):
            code = commit_code(store, CHANGES)
        if code is None:
            break
        assert code in {"PLY-STO-001", "PLY-STO-009"}
        failed += 1
        assert everything(store) == before
        # What a power cut at this moment would leave.
        for ending in ("", "-wal"):
            shutil.copy(place.beside(ending), tmp_path / f"cut.db{ending}")
        cut = SqliteStore(tmp_path / "cut.db", place.vault)
        assert everything(cut) == before
        cut.close()
    assert failed > 20
    assert everything(store) != before
    assert store.check(lambda _done, _total: None) == []
    store.close()


@pytest.mark.parametrize("fail_at", range(1, 16))
def test_statement_that_fails_takes_the_commit_back(place, fail_at):
    """Whatever fails inside a commit, its changes are kept together or not."""
    store = place.create()
    before = settled(store)
    writer = store._writer
    failing = FailingWriter(writer, fail_at, sqlite3.SQLITE_IOERR_WRITE)
    store._writer = store._changes._writer = failing
    code = commit_code(store, CHANGES)
    store._writer = store._changes._writer = writer
    if failing.left > 0:  # the commit has fewer statements than that
        assert fail_at > 10
    # Emptying the write-ahead log comes after the commit and may fail.
    assert code in {"PLY-STO-009", None}
    assert (everything(store) == before) == (code is not None)
    store.commit(CHANGES[2:])
    assert store.check(lambda _done, _total: None) == []
    store.close()


def test_full_disk_is_named_and_passes(store):
    """When space comes back the same commit succeeds, without a restart."""
    before = settled(store)
    pages = store._writer.execute("PRAGMA page_count").fetchone()[0]
    store._writer.execute(f"PRAGMA max_page_count = {pages}")
    for _ in range(2):
        with refused("PLY-STO-001"):
            store.commit(CHANGES)
        assert everything(store) == before
    store._writer.execute("PRAGMA max_page_count = 1000000")
    store.commit(CHANGES)
    assert len(everything(store)[0]) == 2


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "PLY-STO-001"),
        (errno.EDQUOT, "PLY-STO-001"),
        (errno.EROFS, "PLY-STO-002"),
        (errno.EACCES, "PLY-STO-002"),
        (errno.EIO, "PLY-STO-009"),
    ],
)
def test_what_the_system_says_keeps_its_meaning(number, code):
    """The watch must hear "full" for full, not a number."""
    with refused(code), told_plainly("store.db"):
        raise OSError(number, os.strerror(number))


def test_folder_that_cannot_be_written_is_refused(place):
    """A disk mounted read-only is told at the start, not at the first message."""
    place.create().close()
    for path in (*place.path.parent.parents, place.path.parent):
        if path.stat().st_uid == os.getuid() and path != path.parent:
            path.chmod(path.stat().st_mode | 0o055)
    place.path.chmod(0o644)
    place.path.parent.chmod(0o555)
    with as_nobody(), refused("PLY-STO-002"):
        place.open()
    with as_nobody(), refused("PLY-STO-002"):
        SqliteStore.create(place.path.parent / "new.db", place.vault)
    place.path.chmod(0o000)
    with as_nobody(), refused("PLY-STO-016"):
        place.open()
    place.path.chmod(0o600)
    place.path.parent.chmod(0o755)
    place.open().close()


def test_disk_that_turns_read_only_fails_commits_only(store):
    """Many systems remount a failing disk read-only while the station runs."""
    before = settled(store)
    store._writer.execute("PRAGMA query_only = ON")
    with refused("PLY-STO-002"):
        store.commit(CHANGES)
    assert everything(store) == before
    store._writer.execute("PRAGMA query_only = OFF")
    store.commit(CHANGES)


def test_files_are_for_their_owner_only(place):
    """Sizes and counts stand open, so nobody else reads even those."""
    before = os.umask(0)
    try:
        store = place.create()
        store.commit([Put("s", b"a", b"1")])
        store.copy_to(place.path.parent / "copy.db")
    finally:
        os.umask(before)
    modes = {
        path.name: path.stat().st_mode & 0o777 for path in place.path.parent.iterdir()
    }
    assert set(modes.values()) == {0o600}
    assert {"store.db", "store.db-wal", "store.db-lock", "copy.db"} <= modes.keys()
    store.close()


def test_copy_that_fails_leaves_no_file(store, tmp_path):
    """Half a backup under the name of a backup is worse than none."""
    store.commit([Append(row(1, body=bytes(100_000)))])
    with file_bytes_max(50_000), refused("PLY-STO-001", "PLY-STO-009"):
        store.copy_to(tmp_path / "copy.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["station"]
    store.copy_to(tmp_path / "copy.db")
    store.commit([Append(row(2))])
