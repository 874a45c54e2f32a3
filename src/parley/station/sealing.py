# SPDX-License-Identifier: Apache-2.0
"""Sealing the keys of a station at rest anew: under another half or passphrase."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from parley.errors import LocalFault
from parley.ports.keystore import Half
from parley.station.config import load_settings, parse_settings
from parley.station.folder import lock
from parley.station.halves import half_of
from parley.station.places import StationFolder
from parley.station.secrets import (
    Secrets,
    load_secrets,
    save_secrets,
    station_keystore,
)


def seal_keys(
    folder: Path, passphrase: bytes, new_passphrase: bytes, before: Path | None = None
) -> bool:
    """Seal the keys of a station at rest under the half that its settings name now.

    They are opened with the half of the settings in the file `before`; without one,
    with the present half or, where the settings were just changed, with none.  The box
    is replaced in one step; until then the one before opens.  Returns whether somebody
    could guess at what opens it now, so that a guess has its cost.

    Raises:
        LocalFault: PLY-CFG-001 no station; -006 it is running; -011 `before` cannot be
            read; -024 the new passphrase is too short; PLY-KEY faults.

    """
    root = StationFolder(folder)
    settings = load_settings(folder)
    root.refuse_unless_station()
    half = half_of(settings)
    with lock(folder):
        if before is None:
            secrets = _opened(root.keys, half, passphrase)
        else:
            former = station_keystore(root.keys, _half_in(before))
            secrets = load_secrets(former, passphrase, root.keys)
        alone = settings.keystore.unattended
        keystore = station_keystore(root.keys, half)
        save_secrets(keystore, new_passphrase, secrets, alone=alone)
    return not alone or half is None or not half.read().is_drawn


def _opened(keys: Path, half: Half | None, passphrase: bytes) -> Secrets:
    try:
        return load_secrets(station_keystore(keys, half), passphrase, keys)
    except LocalFault as fault:
        if fault.code != "PLY-KEY-115":
            raise
        with suppress(LocalFault):
            return load_secrets(station_keystore(keys), passphrase, keys)
        raise


def _half_in(before: Path) -> Half | None:
    try:
        text = before.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as bad:
        raise LocalFault("PLY-CFG-011", path=before, reason=bad) from bad
    return half_of(parse_settings(text, before))
