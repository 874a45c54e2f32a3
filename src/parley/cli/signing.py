# SPDX-License-Identifier: Apache-2.0
"""Officers' keys in this process: the station never sees a passphrase or a key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from parley.cli.face import Face
from parley.errors import LocalFault

_WRONG = "PLY-KEY-001"


def sign(folder: Path, officer: int, passphrase: bytes, digest: bytes) -> bytes:
    """Open an officer's key file, sign one digest, and forget the key.

    A passphrase that does not open it is noted by the station, if it runs.
    """
    from parley.station.desk import sign_once  # noqa: PLC0415 - kept out of `--help`

    try:
        return sign_once(folder, officer, passphrase, digest)
    except LocalFault as fault:
        if fault.code == _WRONG:
            _note(folder, officer)
        raise


def _note(folder: Path, officer: int) -> None:
    from parley.station.client import call  # noqa: PLC0415

    said = {"deed": "SIGN_ON_FAILED", "subject": f"at a terminal: {_WRONG}"}
    with suppress(LocalFault):  # at rest there is nobody to note it
        call(folder, "note", {**said, "officer": officer})


@dataclass(slots=True)
class NewKey:
    """A key file that has no officer yet."""

    folder: Path
    public: bytes
    kept: bool = field(default=False)

    def keep_for(self, officer: int) -> None:
        """Give the key file the officer's number."""
        from parley.station.desk import keep_officer_key  # noqa: PLC0415

        keep_officer_key(self.folder, self.public, officer)
        self.kept = True


@contextmanager
def new_key(face: Face, passphrase: bytes) -> Iterator[NewKey]:
    """Make a key for an officer; destroy it again if he did not come on the roster."""
    from parley.station.desk import drop_officer_key, make_officer_key  # noqa: PLC0415

    weak = face.hooks.frighteningly_weak_keystore
    key = NewKey(
        face.folder,
        make_officer_key(face.folder, passphrase, frighteningly_weak=weak),
    )
    try:
        yield key
    finally:
        if not key.kept:
            drop_officer_key(face.folder, key.public)
