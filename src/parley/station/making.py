# SPDX-License-Identifier: Apache-2.0
"""Fills the folder of a new station, and opens its store."""

from __future__ import annotations

from pathlib import Path

from parley.crypto.certificate import make_certificate
from parley.crypto.vault import Vault
from parley.station.clock import SystemClock
from parley.station.config import parse_settings
from parley.station.halves import half_of
from parley.station.places import StationFolder, make_private_folder, write_file
from parley.station.secrets import (
    Secrets,
    draw_seed,
    refuse_short,
    save_secrets,
    station_keystore,
)
from parley.station.settings_text import FILE
from parley.store.sqlite.store import SqliteStore

_CERTIFICATE_S = 100 * 365 * 86_400
"""Pinned whole, so its dates are never looked at; they only must be there."""


def fill(
    growing: StationFolder,
    settings: str,
    folder: Path,
    passphrase: bytes,
    *,
    frighteningly_weak: bool,
) -> None:
    """Put everything of a new station into the folder that grows."""
    checked = parse_settings(settings, folder / FILE)
    refuse_short(passphrase)
    now_s = SystemClock().now().wall_ms // 1000
    certificate, key = make_certificate(
        checked.station.name, now_s, now_s + _CERTIFICATE_S
    )
    made = Secrets(
        ed25519=draw_seed(),
        mldsa44=draw_seed(),
        witness_ed25519=draw_seed(),
        witness_mldsa44=draw_seed(),
        archive=draw_seed(),
        tls_certificate=certificate,
        tls_key=key,
    )
    write_file(growing.settings, settings.encode())
    make_private_folder(growing.officers)
    keystore = station_keystore(
        growing.keys, half_of(checked), frighteningly_weak=frighteningly_weak
    )
    save_secrets(keystore, passphrase, made)
    SqliteStore.create(growing.store, Vault(made.archive)).close()
