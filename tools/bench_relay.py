# SPDX-License-Identifier: Apache-2.0
"""The relay: 200 parties on it at once, over 10,000 boxes that hold something."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

from bench_figures import BROKEN, MET, MISSED, Figure, ms

from parley.bearers.relay.config import RelaySettings, settings_from
from parley.bearers.relay.form import box_of, mark_of
from parley.bearers.relay.guest import Guest
from parley.bearers.relay.mailbox.settings import open_folder, ticket
from parley.carriage.credentials import parse_credential
from parley.carriage.slips import SlipMaker
from parley.crypto.carrier import CarrierKeys
from parley.station.measure.rounds import Spread
from parley.testing.relay_runs import new_relay, relay_process
from parley.wire.slip import decode_slips, encode_slips

PARTIES = 200
BOXES = 10_000
ROUNDS = 6
PAUSE_S = 4.0
"""Each party stores, fetches and removes once in so long: 150 requests a second."""

FRAME_BYTES = 600
P99_S_MAX = 0.1
GROWTH_MB_MAX = 16.0
_ANSWER_S_MAX = 60.0
_FILLERS = 16


def measure(root: Path) -> list[Figure]:
    """Fill the boxes, let everybody in, look at the memory before and after."""
    root.mkdir(parents=True)
    folder = new_relay(root)
    settings = settings_from(parse_credential(ticket(open_folder(folder)).encode()))
    with relay_process(folder) as process:
        asyncio.run(_fill(settings))
        _, _, lost = asyncio.run(_everybody(settings, 2))  # warm
        before_mb = _memory_mb(process.pid)
        stored, fetched, more = asyncio.run(_everybody(settings, ROUNDS))
        growth_mb = _memory_mb(process.pid) - before_mb
        return [figure(stored, fetched, before_mb, growth_mb, lost + more)]


def figure(
    stored: Sequence[float],
    fetched: Sequence[float],
    before_mb: float,
    growth_mb: float,
    lost: int,
) -> Figure:
    """Return the verdict: quick for everybody, and no larger for it."""
    put, take = Spread(tuple(stored)), Spread(tuple(fetched))
    quick = max(put.p99, take.p99) < P99_S_MAX
    verdict = MET if quick and growth_mb <= GROWTH_MB_MAX else MISSED
    return Figure(
        f"relay, {PARTIES} parties, {BOXES:,} boxes",
        f"p99 store and fetch < {ms(P99_S_MAX)}, memory flat",
        f"p99 store {ms(put.p99)}, fetch {ms(take.p99)}, {growth_mb:+.1f} MB",
        BROKEN if lost else verdict,
        {
            "store p50": ms(put.p50),
            "fetch p50": ms(take.p50),
            "requests each": len(stored),
            "memory before": f"{before_mb:.0f} MB",
            "lost": lost,
        },
    )


def _keys(number: int) -> CarrierKeys:
    return CarrierKeys(number.to_bytes(32, "big"), "relay", "a.example", "b.example")


async def _fill(settings: RelaySettings) -> None:
    """Put a slip into each box that nobody will fetch."""

    async def some(first: int) -> None:
        guest = Guest(settings)
        for number in range(first, BOXES, _FILLERS):
            keys = _keys(1_000_000 + number)
            slip = SlipMaker(keys, bytes(8)).put(bytes(FRAME_BYTES))
            box = box_of(keys.derive("box"))
            await guest.ask(
                "POST", box, body=encode_slips([slip]), within_s=_ANSWER_S_MAX
            )
        guest.close()

    async with asyncio.TaskGroup() as group:
        for first in range(_FILLERS):
            group.create_task(some(first))


async def _everybody(
    settings: RelaySettings, rounds: int
) -> tuple[list[float], list[float], int]:
    stored: list[float] = []
    fetched: list[float] = []
    lost = 0

    async def party(number: int) -> None:
        nonlocal lost
        guest, keys = Guest(settings), _keys(number + 1)
        key = keys.derive("box")
        box, maker = box_of(key), SlipMaker(keys, bytes(8))
        await asyncio.sleep(number * PAUSE_S / PARTIES)
        await guest.ask("POST", box, within_s=_ANSWER_S_MAX)  # the call is open now
        for _ in range(rounds):
            slip = maker.put(bytes(FRAME_BYTES))
            began_s = time.perf_counter()
            await guest.ask(
                "POST", box, body=encode_slips([slip]), within_s=_ANSWER_S_MAX
            )
            stored.append(time.perf_counter() - began_s)
            await asyncio.sleep(PAUSE_S / 2)
            began_s = time.perf_counter()
            said = await guest.ask(
                "GET", box, key=key, query="?wait=0", within_s=_ANSWER_S_MAX
            )
            fetched.append(time.perf_counter() - began_s)
            lost += decode_slips(said.body) != [slip]
            await guest.ask(
                "DELETE", box, key=key, body=mark_of(slip), within_s=_ANSWER_S_MAX
            )
            await asyncio.sleep(PAUSE_S / 2)
        guest.close()

    async with asyncio.TaskGroup() as group:
        for number in range(PARTIES):
            group.create_task(party(number))
    return stored, fetched, lost


def _memory_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1_024
