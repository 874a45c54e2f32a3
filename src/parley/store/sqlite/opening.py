# SPDX-License-Identifier: Apache-2.0
"""Opens, creates and brings up to date the file of a store.

A file is believed only when its first bytes, its application id, its version and every
line of its schema are the ones this release would have written.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from contextlib import closing, suppress
from importlib import resources
from pathlib import Path

from parley.errors import LocalFault

APPLICATION_ID = 0x5041524C  # "PARL"
_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
# Only a tool from outside can hold a lock that we wait for: see `lock`.
BUSY_MS = 1000

_WRITER = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
PRAGMA journal_size_limit = 4194304;
"""
_READER = "PRAGMA query_only = ON;"


def migrations() -> list[str]:
    """Return the text of every schema file; number n brings version n - 1 to n."""
    folder = resources.files("parley.store.sqlite").joinpath("schema")
    files = sorted(f.name for f in folder.iterdir() if f.name.endswith(".sql"))
    return [folder.joinpath(name).read_text("utf-8") for name in files]


def connect(path: Path, extra: str = "") -> sqlite3.Connection:
    """Open one connection with the settings that every connection has."""
    found = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,  # transactions are begun and ended in plain sight
        check_same_thread=False,  # the store has a lock for each connection
    )
    try:
        found.executescript(
            f"PRAGMA busy_timeout = {BUSY_MS};"
            "PRAGMA trusted_schema = OFF;"
            "PRAGMA cell_size_check = ON;"
            "PRAGMA foreign_keys = ON;"
            "PRAGMA mmap_size = 0;"
            "PRAGMA temp_store = MEMORY;" + extra
        )
    except sqlite3.Error:
        found.close()
        raise
    return found


def believe_first_bytes(path: Path) -> None:
    """Refuse what is missing, foreign or cut short before SQLite touches it."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
            size = os.fstat(file.fileno()).st_size
    except FileNotFoundError as error:
        raise LocalFault("PLY-STO-010", path=str(path)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise LocalFault("PLY-STO-016", path=str(path), reason=reason) from error
    if len(header) < _HEADER_BYTES:
        reason = f"only {size} bytes are left of it"
        raise LocalFault("PLY-STO-003", path=str(path), reason=reason)
    owner = int.from_bytes(header[68:72], "big")
    if not header.startswith(_MAGIC) or owner != APPLICATION_ID:
        raise LocalFault("PLY-STO-004", path=str(path))
    page_bytes = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    whole = pages * (65_536 if page_bytes == 1 else page_bytes)
    # With a write-ahead log beside it, pages may still be on their way.
    if size < whole and not path.with_name(path.name + "-wal").exists():
        reason = f"it has {size} of {whole} bytes"
        raise LocalFault("PLY-STO-003", path=str(path), reason=reason)


def open_writer(path: Path) -> sqlite3.Connection:
    """Open the one connection that writes, up to date and believed."""
    found = connect(path, _WRITER)
    try:
        _believe_schema(path, found)
    except BaseException:
        found.close()
        raise
    return found


def open_reader(path: Path) -> sqlite3.Connection:
    """Open a connection that cannot write."""
    return connect(path, _READER)


def create(path: Path, probe: bytes) -> None:
    """Write an empty store that `probe` opens, whole or not at all."""
    part = path.with_name(path.name + "-part")
    create_file(path)
    try:
        part.unlink(missing_ok=True)
        create_file(part)
        with closing(sqlite3.connect(part, isolation_level=None)) as new:
            new.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
            write_schema(new)
            new.execute("INSERT INTO probe (id, sealed) VALUES (1, ?)", (probe,))
        sync_file(part)
        part.replace(path)
        sync_folder(path)
    except BaseException:
        for left in (part, path):
            with suppress(OSError):
                left.unlink()
        raise


def probe(connection: sqlite3.Connection) -> bytes:
    """Return the sealed value that only the right archive key opens."""
    found = connection.execute("SELECT sealed FROM probe WHERE id = 1").fetchone()
    return bytes(found[0]) if found else b""


def create_file(path: Path) -> None:
    """Write an empty file for SQLite, readable by its owner only, never over one."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError as error:
        raise LocalFault("PLY-STO-011", path=str(path)) from error


def write_schema(connection: sqlite3.Connection) -> None:
    """Apply every migration that the open database lacks, each whole or not at all."""
    have = connection.execute("PRAGMA user_version").fetchone()[0]
    for version, script in enumerate(migrations(), start=1):
        if version > have:
            connection.executescript(
                f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {version};\nCOMMIT;"
            )


def sync_folder(path: Path) -> None:
    """Make a new or renamed file in the folder of `path` survive a power cut."""
    folder = os.open(path.absolute().parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def sync_file(path: Path) -> None:
    """Flush a file that another writer has written."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def lock(path: Path) -> int:
    """Take the lock that lets one process write, and return its descriptor.

    It is a file beside the store: POSIX locks on the store itself are SQLite's, and
    closing a second descriptor of that file would silently give them up.  The file
    stays when the lock is given up: whoever removed it could let two processes in.
    """
    beside = path.with_name(path.name + "-lock")
    found = os.open(beside, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(found, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(found)
        raise LocalFault("PLY-STO-008", path=str(path)) from error
    return found


def _believe_schema(path: Path, connection: sqlite3.Connection) -> None:
    """Refuse a file whose tables are not, line by line, the ones we write."""
    known = len(migrations())
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > known:
        raise LocalFault("PLY-STO-005", path=str(path), found=found, known=known)
    write_schema(connection)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        write_schema(fresh)
        expected = _schema(fresh)
    if _schema(connection) != expected:
        reason = f"its tables are not those of version {known}"
        raise LocalFault("PLY-STO-003", path=str(path), reason=reason)


def _schema(connection: sqlite3.Connection) -> list[tuple[str, str, str | None]]:
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"
    )
    return rows.fetchall()
