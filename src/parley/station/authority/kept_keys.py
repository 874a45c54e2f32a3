# SPDX-License-Identifier: Apache-2.0
"""What a hardware key said of itself when it was registered, kept as it came.

The roster names a key by what verifies it; make and model stand in the attestation,
which nobody but this party needs.  Nothing in these files is secret.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from parley.crypto.enrolment import Enrolled
from parley.station.places import (
    StationFolder,
    make_private_folder,
    unwritable,
    write_file,
)

_NAME_CHARACTERS = 32


def keep_attestation(
    folder: Path, officer: int, key: Enrolled, attestation: bytes, registered_ms: int
) -> None:
    """Write `officers/*.key.json` before the key goes onto the roster.

    Raises:
        LocalFault: PLY-CFG-008 it cannot be written.

    """
    place = StationFolder(folder).officers
    make_private_folder(place)
    name = hashlib.sha256(key.public).hexdigest()[:_NAME_CHARACTERS]
    path = place / f"{name}.key.json"
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
