# SPDX-License-Identifier: Apache-2.0
"""Fills the folder of a new station, and opens its store."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from parley.crypto.certificate import make_certificate
from parley.crypto.vault import Vault
from parley.fixed import replace
from parley.station.clock import SystemClock
from parley.station.config import parse_settings
from parley.station.delegation.asking import request_of
from parley.station.delegation.root import RootFolder, make_root, sign_request
from parley.station.halves import half_of
from parley.station.marks import mark_rebuilt
from parley.station.places import StationFolder, make_private_folder, write_file
from parley.station.root_at_hand import Root
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
    root: Root | None,
    *,
    frighteningly_weak: bool,
) -> None:
    """Put everything of a new station into the folder that grows.

    With a root at hand the station is delegated at once; without one it asks later.
    """
    checked = parse_settings(settings, folder / FILE)
    refuse_short(passphrase)
    now_ms = SystemClock().now().wall_ms
    now_s = now_ms // 1000
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
    number = 0
    if root is not None:
        request = request_of(checked, made.keys())
        number, signed = _delegated(root, request, now_ms)
        made = replace(made, delegation=signed)
    write_file(growing.settings, settings.encode())
    make_private_folder(growing.officers)
    keystore = station_keystore(
        growing.keys, half_of(checked), frighteningly_weak=frighteningly_weak
    )
    save_secrets(keystore, passphrase, made)
    with closing(SqliteStore.create(growing.store, Vault(made.archive))) as store:
        if number > 1:
            mark_rebuilt(store)


def _delegated(root: Root, request: bytes, now_ms: int) -> tuple[int, bytes]:
    folder = RootFolder(root.folder)
    if not folder.sealed.exists():
        folder = make_root(
            root.folder, root.passphrase, frighteningly_weak=root.frighteningly_weak
        )
    said = sign_request(folder, root.passphrase, request, now_ms, root.days)
    signed = folder.file_of(said.station, said.number).read_bytes()
    return said.number, signed
