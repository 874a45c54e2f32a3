# SPDX-License-Identifier: Apache-2.0
"""Writes frames into a folder of chunk files; bounded, and never twice in a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from parley.carriage.folder import (
    list_files,
    remove_file,
    remove_left_overs,
    spread,
    write_file,
)
from parley.carriage.parcels import cut
from parley.crypto.carrier import CarrierKeys

RECENT_FRAMES_MAX: Final = 4_096


class FolderWriter:
    """One outgoing folder.  `write` blocks; call it in a thread, once at a time."""

    def __init__(
        self,
        folder: Path,
        keys: CarrierKeys,
        *,
        symbol_bytes: int,
        repair: float,
        again_s: float,
        bytes_max: int,
    ) -> None:
        """Open nothing yet.

        ``again_s`` is how long the same frame is not written again, since the core
        asks on until a receipt comes and a courier takes hours.
        """
        self._folder = folder
        self._keys = keys
        self._symbol_bytes = symbol_bytes
        self._repair = repair
        self._again_s = again_s
        self._bytes_max = bytes_max
        self._recent: OrderedDict[bytes, float] = OrderedDict()
        self.removed = 0  # files taken away for room

    def prepare(self) -> None:
        """Remove what a crash left half-written.

        Raises:
            OSError: the folder cannot be read.

        """
        remove_left_overs(self._folder)

    def write(self, frames: Sequence[bytes], now_s: float) -> None:
        """Write what was not written lately, as one parcel, flushed to the disk.

        Raises:
            OSError: disk full, folder gone, read-only.

        """
        due = {self._keys.digest(frame): frame for frame in frames}
        for digest in list(due):
            written_s = self._recent.get(digest)
            if written_s is not None and now_s < written_s + self._again_s:
                del due[digest]
        if not due:
            return
        chunks = cut(list(due.values()), self._keys, self._symbol_bytes, self._repair)
        contents = spread(chunks)
        self._make_room(sum(map(len, contents)))
        for data in contents:
            write_file(self._folder, data)
        for digest in due:
            self._recent[digest] = now_s
            self._recent.move_to_end(digest)
        while len(self._recent) > RECENT_FRAMES_MAX:
            self._recent.popitem(last=False)

    def _make_room(self, needed: int) -> None:
        """Remove the oldest files: what still lacks its receipt is written again."""
        there = list(list_files(self._folder))
        held = sum(one.size for one in there) + needed
        for one in sorted(there, key=lambda each: each.changed_ns):
            if held <= self._bytes_max:
                return
            if remove_file(self._folder, one.name):
                self.removed += 1
                held -= one.size
