# SPDX-License-Identifier: Apache-2.0
"""Reads a folder of chunk files, a bounded piece at each look.

What is done is removed a while after its frames were passed on, so that a crash in
between finds it again.  What cannot be removed is remembered and left.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from parley.carriage.folder import (
    Listed,
    chunks_in,
    list_files,
    opened,
    read_file,
    remove_file,
)
from parley.carriage.parcels import Assembler
from parley.crypto.carrier import CarrierKeys

FILES_A_LOOK: Final = 2_000
BYTES_A_LOOK: Final = 32 * 1024 * 1024
KNOWN_FILES_MAX: Final = 65_536
WAITING_FILES_MAX: Final = 4_096


class FolderReader:
    """One incoming folder.  `look` blocks; call it in a thread, once at a time."""

    def __init__(self, folder: Path, keys: CarrierKeys, settle_s: float) -> None:
        """Open nothing yet."""
        self._folder = folder
        self._settle_s = settle_s
        self._assembler = Assembler(keys)
        self._listing: Iterator[Listed] | None = None
        self._known: OrderedDict[str, tuple[int, int]] = OrderedDict()
        self._waiting: OrderedDict[str, set[bytes]] = OrderedDict()
        self._finished: OrderedDict[str, float] = OrderedDict()
        self._dropped = 0
        self.strange_files = 0  # named like ours, without a chunk of ours

    def look(self, now_s: float) -> list[bytes]:
        """Return the frames of parcels that became whole.

        Raises:
            OSError: the folder cannot be read.

        """
        self._remove(now_s)
        frames: list[bytes] = []
        read = 0
        with opened(self._folder) as place:
            for _ in range(FILES_A_LOOK):
                one = self._next()
                if one is None:
                    break
                if self._known.get(one.name) == (one.size, one.changed_ns):
                    continue
                data = read_file(place, one.name)
                self._remember(one)
                if data is not None:
                    frames += self._take(one.name, data, now_s)
                    read += len(data)
                if read > BYTES_A_LOOK:
                    break
        self._settle_waiting(now_s)
        return frames

    def words(self) -> str:
        """Say what waits or is odd, for the board."""
        told = []
        progress = self._assembler.progress
        if progress:
            there = sum(have for have, _ in progress)
            needed = sum(least for _, least in progress)
            told.append(f"unfinished parcels: {there} of {needed} chunks are there")
        if self.strange_files:
            told.append(f"{self.strange_files} files are none of this circuit's")
        return "; ".join(told)

    def _next(self) -> Listed | None:
        if self._listing is None:
            self._listing = list_files(self._folder)
        one = next(self._listing, None)
        if one is None:
            self._listing = None
        return one

    def _take(self, name: str, data: bytes, now_s: float) -> list[bytes]:
        frames: list[bytes] = []
        parcels: set[bytes] = set()
        for chunk in chunks_in(data):
            parcel, found = self._assembler.take(chunk)
            frames += found
            if parcel is not None:
                parcels.add(parcel)
        if not parcels:
            self.strange_files += 1
        elif all(map(self._assembler.is_done, parcels)):
            self._finished[name] = now_s
        else:
            self._waiting[name] = parcels
            if len(self._waiting) > WAITING_FILES_MAX:
                self._waiting.popitem(last=False)
        return frames

    def _settle_waiting(self, now_s: float) -> None:
        done = self._assembler.is_done
        for name in [n for n, each in self._waiting.items() if all(map(done, each))]:
            del self._waiting[name]
            self._finished[name] = now_s
        if self._assembler.dropped != self._dropped:
            # What was let go for room is read again when its turn comes.
            self._dropped = self._assembler.dropped
            for name in self._waiting:
                self._known.pop(name, None)
            self._waiting.clear()

    def _remove(self, now_s: float) -> None:
        due = [n for n, at in self._finished.items() if at + self._settle_s <= now_s]
        for name in due:
            del self._finished[name]
            if remove_file(self._folder, name):
                self._known.pop(name, None)

    def _remember(self, one: Listed) -> None:
        self._known[one.name] = (one.size, one.changed_ns)
        self._known.move_to_end(one.name)
        if len(self._known) > KNOWN_FILES_MAX:
            self._known.popitem(last=False)

    def close(self) -> None:
        """Let go of the folder."""
        self._listing = None
