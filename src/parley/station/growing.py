# SPDX-License-Identifier: Apache-2.0
"""Makes a folder whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from parley.errors import LocalFault
from parley.station.places import FOLDER_MODE, StationFolder, unwritable


def make_folder(folder: Path, fill: Callable[[StationFolder], None]) -> StationFolder:
    """Make a new folder whole or not at all: filled beside its place, then moved.

    Raises:
        LocalFault: PLY-CFG-007 something is there already; PLY-CFG-008 it cannot be
            written.

    """
    if folder.is_symlink() or (
        folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    ):
        raise LocalFault("PLY-CFG-007", folder=folder)
    growing = folder.with_name(f".{folder.name}.growing-{os.getpid()}")
    try:
        growing.mkdir(FOLDER_MODE, parents=True)
        fill(StationFolder(growing))
        _sync(growing)
        growing.rename(folder)
        _sync(folder.parent)
    except OSError as refused:
        raise unwritable(folder, refused) from refused
    finally:
        with suppress(OSError):
            if growing.exists():
                shutil.rmtree(growing)
    return StationFolder(folder)


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
