# SPDX-License-Identifier: Apache-2.0
"""From a passphrase to the keys at once; everything else is loaded meanwhile.

The passphrase costs most of a second on purpose, outside the interpreter's lock.  So
this file imports next to nothing before that has begun.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from parley.ports.keystore import Half
from parley.station.folder import lock
from parley.station.places import StationFolder
from parley.station.secrets import load_secrets, station_keystore

if TYPE_CHECKING:
    from parley.station.config import Settings


def run_station(
    folder: Path,
    passphrase: bytes,
    ready: Callable[[Settings], None] | None = None,
) -> None:
    """Run a station until SIGTERM or SIGINT; `ready` is called when it serves.

    Raises:
        LocalFault: what keeps it from starting, in words.

    """
    root = StationFolder(folder)
    root.refuse_unless_station()
    with lock(folder), ThreadPoolExecutor(1, "keys") as pool:
        keystore = station_keystore(root.keys, _half(root))
        opened = pool.submit(load_secrets, keystore, passphrase, root.keys)
        # Loaded meanwhile; the check comes first, so that an older library is named
        # by a fault and not by a trace.
        from parley.crypto.suite import check_suite  # noqa: PLC0415

        check_suite()
        run_with = _loaded()
        run_with(root, opened, ready)


def _loaded() -> Callable[..., None]:
    """Load the station, which stays: what is loaded is never looked through again."""
    gc.disable()
    try:
        from parley.station.app import run_with  # noqa: PLC0415
    finally:
        gc.enable()
    gc.freeze()
    return run_with


def _half(root: StationFolder) -> Half | None:
    """Return the half the settings name; only then are they read before the keys."""
    try:
        if b"keystore" not in root.settings.read_bytes():
            return None
    except OSError:
        return None  # told, with the reason, by whoever reads the settings whole
    from parley.station.config import load_settings  # noqa: PLC0415 - pydantic
    from parley.station.halves import half_of  # noqa: PLC0415

    return half_of(load_settings(root.root))
