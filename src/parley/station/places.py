# SPDX-License-Identifier: Apache-2.0
"""The station folder: where everything of one station lies, and how it is made.

| name | what |
|---|---|
| `station.toml` | settings, no secret |
| `keys.sealed` | the station's secrets under its passphrase |
| `store.db` | the record |
| `officers/N.sealed` | the software key of officer N under his own passphrase |
| `models/NAME/` | the files of a model for machine translation; no secret |
| `circuits/NAME/` | what the bearer of a circuit must remember; no secret of ours |
| `tokens.json` | digests of the API's tokens; no secret |
| `control.sock` | the door for commands, while the station runs |
| `lock` | held by the process that uses the folder; its number is inside |
"""

from __future__ import annotations

import os
from pathlib import Path

from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.station.settings_text import FILE

KEYS = "keys.sealed"
STORE = "store.db"
OFFICERS = "officers"
CIRCUITS = "circuits"
MODELS = "models"
LOCK = "lock"

FOLDER_MODE = 0o700
FILE_MODE = 0o600


class StationFolder(Fixed):
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

    @property
    def circuits(self) -> Path:
        """The folder in which each circuit has a folder of its own, if it needs one."""
        return self.root / CIRCUITS

    @property
    def models(self) -> Path:
        """The folder in which each model for machine translation has its own."""
        return self.root / MODELS

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


def make_private_folder(path: Path) -> None:
    """Make a folder for its owner only, unless it is there.

    Raises:
        LocalFault: PLY-CFG-008 it cannot be made.

    """
    try:
        path.mkdir(FOLDER_MODE, exist_ok=True)
    except OSError as refused:
        raise unwritable(path, refused) from refused


def write_file(path: Path, data: bytes) -> None:
    """Write a new file that only its owner can read, and flush it.

    Raises:
        LocalFault: PLY-CFG-008 it cannot be written.

    """
    try:
        file = os.open(
            path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, FILE_MODE
        )
        with os.fdopen(file, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    except OSError as refused:
        raise unwritable(path, refused) from refused


def unwritable(path: Path, error: OSError) -> LocalFault:
    """Return the fault of a place that cannot be written."""
    reason = (error.strerror or str(error)).lower()
    return LocalFault("PLY-CFG-008", path=path, reason=reason)
