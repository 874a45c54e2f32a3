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
from parley.station.config import FILE

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


def make_folder(
    folder: Path, fill: Callable[[StationFolder], None]
) -> StationFolder:
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


def settings_text(
    name: str,
    party: str,
    mode: str,
    positions: Sequence[str],
    *,
    console: str,
    health: str,
    addresses: Sequence[str],
    circuits: Sequence[tuple[str, str, str, str]],
) -> str:
    """Return a `station.toml`; a circuit is (name, counterpart, dial|listen, address).

    A circuit with an empty third part calls the address in the counterpart's card.
    """
    lines = [
        "# Every setting is explained in docs/reference/config.md.",
        "",
        "[station]",
        f"name = {_quoted(name)}",
        f"party = {_quoted(party)}",
        f"mode = {_quoted(mode)}",
        f"positions = [{', '.join(_quoted(one) for one in positions)}]",
        "",
        "[console]",
        f"listen = {_quoted(console)}",
        "",
        "[health]",
        f"listen = {_quoted(health)}",
    ]
    for address in addresses:
        lines += ["", "[[address]]", f"address = {_quoted(address)}"]
    for circuit, counterpart, way, address in circuits:
        lines += [
            "",
            "[[circuit]]",
            f"name = {_quoted(circuit)}",
            f"counterpart = {_quoted(counterpart)}",
        ]
        if way:
            lines.append(f"{way} = {_quoted(address)}")
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    escaped = "".join(
        f"\\u{ord(one):04x}" if one in '"\\' or ord(one) < ord(" ") else one
        for one in value
    )
    return f'"{escaped}"'


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _unwritable(path: Path, error: OSError) -> LocalFault:
    reason = (error.strerror or str(error)).lower()
    return LocalFault("PLY-CFG-008", path=path, reason=reason)
