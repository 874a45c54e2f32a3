# SPDX-License-Identifier: Apache-2.0
"""A set of pages as a file on a medium: under a passphrase, read once, destroyed."""

from __future__ import annotations

import os
from pathlib import Path

from parley.errors import LocalFault
from parley.station.places import unwritable
from parley.station.secrets import officer_keystore, refuse_short

_NAME = "pages"


def seal_medium(
    path: Path, passphrase: bytes, data: bytes, *, frighteningly_weak: bool = False
) -> None:
    """Write a set of pages to a new file.  Blocking: Argon2id takes a moment.

    Raises:
        LocalFault: PLY-CFG-007 there is a file; -024 the passphrase is too short;
            PLY-KEY-007 it cannot be written.

    """
    refuse_short(passphrase)
    if path.exists() or path.is_symlink():
        raise LocalFault("PLY-CFG-007", folder=path)
    keystore = officer_keystore(path, frighteningly_weak=frighteningly_weak)
    keystore.save(passphrase, {_NAME: data})


def open_medium(path: Path, passphrase: bytes) -> bytes:
    """Return the set of pages in a file.

    Raises:
        LocalFault: PLY-KEY faults; PLY-KEY-132 it holds something else.

    """
    found = officer_keystore(path).load(passphrase).get(_NAME)
    if found is None:
        raise LocalFault("PLY-KEY-132", reason="the file holds no pages")
    return found


def destroy_medium(path: Path) -> None:
    """Overwrite a file and take it away.

    A flash medium may keep the old bytes all the same: it is burnt or broken after.

    Raises:
        LocalFault: PLY-CFG-008.

    """
    try:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except OSError as refused:
        raise unwritable(path, refused) from refused
