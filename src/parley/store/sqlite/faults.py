# SPDX-License-Identifier: Apache-2.0
"""Turns what SQLite and the system say into the faults of the store."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from parley.errors import LocalFault

# The low byte of SQLite's result code is the kind; the rest tells it finer.
_KIND = 0xFF

_FAULT_BY_KIND = {
    sqlite3.SQLITE_FULL: "PLY-STO-001",
    sqlite3.SQLITE_READONLY: "PLY-STO-002",
    sqlite3.SQLITE_CANTOPEN: "PLY-STO-002",
    sqlite3.SQLITE_PERM: "PLY-STO-002",
    sqlite3.SQLITE_AUTH: "PLY-STO-002",
    sqlite3.SQLITE_CORRUPT: "PLY-STO-003",
    sqlite3.SQLITE_NOTADB: "PLY-STO-003",
    sqlite3.SQLITE_FORMAT: "PLY-STO-003",
    # Our statements are constant, so a table they do not find is the file's fault.
    sqlite3.SQLITE_ERROR: "PLY-STO-003",
    sqlite3.SQLITE_BUSY: "PLY-STO-008",
    sqlite3.SQLITE_LOCKED: "PLY-STO-008",
    sqlite3.SQLITE_PROTOCOL: "PLY-STO-008",
    sqlite3.SQLITE_IOERR: "PLY-STO-009",
}

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_WRITING = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.ENOENT}


def from_sqlite(path: str, error: sqlite3.Error) -> LocalFault:
    """Return the fault that says what `error` means for the store at `path`."""
    code = getattr(error, "sqlite_errorcode", None)
    name = getattr(error, "sqlite_errorname", None)
    reason = f"{error} ({name})" if name else str(error)
    if code is None:
        return LocalFault("PLY-STO-015", reason=reason)
    fault = _FAULT_BY_KIND.get(code & _KIND, "PLY-STO-015")
    return LocalFault(fault, path=path, reason=reason)


def from_system(path: str, error: OSError) -> LocalFault:
    """Return the fault for what the system refused around the store's file."""
    reason = error.strerror or str(error)
    if error.errno in _NO_SPACE:
        return LocalFault("PLY-STO-001", path=path)
    if error.errno in _NO_WRITING:
        return LocalFault("PLY-STO-002", path=path, reason=reason)
    return LocalFault("PLY-STO-009", path=path, reason=reason)


@contextmanager
def told_plainly(path: str) -> Iterator[None]:
    """Let nothing but `LocalFault` out of the block."""
    try:
        yield
    except sqlite3.Error as error:
        raise from_sqlite(path, error) from error
    except OSError as error:
        raise from_system(path, error) from error
    except (OverflowError, UnicodeError) as error:
        raise LocalFault("PLY-STO-015", reason=str(error)) from error
