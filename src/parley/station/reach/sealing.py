# SPDX-License-Identifier: Apache-2.0
"""Seals the credential of a circuit's carrier in the circuit's own folder."""

from __future__ import annotations

from pathlib import Path

from parley.carriage.credentials import save_credential
from parley.errors import LocalFault
from parley.station.config import load_settings
from parley.station.halves import half_of
from parley.station.places import StationFolder
from parley.station.secrets import load_secrets, station_keystore


def seal_credential(
    folder: Path, passphrase: bytes, circuit: str, credential: bytes
) -> Path:
    """Seal `credential` for a circuit of the settings; return where it lies.

    The station may run; it reads the credential when the circuit is started.

    Raises:
        LocalFault: PLY-BRR-047 no such circuit; PLY-BRR-044, PLY-BRR-045 the
            credential; PLY-KEY faults.

    """
    root = StationFolder(folder)
    settings = load_settings(folder)
    names = [one.name for one in settings.circuit]
    if circuit not in names:
        raise LocalFault("PLY-BRR-047", names=", ".join(names) or "none")
    keystore = station_keystore(root.keys, half_of(settings))
    secrets = load_secrets(keystore, passphrase, root.keys)
    return save_credential(root.circuits / circuit, secrets.tls_key, credential)
