# SPDX-License-Identifier: Apache-2.0
"""Who is signed on at which desk, and with what key.

An officer unlocks a software key there, or a hardware key of his signs him on.

A key file stands under its officer's own passphrase, which the station never keeps.
An unlocked key lives in memory only, behind a random token, until it is locked, left
idle for too long, or the station stops.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from parley.crypto.browser_key import proves
from parley.crypto.officer import SoftwareKey
from parley.errors import LocalFault
from parley.ports.clock import Clock
from parley.station.limits import DESK_IDLE_S, DESKS_MAX, PROOFS_MAX
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
    public_key: bytes
    used_ms: int
    key: SoftwareKey | None = None  # a hardware key signs in the browser
    screen_key: bytes = b""
    proofs: set[bytes] = field(default_factory=set)


class DeskKeys:
    """The keys unlocked at the desks of one station; used on the loop's thread."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        idle_s: int = DESK_IDLE_S,
        in_force: Callable[[int, bytes], bool] = lambda _officer, _key: True,
    ) -> None:
        self._folder = StationFolder(folder)
        self._in_force = in_force
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
        now_ms = self._clock.now().mono_ms
        return self._keep(_Unlocked(officer, key.public, now_ms, key))

    def admit(self, officer: int, public_key: bytes, screen_key: bytes) -> str:
        """Let an officer in whose hardware key signed the sign-on of a screen.

        The token signs nothing: each act needs the key again.
        """
        now_ms = self._clock.now().mono_ms
        return self._keep(_Unlocked(officer, public_key, now_ms, screen_key=screen_key))

    def _keep(self, unlocked: _Unlocked) -> str:
        self._forget_idle()
        while len(self._open) >= DESKS_MAX:
            del self._open[next(iter(self._open))]
        token = secrets.token_urlsafe(32)
        self._open[token] = unlocked
        return token

    def lock(self, token: str) -> None:
        """Forget the key behind a token; an unknown token is fine."""
        self._open.pop(token, None)

    def lock_all(self) -> None:
        """Forget every key: the station stops."""
        self._open.clear()

    def officer(self, token: str) -> int | None:
        """Return whose key a token stands for, or None if it is locked.

        It is locked too once the key is no longer in force: ended, or its officer gone.
        """
        self._forget_idle()
        unlocked = self._open.get(token)
        if unlocked is None:
            return None
        if not self._in_force(unlocked.officer, unlocked.public_key):
            self.lock(token)
            return None
        return unlocked.officer

    def is_here(self, token: str) -> None:
        """Note that the officer moved a finger: his desk is not idle."""
        unlocked = self._open.get(token)
        if unlocked is not None:
            unlocked.used_ms = self._clock.now().mono_ms

    def prove(
        self, token: str, path: str, body: bytes, nonce: bytes, signature: bytes
    ) -> None:
        """Accept an act as coming from the screen where the officer signed on.

        A token of a software key needs no proof: its screen has no key.

        Raises:
            LocalFault: PLY-AUT-064.

        """
        unlocked = self._open.get(token)
        if unlocked is None or unlocked.key is not None:
            return
        known = nonce in unlocked.proofs or len(unlocked.proofs) >= PROOFS_MAX
        if known or not proves(unlocked.screen_key, path, body, nonce, signature):
            raise LocalFault("PLY-AUT-064")
        unlocked.proofs.add(nonce)
        unlocked.used_ms = self._clock.now().mono_ms

    def sign(self, token: str, digest: bytes) -> bytes:
        """Sign a 32-byte digest.

        Raises:
            LocalFault: PLY-CFG-019 the key is locked.

        """
        self._forget_idle()
        unlocked = self._open.get(token)
        if unlocked is None or unlocked.key is None:
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
