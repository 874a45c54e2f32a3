# SPDX-License-Identifier: Apache-2.0
"""Sealing the keys of a station at rest anew: under another half or passphrase."""

from __future__ import annotations

from pathlib import Path

from parley.errors import LocalFault
from parley.station.config import load_settings
from parley.station.folder import lock
from parley.station.halves import half_of
from parley.station.places import StationFolder
from parley.station.secrets import load_secrets, save_secrets, station_keystore


def seal_keys(folder: Path, passphrase: bytes, new_passphrase: bytes) -> bool:
    """Seal the keys of a station at rest under the half that its settings name now.

    They are opened with that half or, where the settings were just changed, without
    one.  The box is replaced in one step; until then the one before opens.  Returns
    whether somebody could guess at what opens it now, so that a guess has its cost.

    Raises:
        LocalFault: PLY-CFG-001 no station; -006 it is running; PLY-CFG-024 the new
            passphrase is too short; PLY-KEY faults.

    """
    root = StationFolder(folder)
    settings = load_settings(folder)
    root.refuse_unless_station()
    half = half_of(settings)
    with lock(folder):
        keystore = station_keystore(root.keys, half)
        try:
            secrets = load_secrets(keystore, passphrase, root.keys)
        except LocalFault as fault:
            if fault.code != "PLY-KEY-115":
                raise
            secrets = load_secrets(station_keystore(root.keys), passphrase, root.keys)
        alone = settings.keystore.unattended
        save_secrets(keystore, new_passphrase, secrets, alone=alone)
    return not alone or half is None or not half.read().is_drawn
