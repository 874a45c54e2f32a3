# SPDX-License-Identifier: Apache-2.0
"""The keystore port: secrets at rest, opened once at start."""

from __future__ import annotations

from typing import Protocol

from parley.fixed import FixedSecret


class Keystore(Protocol):
    """A sealed box of named secrets.  Every method raises PLY-KEY faults only."""

    def load(self, passphrase: bytes) -> dict[str, bytes]:
        """Open the box and return its secrets by name.

        Raises:
            LocalFault: PLY-KEY-001 wrong passphrase; PLY-KEY-002 damaged or truncated
                file; PLY-KEY-003 missing; PLY-KEY-004 unreadable.

        """
        ...

    def save(self, passphrase: bytes, secrets: dict[str, bytes]) -> None:
        """Seal `secrets` under `passphrase`, replacing the box atomically (fsynced)."""
        ...


class ReadHalf(FixedSecret):
    """What a half gave: 32 uniform bytes, the same each time.

    ``is_drawn``: a machine drew what they come from.  Where that is not known, a person
    may have thought it up, and so may whoever guesses.
    """

    secret: bytes
    is_drawn: bool


class Half(Protocol):
    """What must be there beside the passphrase before a box opens."""

    def read(self) -> ReadHalf:
        """Return what it gives.

        Raises:
            LocalFault: PLY-KEY-110 to -114; nothing opens without it.

        """
        ...
