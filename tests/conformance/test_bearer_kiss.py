# SPDX-License-Identifier: Apache-2.0
"""parley.bearers.kiss against the kit, by TCP and by a serial line."""

from __future__ import annotations

import asyncio
import os
import tty
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from parley.bearers.kiss import KissBearer, KissSettings
from parley.bearers.kiss.ax25 import Callsign
from parley.bearers.kiss.config import Host, Serial
from parley.testing.check_bearer import BEARER_CHECKS, BearerPair, Check, MakePair
from parley.testing.radio_air import RadioAir

ALFA, BRAVO = Callsign("OE1XYZ", 7), Callsign("LZ2ABC")


def bearer(tnc: Host | Serial, ours: Callsign, theirs: Callsign) -> KissBearer:
    # An air so quick that the kit's many frames take seconds and not minutes.
    return KissBearer(
        KissSettings(
            tnc,
            ours,
            theirs,
            rate_bps=100e6,
            tx_delay_s=0.0,
            turn_max=1_000_000,
            retry_s_min=0.01,
            retry_s_max=0.05,
        )
    )


@asynccontextmanager
async def over_tcp() -> AsyncIterator[BearerPair]:
    async with RadioAir().open() as air:
        tnc = Host(air.address)
        yield BearerPair(
            bearer(tnc, ALFA, BRAVO),
            bearer(tnc, BRAVO, ALFA),
            air.clog,
            many_frames=40,
        )


@asynccontextmanager
async def over_a_serial_line() -> AsyncIterator[BearerPair]:
    """Put a pseudo-terminal between the near end and its TNC."""
    async with RadioAir().open() as air:
        tnc, line = os.openpty()
        tty.setraw(tnc)
        os.set_blocking(tnc, False)
        reads, writes = await asyncio.open_connection("127.0.0.1", air.port)
        loop = asyncio.get_running_loop()
        loop.add_reader(tnc, lambda: writes.write(os.read(tnc, 4_096)))

        async def back() -> None:
            while data := await reads.read(1_024):
                os.write(tnc, data)

        async with asyncio.TaskGroup() as group:
            task = group.create_task(back())
            yield BearerPair(
                bearer(Serial(os.ttyname(line), 9_600), ALFA, BRAVO),
                bearer(Host(air.address), BRAVO, ALFA),
                many_frames=40,
            )
            task.cancel()
        loop.remove_reader(tnc)
        writes.transport.abort()
        os.close(tnc)
        os.close(line)


@pytest.mark.parametrize("check", BEARER_CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("make_pair", [over_tcp, over_a_serial_line])
def test_kiss_is_a_bearer(make_pair: MakePair, check: Check) -> None:
    """The station above relies on each of these on every bearer."""
    asyncio.run(check(make_pair))
