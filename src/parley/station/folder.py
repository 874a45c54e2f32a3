# SPDX-License-Identifier: Apache-2.0
"""Makes a station folder, whole or not at all, and holds it for one process."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from parley.errors import LocalFault
from parley.model.precedence import Mode
from parley.station.places import (
    FILE_MODE,
    FOLDER_MODE,
    LOCK,
    StationFolder,
    unwritable,
)
from parley.station.settings_text import FILE, CircuitLine, settings_text


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


def init_station(
    folder: Path,
    *,
    name: str,
    party: str,
    mode: Mode,
    positions: Sequence[str],
    passphrase: bytes,
    address: str | None = None,
    console: str = "127.0.0.1:8471",
    health: str = "127.0.0.1:9471",
    circuits: Sequence[CircuitLine] = (),
    evidence: str = "provable",
    frighteningly_weak_keystore: bool = False,
) -> StationFolder:
    """Make a new station: keys, certificate, keystore, empty record, settings.

    `address` is where counterparts find us; it goes into our card.  `evidence` is what
    we propose of showing the record.  Blocking: Argon2id takes about a second.

    Raises:
        LocalFault: PLY-CFG-004 a name, mode or address is not allowed; PLY-CFG-007,
            -008 the folder cannot be made; PLY-CFG-024 the passphrase is too short.

    """
    # Loaded here, since a command that only looks for a folder needs none of it.
    from parley.station import making  # noqa: PLC0415

    text = settings_text(
        name,
        party,
        mode.name,
        positions,
        console=console,
        health=health,
        addresses=[] if address is None else [address],
        circuits=circuits,
        evidence=evidence,
    )
    return make_folder(
        folder,
        lambda growing: making.fill(
            growing,
            text,
            folder,
            passphrase,
            frighteningly_weak=frighteningly_weak_keystore,
        ),
    )


def make_folder(folder: Path, fill: Callable[[StationFolder], None]) -> StationFolder:
    """Make a new folder whole or not at all: filled beside its place, then moved.

    Raises:
        LocalFault: PLY-CFG-007 something is there already; PLY-CFG-008 it cannot be
            written.

    """
    if folder.is_symlink() or (
        folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    ):
        raise LocalFault("PLY-CFG-007", folder=folder)
    growing = folder.with_name(f".{folder.name}.growing-{os.getpid()}")
    try:
        growing.mkdir(FOLDER_MODE, parents=True)
        fill(StationFolder(growing))
        _sync(growing)
        growing.rename(folder)
        _sync(folder.parent)
    except OSError as refused:
        raise unwritable(folder, refused) from refused
    finally:
        with suppress(OSError):
            if growing.exists():
                shutil.rmtree(growing)
    return StationFolder(folder)


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


__all__ = ["StationFolder", "init_station", "lock", "make_folder"]
