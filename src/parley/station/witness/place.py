# SPDX-License-Identifier: Apache-2.0
"""The folder of a third witness: its keys, the policies it was given, what it signed.

| what | where |
|---|---|
| name and two seeds, sealed | `witness.sealed` |
| the policy of each log it watches | `policies/*.policy` |
| the newest head it cosigned of each log | `heads/SHA-256 of the origin` |
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from parley.crypto.digest import sha256
from parley.crypto.keys import StationKeys
from parley.errors import CounterpartFault, LocalFault
from parley.fixed import Fixed
from parley.station.places import make_private_folder, unwritable, write_file
from parley.station.secrets import draw_seed, refuse_short, station_keystore
from parley.tlog.note import is_key_name
from parley.tlog.note_key import KeyPair
from parley.tlog.policy import Policy
from parley.tlog.policy_text import POLICY_BYTES_MAX, parse_policy

POLICIES_MAX = 1_000
_NAMES = ("name", "ed25519", "mldsa44")


class WitnessKeys(Fixed):
    """Who a witness is."""

    name: str
    keys: StationKeys

    @property
    def pair(self) -> KeyPair:
        """The keys as notes name them."""
        return KeyPair.of_witness(self.name, self.keys.public)


class WitnessPlace(Fixed):
    """Reads and writes the folder."""

    root: Path

    def make(self, name: str, passphrase: bytes, *, weak: bool = False) -> WitnessKeys:
        """Make the folder and the keys in it.

        Raises:
            LocalFault: PLY-LOG-034 no name for a key; PLY-CFG-008, -024; PLY-KEY.

        """
        if not is_key_name(name):
            raise LocalFault("PLY-LOG-034", name=name)
        refuse_short(passphrase)
        for path in (self.root, self.root / "policies", self.root / "heads"):
            make_private_folder(path)
        seeds = {each: draw_seed() for each in _NAMES[1:]}
        box = station_keystore(self._box, frighteningly_weak=weak)
        box.save(passphrase, {"name": name.encode(), **seeds})
        return WitnessKeys(
            name, StationKeys.from_seeds(seeds["ed25519"], seeds["mldsa44"])
        )

    def open(self, passphrase: bytes) -> WitnessKeys:
        """Open the keys.

        Raises:
            LocalFault: PLY-KEY faults; PLY-CFG-022 it is no witness's box.

        """
        found = station_keystore(self._box).load(passphrase)
        if set(found) != set(_NAMES):
            raise LocalFault(
                "PLY-CFG-022", path=self._box, reason="it is no witness's box"
            )
        keys = StationKeys.from_seeds(found["ed25519"], found["mldsa44"])
        return WitnessKeys(found["name"].decode(), keys)

    @property
    def _box(self) -> Path:
        return self.root / "witness.sealed"

    def policies(self) -> tuple[Policy, ...]:
        """Return what the witness was told of the logs it watches.

        Raises:
            LocalFault: PLY-LOG-035 a policy cannot be used.

        """
        return tuple(self._policies())

    def _policies(self) -> Iterator[Policy]:
        paths = sorted((self.root / "policies").glob("*.policy"))[:POLICIES_MAX]
        for path in paths:
            try:
                with path.open("rb") as file:
                    yield parse_policy(file.read(POLICY_BYTES_MAX + 1))
            except (OSError, CounterpartFault) as bad:
                raise LocalFault("PLY-LOG-035", path=path) from bad

    def head(self, origin: str) -> bytes | None:
        """Return the newest note cosigned of a log; None if there never was one.

        Raises:
            LocalFault: PLY-LOG-036 what was cosigned cannot be told.

        """
        path = self._head(origin)
        try:
            return path.read_bytes()
        except FileNotFoundError as missing:
            # A witness whose whole memory is gone must not take that for a beginning.
            if path.parent.is_dir():
                return None
            raise LocalFault("PLY-LOG-036", name=origin) from missing
        except OSError as unreadable:
            raise LocalFault("PLY-LOG-036", name=origin) from unreadable

    def keep(self, origin: str, note: bytes) -> None:
        """Replace the newest note of a log; it is on the disk when this returns.

        Raises:
            LocalFault: PLY-CFG-008.

        """
        path = self._head(origin)
        fresh = path.with_suffix(".new")
        with suppress(OSError):
            fresh.unlink()
        write_file(fresh, note)
        try:
            fresh.replace(path)
            folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as refused:
            raise unwritable(path, refused) from refused

    def _head(self, origin: str) -> Path:
        return self.root / "heads" / sha256(origin.encode()).hex()
