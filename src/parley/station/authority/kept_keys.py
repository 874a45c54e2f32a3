# SPDX-License-Identifier: Apache-2.0
"""What the desk keeps of each hardware key beside the roster: never a secret.

The roster names a key by its public half; a browser asks for it by its credential id.
The attestation, which tells make and model, is kept as it came.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from parley.station.places import (
    StationFolder,
    make_private_folder,
    unwritable,
    write_file,
)

_NAME_CHARACTERS = 32
_FILE_BYTES_MAX = 65_536


@dataclass(frozen=True, slots=True)
class KeptKey:
    """One hardware key as it was registered."""

    public: bytes
    credential: bytes
    make: str  # AAGUID
    form: str  # of its attestation
    origin: str
    registered_ms: int
    attestation: bytes


class KeptKeys:
    """The files `officers/*.key.json` of a station."""

    def __init__(self, folder: Path) -> None:
        """Read nothing yet."""
        self._folder = StationFolder(folder)
        self._read: dict[bytes, KeptKey] = {}

    def keep(self, key: KeptKey) -> None:
        """Write a key down before it goes onto the roster.

        Raises:
            LocalFault: PLY-CFG-008 it cannot be written.

        """
        make_private_folder(self._folder.officers)
        path = self._path(key.public)
        said = {
            "credential": key.credential.hex(),
            "make": key.make,
            "form": key.form,
            "origin": key.origin,
            "registered_ms": key.registered_ms,
            "attestation": key.attestation.hex(),
        }
        try:
            path.unlink(missing_ok=True)
        except OSError as refused:
            raise unwritable(path, refused) from refused
        write_file(path, json.dumps(said, indent=1).encode())
        self._read[key.public] = key

    def of(self, public: bytes) -> KeptKey | None:
        """Return what is kept of a key; None if nothing can be read."""
        if public in self._read:
            return self._read[public]
        path = self._path(public)
        try:
            if path.stat().st_size > _FILE_BYTES_MAX:
                return None
            said = json.loads(path.read_bytes())
            found = KeptKey(
                public=public,
                credential=bytes.fromhex(said["credential"]),
                make=str(said["make"]),
                form=str(said["form"]),
                origin=str(said["origin"]),
                registered_ms=int(said["registered_ms"]),
                attestation=bytes.fromhex(said["attestation"]),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None
        self._read[public] = found
        return found

    def _path(self, public: bytes) -> Path:
        name = hashlib.sha256(public).hexdigest()[:_NAME_CHARACTERS]
        return self._folder.officers / f"{name}.key.json"
