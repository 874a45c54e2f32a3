# SPDX-License-Identifier: Apache-2.0
"""Holds a station folder for one process."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from parley.errors import LocalFault
from parley.station.places import FILE_MODE, LOCK, unwritable
from parley.station.settings_text import FILE


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold the folder for this process.

    The kernel gives the lock back when the process ends, however it ends.

    Raises:
        LocalFault: PLY-CFG-006 another process holds it; PLY-CFG-008 the folder cannot
            be written; PLY-CFG-001 there is no such folder.

    """
    path = folder / LOCK
    try:
        held = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, FILE_MODE)
    except (FileNotFoundError, NotADirectoryError) as missing:
        raise LocalFault("PLY-CFG-001", folder=folder, file=FILE) from missing
    except OSError as refused:
        raise unwritable(path, refused) from refused
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            pid = os.read(held, 32).decode("ascii", "replace").strip() or "unknown"
            raise LocalFault("PLY-CFG-006", folder=folder, pid=pid) from taken
        # On a full disk the number is missing; the lock holds without it.
        with suppress(OSError):
            os.ftruncate(held, 0)
            os.write(held, b"%d\n" % os.getpid())
        yield
    finally:
        os.close(held)
