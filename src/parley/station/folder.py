# SPDX-License-Identifier: Apache-2.0
"""The station folder: where everything of one station lies, and how it is made.

| name | what |
|---|---|
| `station.toml` | settings, no secret |
| `keys.sealed` | the station's secrets under its passphrase |
| `store.db` | the record |
| `officers/N.sealed` | the software key of officer N under his own passphrase |
| `control.sock` | the door for commands, while the station runs |
| `lock` | held by the process that uses the folder; its number is inside |
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from parley.errors import LocalFault
from parley.model.precedence import Mode
from parley.station.settings_text import FILE, CircuitLine, settings_text

KEYS = "keys.sealed"
STORE = "store.db"
OFFICERS = "officers"
LOCK = "lock"

_FOLDER_MODE = 0o700
_FILE_MODE = 0o600


@dataclass(frozen=True, slots=True)
class StationFolder:
    """The paths of one station."""

    root: Path

    @property
    def settings(self) -> Path:
        """`station.toml`."""
        return self.root / FILE

    @property
    def keys(self) -> Path:
        """The keystore file."""
        return self.root / KEYS

    @property
    def store(self) -> Path:
        """The record."""
        return self.root / STORE

    @property
    def officers(self) -> Path:
        """The folder of officers' software keys."""
        return self.root / OFFICERS

    def officer(self, index: int) -> Path:
        """Return the key file of one officer."""
        return self.officers / f"{index}.sealed"

    def refuse_unless_station(self) -> None:
        """Check that the parts of a station are there.

        Raises:
            LocalFault: PLY-CFG-001 with the first that is missing.

        """
        for path in (self.settings, self.keys, self.store):
            if not path.is_file():
                raise LocalFault("PLY-CFG-001", folder=self.root, file=path.name)


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
        held = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, _FILE_MODE)
    except (FileNotFoundError, NotADirectoryError) as missing:
        raise LocalFault("PLY-CFG-001", folder=folder, file=FILE) from missing
    except OSError as refused:
        raise _unwritable(path, refused) from refused
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            pid = os.read(held, 32).decode("ascii", "replace").strip() or "unknown"
            raise LocalFault("PLY-CFG-006", folder=folder, pid=pid) from taken
        try:
            os.ftruncate(held, 0)
            os.write(held, b"%d\n" % os.getpid())
        except OSError as full:
            raise _unwritable(path, full) from full
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
    frighteningly_weak_keystore: bool = False,
) -> StationFolder:
    """Make a new station: keys, certificate, keystore, empty record, settings.

    `address` is where counterparts find us; it goes into our card.  Blocking:
    Argon2id takes about a second.

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
        growing.mkdir(_FOLDER_MODE, parents=True)
        fill(StationFolder(growing))
        _sync(growing)
        growing.rename(folder)
        _sync(folder.parent)
    except OSError as refused:
        raise _unwritable(folder, refused) from refused
    finally:
        with suppress(OSError):
            if growing.exists():
                shutil.rmtree(growing)
    return StationFolder(folder)


def make_private_folder(path: Path) -> None:
    """Make a folder for its owner only, unless it is there.

    Raises:
        LocalFault: PLY-CFG-008 it cannot be made.

    """
    try:
        path.mkdir(_FOLDER_MODE, exist_ok=True)
    except OSError as refused:
        raise _unwritable(path, refused) from refused


def write_file(path: Path, data: bytes) -> None:
    """Write a new file that only its owner can read, and flush it.

    Raises:
        LocalFault: PLY-CFG-008 it cannot be written.

    """
    try:
        file = os.open(
            path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, _FILE_MODE
        )
        with os.fdopen(file, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    except OSError as refused:
        raise _unwritable(path, refused) from refused


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _unwritable(path: Path, error: OSError) -> LocalFault:
    reason = (error.strerror or str(error)).lower()
    return LocalFault("PLY-CFG-008", path=path, reason=reason)
