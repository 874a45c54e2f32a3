# SPDX-License-Identifier: Apache-2.0
"""What a hardware key said of itself when it was registered, kept as it came.

The roster names a key by what verifies it; make and model stand in the attestation,
and beside it the name by which a desk calls the key: nobody else needs either.
Nothing in these files is secret.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from parley.crypto.enrolment import Enrolled
from parley.station.places import (
    StationFolder,
    make_private_folder,
    unwritable,
    write_file,
)

_NAME_CHARACTERS = 32
_NAMES_MAX = 1_024


def keep_attestation(
    folder: Path, officer: int, key: Enrolled, attestation: bytes, registered_ms: int
) -> None:
    """Write `officers/*.key.json` before the key goes onto the roster.

    Raises:
        LocalFault: PLY-CFG-008 it cannot be written.

    """
    make_private_folder(StationFolder(folder).officers)
    path = _path(folder, key.public)
    said = {
        "officer": officer,
        "public": key.public.hex(),
        "credential": key.credential.hex(),
        "make": key.make,
        "form": key.form,
        "registered_ms": registered_ms,
        "attestation": attestation.hex(),
    }
    try:
        # A registration that failed after this point left one of the same key.
        path.unlink(missing_ok=True)
    except OSError as refused:
        raise unwritable(path, refused) from refused
    write_file(path, json.dumps(said, indent=1).encode())
    credential_id.cache_clear()


@lru_cache(_NAMES_MAX)
def credential_id(folder: Path, public: bytes) -> bytes | None:
    """Return a key's own name for itself; None if it was not registered here."""
    try:
        said = json.loads(_path(folder, public).read_bytes())
        return bytes.fromhex(said["credential"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _path(folder: Path, public: bytes) -> Path:
    name = hashlib.sha256(public).hexdigest()[:_NAME_CHARACTERS]
    return StationFolder(folder).officers / f"{name}.key.json"
