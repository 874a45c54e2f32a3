# SPDX-License-Identifier: Apache-2.0
"""A station at rest: the same questions and acts without circuits or pages.

For ceremonies before a station runs for the first time (cards, digits, officers) and
for looking into one that is stopped.  The folder is held all the while, so no station
can start beside it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from parley.errors.fault import Fault
from parley.station.api import StationApi
from parley.station.assembly import Parts, assemble
from parley.station.catalogue import open_store
from parley.station.clock import SystemClock
from parley.station.config import load_settings
from parley.station.folder import lock
from parley.station.halves import half_of
from parley.station.logs import Quiet
from parley.station.methods import ask
from parley.station.places import StationFolder
from parley.station.secrets import load_secrets, station_keystore

T = TypeVar("T")


class AtRest:
    """A station whose folder is held by this process."""

    def __init__(self, parts: Parts, loop: asyncio.Runner) -> None:
        self._parts = parts
        self._sight = parts.settings.shell.sight
        self._loop = loop

    @property
    def api(self) -> StationApi:
        """The questions and acts, for `run`."""
        return self._parts.api

    def run(self, doing: Awaitable[T]) -> T:
        """Do something of the api and return when it is on the disk."""
        return self._loop.run(self._done(doing))

    def ask(self, method: str, params: Mapping[str, object] | None = None) -> object:
        """Answer like `client.call`: by a method's name, with JSON values."""
        body = json.dumps(dict(params or {}), default=bytes.hex).encode()
        return self.run(ask(self.api, method, body, self._sight))

    async def _done(self, doing: Awaitable[T]) -> T:
        runner = self._parts.runner
        refused: Fault | None = None
        runner.resume()
        async with asyncio.TaskGroup() as group:
            group.create_task(runner.run())
            try:
                return await doing
            except Fault as fault:
                refused = fault  # kept out of the group, which would wrap it
            finally:
                runner.stop()
        assert refused is not None, "it has returned otherwise"
        raise refused


@contextmanager
def offline(folder: Path, passphrase: bytes) -> Iterator[AtRest]:
    """Open a station at rest for as long as the block lasts.

    Raises:
        LocalFault: PLY-CFG-001 no station; PLY-CFG-006 it is running; PLY-KEY and
            PLY-STO faults.

    """
    root = StationFolder(folder)
    settings = load_settings(folder)
    root.refuse_unless_station()
    with lock(folder):
        secrets = load_secrets(
            station_keystore(root.keys, half_of(settings)), passphrase, root.keys
        )
        with closing(open_store(root, secrets)) as store, asyncio.Runner() as loop:
            parts = assemble(root, settings, secrets, store, SystemClock(), Quiet())
            try:
                yield AtRest(parts, loop)
            finally:
                parts.runner.close()
