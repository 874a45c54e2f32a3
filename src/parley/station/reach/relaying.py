# SPDX-License-Identifier: Apache-2.0
"""Runs a relay: no station, no keys of a station, only boxes."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from parley.bearers.relay.mailbox.serve import relay_open
from parley.bearers.relay.mailbox.settings import make_folder, open_folder, ticket
from parley.station.clock import SystemClock
from parley.station.notify import Notify
from parley.station.places import write_file

_TURN_S: Final = 0.000_2


def make_relay(folder: Path, listen: str, address: str) -> None:
    """Make the folder of a new relay.

    Raises:
        LocalFault: PLY-BRR-052.

    """
    make_folder(folder, listen, address)


def write_ticket(folder: Path, out: Path) -> None:
    """Write what stations must be given, for its owner's eyes only.

    Raises:
        LocalFault: PLY-BRR-052, PLY-BRR-053 the relay; PLY-CFG-008 the file.

    """
    write_file(out, ticket(open_folder(folder)).encode())


def run_relay(folder: Path, ready: Callable[[int], None]) -> None:
    """Run a relay until SIGTERM or SIGINT; `ready` is told its port.

    Raises:
        LocalFault: PLY-BRR-051 to PLY-BRR-053.

    """
    # The thread that writes holds the interpreter for microseconds at a time; waiting
    # the usual 5 ms for each turn would be most of what a guest waits.
    sys.setswitchinterval(_TURN_S)
    asyncio.run(_run(folder, ready))


async def _run(folder: Path, ready: Callable[[int], None]) -> None:
    clock = SystemClock()
    stop = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    relay = open_folder(folder)
    async with relay_open(relay, lambda: clock.now().wall_ms / 1_000) as port:
        Notify().send("READY=1")
        ready(port)
        await stop.wait()
