# SPDX-License-Identifier: Apache-2.0
"""Officers' software keys: made at a desk, unlocked at a desk, locked again.

A key file stands under its officer's own passphrase, which the station never keeps.
An unlocked key lives in memory only, behind a random token, until it is locked, left
idle for too long, or the station stops.
"""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from parley.crypto.officer import SoftwareKey
from parley.errors import LocalFault
from parley.ports.clock import Clock
from parley.station.limits import DESK_IDLE_S, DESKS_MAX
from parley.station.places import StationFolder, make_private_folder
from parley.station.secrets import (
    draw_seed,
    load_officer_seed,
    officer_keystore,
    save_officer_seed,
)


def make_officer_key(
    folder: Path, passphrase: bytes, *, frighteningly_weak: bool = False
) -> bytes:
    """Make a software key, seal it, and return its public half.

    The officer has no number yet; `keep_officer_key` gives the file its name.
    Blocking: Argon2id takes a moment.
    """
    seed = draw_seed()
    public = SoftwareKey.from_seed(seed).public
    make_private_folder(StationFolder(folder).officers)
    keystore = officer_keystore(
        _unnumbered(folder, public), frighteningly_weak=frighteningly_weak
    )
    save_officer_seed(keystore, passphrase, seed)
    return public


def keep_officer_key(folder: Path, public_key: bytes, index: int) -> None:
    """Name a new key file by the officer's number on the roster.

    Raises:
        LocalFault: PLY-CFG-008 that name is taken or the folder cannot be written.

    """
    path = StationFolder(folder).officer(index)
    try:
        _unnumbered(folder, public_key).rename(path)
    except OSError as refused:
        reason = refused.strerror or str(refused)
        raise LocalFault("PLY-CFG-008", path=path, reason=reason.lower()) from refused


def drop_officer_key(folder: Path, public_key: bytes) -> None:
    """Destroy a new key file whose officer did not come onto the roster."""
    with suppress(OSError):
        _unnumbered(folder, public_key).unlink()


def sign_once(folder: Path, officer: int, passphrase: bytes, digest: bytes) -> bytes:
    """Open an officer's key, sign one digest, forget the key.  Blocking."""
    return _opened(StationFolder(folder), officer, passphrase).sign(digest)


def _unnumbered(folder: Path, public_key: bytes) -> Path:
    return StationFolder(folder).officers / f"new-{public_key.hex()[:16]}.sealed"


def _opened(folder: StationFolder, officer: int, passphrase: bytes) -> SoftwareKey:
    path = folder.officer(officer)
    if not path.is_file():
        raise LocalFault("PLY-CFG-020", officer=officer)
    keystore = officer_keystore(path)
    return SoftwareKey.from_seed(load_officer_seed(keystore, passphrase, path))


@dataclass(slots=True)
class _Unlocked:
    officer: int
    key: SoftwareKey
    used_ms: int


class DeskKeys:
    """The keys unlocked at the desks of one station; used on the loop's thread."""

    def __init__(self, folder: Path, clock: Clock, idle_s: int = DESK_IDLE_S) -> None:
        self._folder = StationFolder(folder)
        self._clock = clock
        self._idle_ms = idle_s * 1000
        self._open: dict[str, _Unlocked] = {}
        # One guess at a time: trying many passphrases must not fill the memory.
        self._guessing = asyncio.Lock()

    async def unlock(self, officer: int, passphrase: str) -> str:
        """Open an officer's key; return the token that signs with it.

        Raises:
            LocalFault: PLY-KEY faults; PLY-CFG-020 no key file of that number.

        """
        async with self._guessing:
            key = await asyncio.to_thread(
                _opened, self._folder, officer, passphrase.encode()
            )
        self._forget_idle()
        while len(self._open) >= DESKS_MAX:
            del self._open[next(iter(self._open))]
        token = secrets.token_urlsafe(32)
        self._open[token] = _Unlocked(officer, key, self._clock.now().mono_ms)
        return token

    def lock(self, token: str) -> None:
        """Forget the key behind a token; an unknown token is fine."""
        self._open.pop(token, None)

    def lock_all(self) -> None:
        """Forget every key: the station stops."""
        self._open.clear()

    def officer(self, token: str) -> int | None:
        """Return whose key a token signs with, or None if it is locked."""
        self._forget_idle()
        unlocked = self._open.get(token)
        return None if unlocked is None else unlocked.officer

    def sign(self, token: str, digest: bytes) -> bytes:
        """Sign a 32-byte digest.

        Raises:
            LocalFault: PLY-CFG-019 the key is locked.

        """
        self._forget_idle()
        unlocked = self._open.get(token)
        if unlocked is None:
            raise LocalFault("PLY-CFG-019", officer="of this sign-on")
        unlocked.used_ms = self._clock.now().mono_ms
        return unlocked.key.sign(digest)

    def _forget_idle(self) -> None:
        now_ms = self._clock.now().mono_ms
        self._open = {
            token: one
            for token, one in self._open.items()
            if now_ms - one.used_ms <= self._idle_ms
        }
