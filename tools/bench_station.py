# SPDX-License-Identifier: Apache-2.0
"""A whole station in a process of its own that does what a benchmark asks.

`python tools/bench_station.py FOLDER`: one JSON request a line on standard input, one
JSON answer a line on standard output.  Acts go through the station's own api; times are
of the monotonic clock, which all processes of a machine share.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from parley.crypto.officer import SoftwareKey
from parley.station.folder import StationFolder
from parley.station.secrets import load_officer_seed, officer_keystore
from parley.station.views import DraftView
from parley.testing.stations import ANN, DRAFTER, OFFICER_PASSPHRASE, Up, running

IN_FLIGHT_MAX = 64
SCHEME = "SOFTWARE_ED25519"


class Desk:
    """The officers of one station, their keys open, and a watch that never sleeps."""

    def __init__(self, up: Up) -> None:
        """Open the releaser's key once: its cost is no part of any figure."""
        self._up = up
        path = StationFolder(up.parts.folder.root).officer(ANN)
        seed = load_officer_seed(officer_keystore(path), OFFICER_PASSPHRASE, path)
        self._key = SoftwareKey.from_seed(seed)
        self._ready: list[tuple[DraftView, bytes]] = []
        self._alarms_ns: list[int] = []

    async def watch(self) -> None:
        """Note when each alarm is told to whoever watches, as the console does."""
        async for _ in self._up.parts.api.watch_changes():
            now_ns = time.monotonic_ns()
            while len(self._alarms_ns) < self._up.parts.changes.sounds:
                self._alarms_ns.append(now_ns)

    async def draft(self, texts: list[str], precedence: str) -> object:
        """Write and sign drafts, ready to be released."""
        for text in texts:
            draft = await self._up.parts.api.write_draft(
                None, DRAFTER, precedence, [], [("en", text)]
            )
            signature = self._key.sign(bytes.fromhex(draft.digest))
            self._ready.append((draft, signature))
        return len(self._ready)

    async def release(self) -> object:
        """Release the oldest draft; answer when its receipt is here."""
        began_ns = time.monotonic_ns()
        await self._release_one()
        committed_ns = time.monotonic_ns()
        await self._up.until(self._all_receipted)
        return {
            "began": began_ns,
            "committed": committed_ns,
            "receipted": time.monotonic_ns(),
        }

    async def release_all(self) -> object:
        """Release every draft, many at once; answer when all receipts are here."""
        count = len(self._ready)
        began_ns = time.monotonic_ns()
        async with asyncio.TaskGroup() as group:
            for _ in range(min(count, IN_FLIGHT_MAX)):
                group.create_task(self._release_on())
        committed_ns = time.monotonic_ns()
        await self._up.until(self._all_receipted)
        meters = self._up.parts.meters
        return {
            "count": count,
            "released_s": (committed_ns - began_ns) / 1e9,
            "receipted_s": (time.monotonic_ns() - began_ns) / 1e9,
            "commits": meters.commits,
        }

    async def alarms(self, count: int) -> object:
        """Wait until `count` alarms were told; answer when each was."""

        async def told() -> bool:
            return len(self._alarms_ns) >= count

        await self._up.until(told)
        return self._alarms_ns[:count]

    async def subjects(self) -> object:
        """Answer the first line of every received message, as a screen lists them."""
        found: list[str] = []
        before = None
        while page := await self._up.parts.api.messages("all", before, 500):
            found += [one.subject for one in page if one.direction == "in"]
            before = page[-1].filed
        return found

    async def _release_on(self) -> None:
        while self._ready:
            await self._release_one()

    async def _release_one(self) -> None:
        draft, signature = self._ready.pop(0)
        await self._up.parts.api.release(draft.number, ANN, SCHEME, signature)

    async def _all_receipted(self) -> bool:
        links = self._up.parts.runner.facts.links.values()
        return not any(link.facts.unreceipted for link in links)


async def _requests() -> AsyncIterator[dict[str, Any]]:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=1 << 24)
    await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    while line := await reader.readline():
        yield json.loads(line)


def _tell(value: object) -> None:
    print(json.dumps(value), flush=True)


async def serve(folder: Path) -> None:
    """Run the station and answer until standard input ends."""
    async with running(folder) as up:
        await up.until(up.connected)
        desk = Desk(up)
        watching = asyncio.get_running_loop().create_task(desk.watch())
        acts: dict[str, Callable[..., Any]] = {
            "draft": desk.draft,
            "release": desk.release,
            "release_all": desk.release_all,
            "alarms": desk.alarms,
            "subjects": desk.subjects,
        }
        _tell("ready")
        async for request in _requests():
            _tell(await acts[request.pop("do")](**request))
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
