# SPDX-License-Identifier: Apache-2.0
"""A circuit over two folders: one we write, one we read; either may be left out.

What moves the files between the two stations - a person with a stick, a data diode, a
printer and a camera - is no business of ours.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Final

from parley.carriage.aside import aside
from parley.carriage.hatch import Hatch
from parley.carriage.reader import FolderReader
from parley.carriage.writer import FolderWriter
from parley.crypto.carrier import CarrierKeys
from parley.fixed import Fixed
from parley.model.circuit import Traits
from parley.ports.bearer import CircuitListener
from parley.wire.chunk import PARCEL_BYTES_MAX

BURST_BYTES: Final = 1024 * 1024
BURST_FRAMES: Final = 128
BURST_PAUSE_S: Final = 0.02
"""Frames of a big parcel are passed on in bursts: the station commits meanwhile."""

REFUSED_S: Final = 10.0
"""How long a circuit stays down after a file could not be written."""

_MARGIN_BYTES = 64 * 1024  # lengths in front of frames


class FolderSettings(Fixed):
    """What a circuit over folders needs; times in seconds.

    ``repair`` is how many repair chunks there are for each chunk, ``settle_s`` how long
    a file that was read stays, ``spool_bytes_max`` what the outgoing folder may hold.
    """

    outgoing: Path | None
    incoming: Path | None
    symbol_bytes: int
    repair: float
    again_s: float
    look_s: float
    settle_s: float
    spool_bytes_max: int
    ours: tuple[Path, ...] = ()  # made if they are missing; others are waited for


class Courier:
    """Carries frames by folders; a bearer wraps it and says what kind it is."""

    def __init__(
        self, settings: FolderSettings, traits: Traits, keys: tuple[CarrierKeys, ...]
    ) -> None:
        """Take the keys of our direction and of theirs; open nothing."""
        ours, theirs = keys
        self._settings = settings
        self._hatch = Hatch(traits)
        self._keys = (ours, theirs)
        self._refused_until_s = 0.0

    def send(self, frame: bytes) -> None:
        """Take one frame within the window; without a circuit it is dropped."""
        self._hatch.send(frame)

    async def run(self, listener: CircuitListener) -> None:
        """Carry frames until cancelled."""
        self._hatch.open(listener)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._look())
                if self._settings.outgoing is not None:
                    group.create_task(self._write(self._settings.outgoing))
        finally:
            self._hatch.close()

    async def _write(self, folder: Path) -> None:
        settings, hatch = self._settings, self._hatch
        writer = FolderWriter(
            folder,
            self._keys[0],
            symbol_bytes=settings.symbol_bytes,
            repair=settings.repair,
            again_s=settings.again_s,
            bytes_max=settings.spool_bytes_max,
        )
        loop = asyncio.get_running_loop()
        prepared = False
        while True:
            frames = await hatch.take(1 << 16, PARCEL_BYTES_MAX - _MARGIN_BYTES)
            now_s = loop.time()
            try:
                if not prepared:
                    await aside(writer.prepare)
                    prepared = True
                await aside(lambda: writer.write(frames, now_s))  # noqa: B023 - awaited
            except OSError as refused:
                self._refused_until_s = loop.time() + REFUSED_S
                hatch.down(in_words(folder, refused))
            finally:
                hatch.left(len(frames))

    async def _look(self) -> None:
        settings = self._settings
        loop = asyncio.get_running_loop()
        reader = None
        if settings.incoming is not None:
            reader = FolderReader(settings.incoming, self._keys[1], settings.settle_s)
        while True:
            try:
                await aside(lambda: make_folders(settings.ours))
                if settings.outgoing is not None:
                    await aside(lambda: check_writable(settings.outgoing))
                frames = []
                if reader is not None:
                    frames = await aside(lambda: reader.look(loop.time()))
                if loop.time() >= self._refused_until_s:
                    self._hatch.up()
                await self._pass_on(frames)
                if reader is not None:
                    self._hatch.noted(reader.words())
            except OSError as refused:
                folder = settings.outgoing or settings.incoming
                self._hatch.down(in_words(folder, refused))
            await asyncio.sleep(settings.look_s)

    async def _pass_on(self, frames: list[bytes]) -> None:
        size = count = 0
        for frame in frames:
            self._hatch.arrived(frame)
            size += len(frame)
            count += 1
            if size >= BURST_BYTES or count >= BURST_FRAMES:
                size = count = 0
                await asyncio.sleep(BURST_PAUSE_S)


def make_folders(folders: tuple[Path, ...]) -> None:
    """Make the folders that are ours, for their owner only.

    Raises:
        OSError: one cannot be made.

    """
    for folder in folders:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def check_writable(folder: Path | None) -> None:
    """Raise OSError if files cannot be put into a folder, without putting any."""
    if folder is None:
        return
    found = os.statvfs(folder)
    if found.f_flag & os.ST_RDONLY:
        raise OSError(30, "it is read-only", str(folder))
    if found.f_bavail == 0 and found.f_blocks:
        raise OSError(28, "its disk is full", str(folder))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OSError(13, "this account may not write there", str(folder))


def in_words(folder: Path | None, refused: OSError) -> str:
    """Say why a folder cannot be used, for a watch officer."""
    where = refused.filename or folder
    match refused:
        case FileNotFoundError() | NotADirectoryError():
            return f"the folder {where} is not there"
        case _:
            reason = (refused.strerror or type(refused).__name__).lower()
            return f"the folder {folder} cannot be used: {reason}"
