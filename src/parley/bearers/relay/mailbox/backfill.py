# SPDX-License-Identifier: Apache-2.0
"""Brings what SQLite's log holds into its file, aside, while others commit.

Left to the commits, one in a hundred would write a thousand pages and wait for two more
flushes of the disk.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final

ACTS: Final = 128
"""After so many acts the log is brought in: a few megabytes of pages."""

LOG_PAGES_MAX: Final = 16_384
"""From 64 MiB on, each commit brings in what is left, so that the log begins anew."""


class Backfill:
    """A thread with a connection of its own."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        """Open a connection and start the thread."""
        self._base = connect()
        self._acts = 0
        self._wanted = threading.Event()
        self._ends = False
        self._thread = threading.Thread(target=self._run, name="boxes-log", daemon=True)
        self._thread.start()

    def committed(self, acts: int) -> None:
        """Count what was committed; waits for nothing."""
        self._acts += acts
        if self._acts >= ACTS:
            self._acts = 0
            self._wanted.set()

    def end(self) -> None:
        """Stop; blocks."""
        self._ends = True
        self._wanted.set()
        self._thread.join()
        self._base.close()

    def _run(self) -> None:
        while self._wanted.wait() and not self._ends:
            self._wanted.clear()
            with suppress(sqlite3.Error):  # a full disk: tried again after more acts
                self._base.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
