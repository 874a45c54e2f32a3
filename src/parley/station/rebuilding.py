# SPDX-License-Identifier: Apache-2.0
"""A station made anew where nothing is left but its keys and its settings.

Its record begins empty and is marked: when a counterpart's fresh card has been taken in
and the digits compared once more, that counterpart gives both logs back.  Officers'
keys are not taken over; their numbers belonged to a roster that is lost.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from parley.crypto.vault import Vault
from parley.errors import LocalFault
from parley.station.config import parse_settings
from parley.station.folder import make_folder
from parley.station.halves import half_of
from parley.station.marks import mark_rebuilt
from parley.station.places import StationFolder, make_private_folder, write_file
from parley.station.secrets import load_secrets, station_keystore
from parley.store.sqlite.store import SqliteStore


def rebuild(source: Path, folder: Path, passphrase: bytes) -> StationFolder:
    """Make a station folder from `keys.sealed` and `station.toml` in `source`.

    Raises:
        LocalFault: PLY-CFG-007, -008 the folder cannot be made; PLY-CFG-011 what is
            left cannot be read; PLY-CFG settings; PLY-KEY the passphrase.

    """
    left = StationFolder(source)
    settings, keys = _read(left.settings), _read(left.keys)
    checked = parse_settings(settings.decode("utf-8", "replace"), left.settings)

    def fill(growing: StationFolder) -> None:
        write_file(growing.settings, settings)
        write_file(growing.keys, keys)
        make_private_folder(growing.officers)
        keystore = station_keystore(growing.keys, half_of(checked))
        secrets = load_secrets(keystore, passphrase, left.keys)
        store = SqliteStore.create(growing.store, Vault(secrets.archive))
        with closing(store):
            mark_rebuilt(store)

    return make_folder(folder, fill)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as bad:
        reason = (bad.strerror or type(bad).__name__).lower()
        raise LocalFault("PLY-CFG-011", path=path, reason=reason) from bad
