# SPDX-License-Identifier: Apache-2.0
"""A station at work, from keys that are being opened to the end of the process.

What can be refused without the keys is refused before they are waited for.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future

from parley import __version__
from parley.errors import LocalFault
from parley.station.assembly import Parts, assemble
from parley.station.catalogue import open_store, preload
from parley.station.clock import SystemClock
from parley.station.config import Settings, load_settings
from parley.station.library.files import load_library
from parley.station.logs import make_log
from parley.station.places import StationFolder
from parley.station.secrets import Secrets
from parley.station.serving import Doors, open_doors, serving


def run_with(
    folder: StationFolder,
    opened: Future[Secrets],
    ready: Callable[[Settings], None] | None,
) -> None:
    """Run the station whose secrets are being `opened`.

    Raises:
        LocalFault: what keeps it from starting, in words.

    """
    settings = load_settings(folder.root)
    with open_doors(folder, settings) as doors:
        asyncio.run(_run(folder, settings, opened, doors, ready))


async def _run(
    root: StationFolder,
    settings: Settings,
    opened: Future[Secrets],
    doors: Doors,
    ready: Callable[[Settings], None] | None,
) -> None:
    clock = SystemClock()
    started_ms = clock.now().mono_ms
    log = make_log(settings.log.level, station=settings.station.name)
    log.info("station.starting", version=__version__, pid=os.getpid())
    preload("listener")
    load_library()  # read and held to its vectors while the keys are opened, and kept
    secrets = await asyncio.wrap_future(opened)
    store = open_store(root, secrets)
    try:
        parts = assemble(root, settings, secrets, store, clock, log)
        stop = asyncio.Event()
        for one in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(one, stop.set)
        async with serving(parts, doors):
            # Noted before it is said: who reads "ready" must find the start noted.
            await _note_start(parts)
            log.info(
                "station.ready",
                mode=settings.station.mode,
                console=settings.origin,
                health=settings.health.listen,
                took_ms=clock.now().mono_ms - started_ms,
            )
            if ready is not None:
                ready(settings)
            await stop.wait()
            log.info("station.stopping")
    finally:
        store.close()
    log.info("station.stopped")


async def _note_start(parts: Parts) -> None:
    """Note the start; a disk that refuses must not keep the line shut."""
    try:
        await parts.api.note("STARTED", f"version {__version__}")
    except LocalFault as fault:
        parts.log.warning("audit.refused", code=fault.code)
