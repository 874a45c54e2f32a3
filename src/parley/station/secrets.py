# SPDX-License-Identifier: Apache-2.0
"""The station's own secrets: made once, opened at each start, never shown."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from parley.errors import LocalFault
from parley.fixed import FixedSecret, replace
from parley.keystore.file.store import FileKeystore
from parley.keystore.halved import HalvedKeystore
from parley.ports.keystore import Half, Keystore
from parley.station.limits import PASSPHRASE_CHARACTERS_MIN

if TYPE_CHECKING:
    from parley.crypto.keys import StationKeys

_SEED_BYTES = 32
_WITNESS = ("witness_ed25519", "witness_mldsa44")
_PAIRS = ("ed25519", "mldsa44", *_WITNESS)
_NAMES = (*_PAIRS, "archive", "tls_certificate", "tls_key", "delegation", "coming")
_OFFICER = "officer_ed25519"
_OFFICER_KIB = 65_536
_FRIGHTENINGLY_WEAK_KIB = 1_024
_QUICK_KIB = 8_192  # where there is nothing to guess


class Secrets(FixedSecret):
    """What `keys.sealed` holds: four seeds, the archive key, the TLS pair (DER).

    `delegation` is what the root signed for the four seeds, empty while it has not;
    `coming` are four fresh seeds for which a delegation was asked.
    """

    ed25519: bytes
    mldsa44: bytes
    witness_ed25519: bytes
    witness_mldsa44: bytes
    archive: bytes
    tls_certificate: bytes
    tls_key: bytes
    delegation: bytes = b""
    coming: bytes = b""

    def keys(self) -> StationKeys:
        """Return the station's two pairs of signature keys."""
        return keys_of(b"".join(getattr(self, name) for name in _PAIRS))

    def turned(self, delegation: bytes) -> Secrets:
        """Return what is sealed once the coming seeds are the station's own."""
        seeds = dict(zip(_PAIRS, _split(self.coming), strict=True))
        return replace(self, **seeds, delegation=delegation, coming=b"")


def keys_of(seeds: bytes) -> StationKeys:
    """Return two pairs of signature keys from four seeds, one after another."""
    # The passphrase goes to work as soon as this file is loaded; keys come later.
    from parley.crypto.keys import StationKeys  # noqa: PLC0415

    ed25519, mldsa44, for_ed25519, for_mldsa44 = _split(seeds)
    witness = StationKeys.from_seeds(for_ed25519, for_mldsa44)
    return StationKeys.from_seeds(ed25519, mldsa44, witness)


def draw_seeds() -> bytes:
    """Return four fresh seeds for `keys_of`."""
    return b"".join(draw_seed() for _ in _PAIRS)


def _split(seeds: bytes) -> list[bytes]:
    return [seeds[at : at + _SEED_BYTES] for at in range(0, len(seeds), _SEED_BYTES)]


def draw_seed() -> bytes:
    """Return 32 fresh random bytes for a key."""
    return os.urandom(_SEED_BYTES)


def station_keystore(
    path: Path, half: Half | None = None, *, frighteningly_weak: bool = False
) -> Keystore:
    """Return the keystore of a station; weak only for stations of tests."""
    if frighteningly_weak:
        file = FileKeystore(path, memory_kib=_FRIGHTENINGLY_WEAK_KIB, iterations=1)
    else:
        file = FileKeystore(path)
    if half is None:
        return file
    quick = FileKeystore(path, memory_kib=_QUICK_KIB, iterations=1, lanes=1)
    return HalvedKeystore(file, half, quick)


def officer_keystore(path: Path, *, frighteningly_weak: bool = False) -> Keystore:
    """Return the keystore of one officer; weak only for stations of tests."""
    kib = _FRIGHTENINGLY_WEAK_KIB if frighteningly_weak else _OFFICER_KIB
    return FileKeystore(path, memory_kib=kib)


def save_secrets(
    keystore: Keystore, passphrase: bytes, secrets: Secrets, *, alone: bool = False
) -> None:
    """Seal a station's secrets; `alone`: under its half, whatever the passphrase.

    Raises:
        LocalFault: PLY-CFG-024 the passphrase is too short; PLY-KEY faults.

    """
    if not alone:
        refuse_short(passphrase)
    named = {name: getattr(secrets, name) for name in _NAMES}
    keystore.save(b"" if alone else passphrase, named)


def load_secrets(keystore: Keystore, passphrase: bytes, path: Path) -> Secrets:
    """Open a station's secrets.

    Raises:
        LocalFault: PLY-KEY faults; PLY-CFG-022 something is missing in the box.

    """
    found = keystore.load(passphrase)
    for name in _NAMES:
        if name not in found:
            raise LocalFault("PLY-CFG-022", path=path, reason=f"{name} is missing")
    return Secrets(**{name: found[name] for name in _NAMES})


def save_officer_seed(keystore: Keystore, passphrase: bytes, seed: bytes) -> None:
    """Seal an officer's seed under his own passphrase."""
    refuse_short(passphrase)
    keystore.save(passphrase, {_OFFICER: seed})


def load_officer_seed(keystore: Keystore, passphrase: bytes, path: Path) -> bytes:
    """Open an officer's seed."""
    seed = keystore.load(passphrase).get(_OFFICER)
    if seed is None:
        raise LocalFault("PLY-CFG-022", path=path, reason="it is no officer's key")
    return seed


def refuse_short(passphrase: bytes) -> None:
    """Refuse a passphrase that a guess would find.

    Raises:
        LocalFault: PLY-CFG-024.

    """
    given = len(passphrase.decode("utf-8", "replace"))
    if given < PASSPHRASE_CHARACTERS_MIN:
        raise LocalFault("PLY-CFG-024", given=given, needed=PASSPHRASE_CHARACTERS_MIN)
