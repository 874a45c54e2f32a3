# SPDX-License-Identifier: Apache-2.0
"""`run_station`: from a folder and a passphrase to a station at work.

The passphrase costs most of a second on purpose, so everything else is loaded beside
it.  What can be refused without the keys is refused first.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from parley import __version__
from parley.crypto.suite import check_suite
from parley.station.config import Settings, load_settings
from parley.station.folder import lock
from parley.station.places import StationFolder
from parley.station.secrets import Secrets, load_secrets, station_keystore

if TYPE_CHECKING:
    from parley.station.serving import Doors


def run_station(
    folder: Path, passphrase: bytes, ready: Callable[[], None] | None = None
) -> None:
    """Run a station until SIGTERM or SIGINT; `ready` is called when it serves.

    Raises:
        LocalFault: what keeps it from starting, in words.

    """
    root = StationFolder(folder)
    settings = load_settings(folder)
    root.refuse_unless_station()
    with lock(folder), ThreadPoolExecutor(1, "keys") as pool:
        # Argon2id runs outside the interpreter's lock: the rest is loaded meanwhile.
        keystore = station_keystore(root.keys)
        opened = pool.submit(load_secrets, keystore, passphrase, root.keys)
        check_suite()
        from parley.station import serving  # noqa: PLC0415

        with serving.open_doors(root, settings) as doors:
            asyncio.run(_run(root, settings, opened, doors, ready))


async def _run(
    root: StationFolder,
    settings: Settings,
    opened: Future[Secrets],
    doors: Doors,
    ready: Callable[[], None] | None,
) -> None:
    from parley.station.assembly import assemble  # noqa: PLC0415
    from parley.station.catalogue import open_store, preload  # noqa: PLC0415
    from parley.station.clock import SystemClock  # noqa: PLC0415
    from parley.station.logs import make_log  # noqa: PLC0415
    from parley.station.serving import serving  # noqa: PLC0415

    clock = SystemClock()
    started_ms = clock.now().mono_ms
    log = make_log(settings.log.level, station=settings.station.name)
    log.info("station.starting", version=__version__, pid=os.getpid())
    preload()
    secrets = await asyncio.wrap_future(opened)
    store = open_store(root, secrets)
    try:
        parts = assemble(root, settings, secrets, store, clock, log)
        stop = asyncio.Event()
        for one in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(one, stop.set)
        async with serving(parts, doors):
            log.info(
                "station.ready",
                mode=settings.station.mode,
                console=settings.origin,
                health=settings.health.listen,
                took_ms=clock.now().mono_ms - started_ms,
            )
            if ready is not None:
                ready()
            await stop.wait()
            log.info("station.stopping")
    finally:
        store.close()
    log.info("station.stopped")
